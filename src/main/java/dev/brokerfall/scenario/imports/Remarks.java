package dev.brokerfall.scenario.imports;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is said of an import so far, each once. */
final class Remarks {

    private final Set<Remark> all = new LinkedHashSet<>();

    void used(String place, String subject, String text) {
        all.add(new Remark(Remark.Kind.USED, place, subject, text));
    }

    void guessed(String place, String subject, String text) {
        all.add(new Remark(Remark.Kind.GUESSED, place, subject, text));
    }

    void ignored(String place, String subject, String text) {
        all.add(new Remark(Remark.Kind.IGNORED, place, subject, text));
    }

    void todo(String place, String subject, String text) {
        all.add(new Remark(Remark.Kind.TODO, place, subject, text));
    }

    /** Returns everything: used first, then guessed, ignored and still to do, each in the order it was said. */
    List<Remark> all() {
        return all.stream().sorted(Comparator.comparing(Remark::kind)).toList();
    }
}
