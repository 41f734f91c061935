package dev.brokerfall.scenario.imports;

import dev.brokerfall.kubernetes.objects.Pod;
import dev.brokerfall.scenario.manifest.Tree;
import java.util.List;
import java.util.Optional;

/** The images that containers are made of. */
final class Images {

    private static final String TAG = "[:@]";

    private Images() {}

    /** Returns the images of a pod's containers. */
    static List<Said> of(FoundObjects objects, Pod pod) {
        return objects.find("Pod", pod.namespace(), pod.name())
                .flatMap(object -> object.tree().at("spec"))
                .map(Images::of)
                .orElse(List.of());
    }

    /** Returns the images of the containers of a pod's {@code spec}. */
    static List<Said> of(Tree spec) {
        return spec.items("containers").stream()
                .flatMap(container -> container.find("image").stream())
                .flatMap(image -> image.scalar().map(text -> new Said(text, image.place(), image.path())).stream())
                .toList();
    }

    /** Returns the last word of an image's name: {@code kafka} of {@code docker.io/bitnami/kafka:3.9.0}. */
    static String name(String image) {
        return image.substring(image.lastIndexOf('/') + 1).split(TAG, 2)[0];
    }

    /** Returns what follows an image's name, if anything does. */
    static Optional<String> tag(String image) {
        String[] parts = image.substring(image.lastIndexOf('/') + 1).split(TAG, 2);
        return parts.length == 2 ? Optional.of(parts[1]) : Optional.empty();
    }
}
