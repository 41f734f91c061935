package dev.brokerfall.kubernetes.scheduling;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether pods of lower priority could make room for one that fits nowhere, tried on each node that other pods keep it from
 * (pkg/scheduler/framework/preemption, pkg/scheduler/framework/plugins/defaultpreemption). It only says so: nobody is made to leave.
 *
 * @param nodes where it would help, in order
 * @param words what kube-scheduler adds to the reasons; empty when it would help
 */
public record Preemption(List<String> nodes, String words) {

    private static final String NO_VICTIMS = "No preemption victims found for incoming pod";
    private static final String NO_HELP = "Preemption is not helpful for scheduling";

    public Preemption {
        nodes = List.copyOf(nodes);
    }

    /** Tries it for a pod that is bound nowhere and that {@code verdicts} refuse everywhere. */
    static Preemption of(PodState pod, SchedulerCache cache, Scheduler scheduler, List<Placement.OnNode> verdicts) {
        if (!pod.pod().template().scheduling().preempts()) {
            return new Preemption(List.of(), "preemption: not eligible due to preemptionPolicy=Never.");
        }
        List<String> helps = new ArrayList<>();
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < verdicts.size(); i++) {
            if (verdicts.get(i).verdict().code() != Verdict.Code.UNSCHEDULABLE) {
                counts.merge(NO_HELP, 1, Integer::sum);
                continue;
            }
            NodeState node = cache.nodes().get(i);
            List<String> reasons = without(victims(pod, node), pod, node, cache, scheduler);
            reasons.forEach(reason -> counts.merge(reason, 1, Integer::sum));
            if (reasons.isEmpty()) {
                helps.add(node.name());
            }
        }
        return new Preemption(
                helps, helps.isEmpty() ? "preemption: " + Placement.notAvailable(verdicts.size(), counts) : "");
    }

    private static List<PodState> victims(PodState pod, NodeState node) {
        int priority = pod.pod().template().scheduling().priority();
        return node.pods().stream()
                .filter(other -> other.pod().template().scheduling().priority() < priority)
                .toList();
    }

    /** Returns why the pod would not fit even without the victims; nothing if it would. */
    private static List<String> without(
            List<PodState> victims, PodState pod, NodeState node, SchedulerCache cache, Scheduler scheduler) {
        if (victims.isEmpty()) {
            return List.of(NO_VICTIMS);
        }
        victims.forEach(cache::unbind);
        Verdict verdict = scheduler.judgeAlone(pod, node);
        victims.forEach(victim -> cache.bind(victim, node));
        return verdict.reasons();
    }
}
