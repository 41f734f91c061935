package dev.brokerfall.scenario.imports;

import java.util.List;

/**
 * A scenario made of manifests.
 *
 * @param scenario its text
 * @param remarks where its values come from and what had no place
 */
public record Imported(String scenario, List<Remark> remarks) {

    public Imported {
        remarks = List.copyOf(remarks);
    }

    /** Returns how many remarks are of a kind. */
    public long count(Remark.Kind kind) {
        return remarks.stream().filter(remark -> remark.kind() == kind).count();
    }
}
