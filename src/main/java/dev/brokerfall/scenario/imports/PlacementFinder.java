package dev.brokerfall.scenario.imports;

import dev.brokerfall.kubernetes.objects.LabelSelector;
import dev.brokerfall.kubernetes.objects.NodeSelector;
import dev.brokerfall.kubernetes.objects.Pod;
import dev.brokerfall.kubernetes.objects.PodAffinityTerm;
import dev.brokerfall.kubernetes.objects.PodRules;
import dev.brokerfall.kubernetes.objects.Topology;
import dev.brokerfall.kubernetes.objects.TopologySpreadConstraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds how brokers are kept apart. */
final class PlacementFinder {

    private static final String AT = "spec.kafka.placement";

    private final KafkaFound kafka;
    private final List<PoolFound> pools;
    private final Remarks remarks;

    PlacementFinder(KafkaFound kafka, List<PoolFound> pools, Remarks remarks) {
        this.kafka = kafka;
        this.pools = pools;
        this.remarks = remarks;
    }

    /**
     * The placement as a scenario writes it.
     *
     * @param yaml the value of {@code placement}, on one line
     * @param zonesRequired whether two brokers must not share a zone
     */
    record Placed(String yaml, boolean zonesRequired) {}

    /** Returns the placement. */
    Placed find() {
        PodGroup group = kafka.brokers().get(0);
        PodRules rules = group.rules();
        String place = group.place();
        Optional<Apart> found = apart(group, rules);
        Optional<Apart> apart = found.map(its -> possible(its, place));
        List<String> keys = new ArrayList<>();
        keys.add("antiAffinity: {topology: %s, mode: %s}"
                .formatted(
                        apart.map(Apart::topology).orElse("zone"),
                        apart.map(Apart::mode).orElse("none")));
        if (apart.isEmpty()) {
            remarks.used(place, AT + ".antiAffinity", "none: the brokers' pods have no anti-affinity among each other");
        }
        spread(group, rules, apart).ifPresent(keys::add);
        keys.add("rack: " + rack(place));
        pinned(rules, place);
        return new Placed(
                "{%s}".formatted(String.join(", ", keys)),
                apart.filter(its -> its.topology().equals("zone") && its.mode().equals("required"))
                        .isPresent());
    }

    /** What two brokers must not, or should not, share. */
    private record Apart(String topology, String mode) {}

    private Optional<Apart> apart(PodGroup group, PodRules rules) {
        boolean zone = keeps(rules.antiAffinity().stream(), group, Topology.ZONE);
        boolean node = keeps(rules.antiAffinity().stream(), group, Topology.HOSTNAME);
        Stream<PodAffinityTerm> wishes = rules.avoided().stream().map(PodAffinityTerm.Weighted::term);
        boolean zoneWish = keeps(wishes, group, Topology.ZONE);
        boolean nodeWish =
                keeps(rules.avoided().stream().map(PodAffinityTerm.Weighted::term), group, Topology.HOSTNAME);
        if (zone || node) {
            return Optional.of(new Apart(zone ? "zone" : "node", "required"));
        }
        return zoneWish || nodeWish
                ? Optional.of(new Apart(zoneWish ? "zone" : "node", "preferred"))
                : Optional.empty();
    }

    private static boolean keeps(Stream<PodAffinityTerm> terms, PodGroup group, String key) {
        return terms.filter(
                        term -> Topology.generallyAvailable(term.topologyKey()).equals(key))
                .anyMatch(term -> group.sample()
                        .map(pod -> term.matches(pod.namespace(), pod, Map.of()))
                        .orElse(true));
    }

    /** A rule that would leave brokers Pending holds among some of them only, as within one node pool. */
    private Apart possible(Apart apart, String place) {
        boolean zonal = apart.topology().equals("zone");
        long domains = zonal
                ? pools.stream()
                        .flatMap(pool -> pool.zones().stream())
                        .distinct()
                        .count()
                : pools.stream().mapToInt(PoolFound::total).sum();
        String at = AT + ".antiAffinity";
        if (apart.mode().equals("required") && domains > 0 && kafka.brokerCount() > domains) {
            remarks.guessed(
                    place,
                    at,
                    "%s, preferred: required for all %s brokers it would leave some Pending on %s %s"
                            .formatted(apart.topology(), kafka.brokerCount(), domains, zonal ? "zones" : "nodes"));
            return new Apart(apart.topology(), "preferred");
        }
        remarks.used(place, at, "%s, %s".formatted(apart.topology(), apart.mode()));
        return apart;
    }

    private Optional<String> spread(PodGroup group, PodRules rules, Optional<Apart> apart) {
        String at = AT + ".topologySpread";
        Optional<TopologySpreadConstraint> zones = Optional.empty();
        for (TopologySpreadConstraint constraint : rules.spread()) {
            boolean about = constraint
                    .selector()
                    .map(selector -> matches(selector, group.sample()))
                    .orElse(group.sample().isEmpty());
            if (about
                    && zones.isEmpty()
                    && Topology.generallyAvailable(constraint.topologyKey()).equals(Topology.ZONE)) {
                zones = Optional.of(constraint);
            } else {
                remarks.ignored(
                        group.place(),
                        "topologySpreadConstraint over " + constraint.topologyKey(),
                        "a scenario has one, over zones");
            }
        }
        if (zones.isPresent()) {
            String when = zones.get().doNotSchedule() ? "DoNotSchedule" : "ScheduleAnyway";
            remarks.used(
                    group.place(), at, "maxSkew %s, %s".formatted(zones.get().maxSkew(), when));
            return Optional.of("topologySpread: {maxSkew: %s, whenUnsatisfiable: %s}"
                    .formatted(zones.get().maxSkew(), when));
        }
        boolean zoneWish = keeps(rules.avoided().stream().map(PodAffinityTerm.Weighted::term), group, Topology.ZONE);
        if (zoneWish && apart.filter(its -> its.topology().equals("node")).isPresent()) {
            remarks.guessed(
                    group.place(),
                    at,
                    "maxSkew 1, ScheduleAnyway, in place of the preferred anti-affinity over zones beside the one over nodes");
            return Optional.of("topologySpread: {maxSkew: 1, whenUnsatisfiable: ScheduleAnyway}");
        }
        return Optional.empty();
    }

    private static boolean matches(LabelSelector selector, Optional<Pod> pod) {
        return pod.map(its -> selector.matches(its.labels())).orElse(true);
    }

    private String rack(String place) {
        String at = AT + ".rack";
        if (kafka.rackKey().isEmpty()) {
            remarks.used(place, at, "none: broker.rack is not set");
            return "none";
        }
        Said key = kafka.rackKey().get();
        if (Topology.generallyAvailable(key.value()).equals(Topology.ZONE)) {
            remarks.used(key.place(), at, "zone, of %s".formatted(key.value()));
            return "zone";
        }
        remarks.guessed(key.place(), at, "none: racks made of %s are not modelled".formatted(key.value()));
        return "none";
    }

    /** Rules that tie a group of brokers to zones. */
    private void pinned(PodRules rules, String place) {
        boolean tied = rules.nodeSelector().containsKey(Topology.ZONE)
                || rules.nodeAffinity().stream()
                        .flatMap(selector -> selector.terms().stream())
                        .map(NodeSelector.Term::expressions)
                        .flatMap(List::stream)
                        .anyMatch(requirement -> requirement.key().equals(Topology.ZONE)
                                && !requirement.values().isEmpty());
        if (tied) {
            remarks.ignored(
                    place,
                    "node affinity to zones",
                    "a scenario's brokers are tied to a zone by their disks alone, or kept apart by placement");
        }
    }
}
