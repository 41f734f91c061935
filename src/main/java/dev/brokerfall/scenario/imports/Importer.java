package dev.brokerfall.scenario.imports;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.scenario.ScenarioReader;
import dev.brokerfall.scenario.manifest.Manifests;
import dev.brokerfall.scenario.text.Problem;
import dev.brokerfall.scenario.text.ScenarioException;
import dev.brokerfall.unit.Durations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a scenario of the objects of a cluster. */
public final class Importer {

    /** What to ask a cluster for. */
    public static final String KUBECTL =
            "kubectl get nodes,pv,pvc,sc,sts,pods,pdb,volumeattachments,kafka,kafkanodepool,kafkatopic -A -o yaml";

    private static final String TODO = "TODO";
    private static final int MOST_CONTROLLERS = 9;

    private final Catalogue catalogue;
    private final FoundObjects objects;
    private final ImportRequest request;
    private final Remarks remarks = new Remarks();

    private Importer(Catalogue catalogue, Manifests manifests, ImportRequest request) {
        this.catalogue = catalogue;
        this.objects = new FoundObjects(manifests);
        this.request = request;
    }

    /**
     * Returns the scenario.
     *
     * @throws ImportException if there is not exactly one Kafka cluster that is meant
     */
    public static Imported of(Catalogue catalogue, Manifests manifests, ImportRequest request) {
        return new Importer(catalogue, manifests, request).scenario();
    }

    private Imported scenario() {
        KafkaFound kafka = new KafkaFinder(objects, remarks).find(request.name());
        PoolFinder poolFinder = new PoolFinder(objects, kafka, catalogue, remarks);
        Optional<String> kubernetes = poolFinder.kubernetes();
        Optional<String> region = poolFinder.region();
        List<PoolFound> pools = poolFinder.find();
        SemanticsFinder.Profile semantics = new SemanticsFinder(kafka, remarks).find();
        StorageFinder storages = new StorageFinder(objects, catalogue, pools, remarks);
        int brokers = brokers(kafka);
        PlacementFinder.Placed placement = new PlacementFinder(kafka, pools, remarks).find();
        TopicsReader topics =
                new TopicsReader(objects, kafka, request.retained().isPresent(), remarks);
        ScenarioText text = new ScenarioText(
                name(kafka),
                kafka.origin().namespace() + "/" + kafka.name(),
                kubernetes,
                region,
                pools,
                semantics,
                brokers,
                controllers(kafka, storages),
                placement.yaml(),
                new OperatorFinder(objects, kafka, remarks).find(),
                new ConfigFinder(kafka, remarks).find(),
                topics.read(),
                request.produce()
                        .map(Object::toString)
                        .orElseGet(() -> todo(kafka, "produce", "how much is written; give --produce RATE")),
                request.retained()
                        .map(size -> "retained: " + size)
                        .or(() -> topics.retention().map(time -> "retention: " + Durations.format(time)))
                        .orElseGet(() -> todo(kafka, "retained", "how much is kept; give --retained SIZE")));
        StorageFound present = storages.find(kafka.brokers(), "spec.options[0].storage");
        List<Alternative> options = new Alternatives(catalogue, pools, placement).around(present);
        new Leftovers(objects, kafka, remarks).list();
        List<Alternative> kept = possible(text, options, kafka);
        return new Imported(text.with(kept), remarks.all());
    }

    private String name(KafkaFound kafka) {
        String wanted = request.name()
                .map(name -> name.substring(name.lastIndexOf('/') + 1))
                .orElse(kafka.name());
        return wanted.isEmpty() ? kafka.name() : wanted;
    }

    private String todo(KafkaFound kafka, String key, String what) {
        remarks.todo(kafka.place(), "spec.kafka.workload." + key, "manifests do not say " + what + " or write it in");
        return TODO;
    }

    private int brokers(KafkaFound kafka) {
        int pods =
                kafka.brokers().stream().mapToInt(group -> group.pods().size()).sum();
        int count = kafka.brokerCount();
        String at = "spec.kafka.brokers";
        if (count == 0 && pods > 0) {
            remarks.guessed(
                    kafka.place(), at, "%s, as many as there are pods: no replicas are written".formatted(pods));
            return pods;
        }
        kafka.brokers()
                .forEach(
                        group -> remarks.used(group.place(), at, "%s of %s".formatted(group.replicas(), group.what())));
        if (pods > 0 && pods != count) {
            remarks.ignored(
                    kafka.place(),
                    "brokers' pods",
                    "%s of %s are there; a scenario begins with all of them".formatted(pods, count));
        }
        return count;
    }

    private String controllers(KafkaFound kafka, StorageFinder storages) {
        String at = "spec.kafka.controllers";
        int count = kafka.controllerCount();
        if (count == 0) {
            remarks.guessed(
                    kafka.place(), at, "left out, as the catalogue has it: no controllers are among the manifests");
            return "{roles: separate}";
        }
        kafka.controllers()
                .forEach(group -> remarks.used(
                        group.place(), at + ".count", "%s of %s".formatted(group.replicas(), group.what())));
        if (count > MOST_CONTROLLERS) {
            remarks.guessed(
                    kafka.place(),
                    at + ".count",
                    "%s of %s, the most that are played".formatted(MOST_CONTROLLERS, count));
        }
        int played = Math.min(count, MOST_CONTROLLERS);
        if (kafka.combined()) {
            remarks.used(kafka.place(), at + ".roles", "combined: nodes are both broker and controller");
            return "{count: %s, roles: combined}".formatted(played);
        }
        return "{count: %s, roles: separate, storage: %s}"
                .formatted(
                        played,
                        storages.find(kafka.controllers(), at + ".storage").yaml());
    }

    /** Leaves out the options that cannot be, which only a scenario without a TODO can tell. */
    private List<Alternative> possible(ScenarioText text, List<Alternative> options, KafkaFound kafka) {
        List<Problem> own = problems(text.with(options.subList(0, 1)));
        List<Problem> grave = own.stream()
                .filter(problem -> !problem.message().endsWith("is still TODO"))
                .toList();
        grave.forEach(problem -> remarks.todo(
                kafka.place(),
                "line " + problem.place().line() + " of the scenario",
                problem.message() + (problem.help().isEmpty() ? "" : " (" + problem.help() + ")")));
        if (!own.isEmpty()) {
            return options;
        }
        List<Alternative> kept = new ArrayList<>(options.subList(0, 1));
        for (Alternative option : options.subList(1, options.size())) {
            List<Problem> its = problems(text.with(List.of(options.get(0), option)));
            if (its.isEmpty()) {
                kept.add(option);
            } else {
                remarks.ignored(
                        kafka.place(),
                        "option " + option.name(),
                        "not proposed: " + its.get(0).message());
            }
        }
        return kept;
    }

    private List<Problem> problems(String text) {
        try {
            // What it holds does not matter here, only whether it can be read.
            var unused = new ScenarioReader(catalogue, List.of()).read("scenario", text, Path.of(""));
            return List.of();
        } catch (ScenarioException invalid) {
            return invalid.problems();
        }
    }
}
