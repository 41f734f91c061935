package dev.brokerfall.kubernetes.scheduling;

/** A pod with gates is not looked at until whoever set them takes them away (pkg/scheduler/framework/plugins/schedulinggates). */
final class SchedulingGates implements Filter {

    @Override
    public Plugin plugin() {
        return Plugin.SCHEDULING_GATES;
    }

    @Override
    public Verdict prepare(PodState pod, SchedulerCache cache) {
        var gates = pod.pod().template().scheduling().gates();
        return gates.isEmpty()
                ? Verdict.FITS
                : Verdict.unresolvable("waiting for scheduling gates: [" + String.join(" ", gates) + "]");
    }

    @Override
    public Verdict judge(PodState pod, NodeState node) {
        return Verdict.FITS;
    }
}
