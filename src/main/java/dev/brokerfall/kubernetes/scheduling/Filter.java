package dev.brokerfall.kubernetes.scheduling;

/** One rule of kube-scheduler: it looks at the pod and the cluster once, then says of node after node whether the pod fits. */
interface Filter {

    /** Returns the name under which the rule is known. */
    Plugin plugin();

    /** Looks at the pod and the cluster (PreFilter). A verdict other than {@link Verdict#FITS} refuses every node. */
    default Verdict prepare(PodState pod, SchedulerCache cache) {
        return Verdict.FITS;
    }

    /** Judges one node for the pod last prepared (Filter). */
    Verdict judge(PodState pod, NodeState node);
}
