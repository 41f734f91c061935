package dev.brokerfall.kubernetes.objects;

/** A mark on a node that keeps pods away unless they tolerate it. */
public record Taint(String key, String value, Effect effect) {

    /** Set by cordoning. */
    public static final String UNSCHEDULABLE = "node.kubernetes.io/unschedulable";

    /** Set when the kubelet says that the node is not ready. */
    public static final String NOT_READY = "node.kubernetes.io/not-ready";

    /** Set when the kubelet says nothing any more. */
    public static final String UNREACHABLE = "node.kubernetes.io/unreachable";

    /** Set by a person or a program that knows that the node is off. */
    public static final String OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";

    /** Set by the cloud controller on a node whose machine exists but is stopped. */
    public static final String SHUTDOWN = "node.cloudprovider.kubernetes.io/shutdown";

    /** Set while the kubelet runs out of disk. */
    public static final String DISK_PRESSURE = "node.kubernetes.io/disk-pressure";

    /** What the mark does. */
    public enum Effect {
        NO_SCHEDULE("NoSchedule"),
        PREFER_NO_SCHEDULE("PreferNoSchedule"),
        NO_EXECUTE("NoExecute");

        private final String word;

        Effect(String word) {
            this.word = word;
        }

        /** Returns the word used in manifests. */
        public String word() {
            return word;
        }
    }
}
