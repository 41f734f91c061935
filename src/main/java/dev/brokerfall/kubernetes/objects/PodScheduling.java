package dev.brokerfall.kubernetes.objects;

import java.util.List;

/**
 * How a pod is queued, and what it takes of a node that is not measured in amounts.
 *
 * @param priority pods of lower priority may be made to leave for it; 0 without a priority class
 * @param preempts whether it may make others leave ({@code preemptionPolicy} other than {@code Never})
 * @param gates names of the gates that keep it from being scheduled
 * @param hostPorts ports that it takes from its node
 */
public record PodScheduling(int priority, boolean preempts, List<String> gates, List<HostPort> hostPorts) {

    /** What a pod has that says nothing of it. */
    public static final PodScheduling USUAL = new PodScheduling(0, true, List.of(), List.of());

    public PodScheduling {
        gates = List.copyOf(gates);
        hostPorts = List.copyOf(hostPorts);
    }
}
