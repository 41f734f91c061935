package dev.brokerfall.kubernetes.scheduling;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;

/**
 * What a filter says of a pod and a node.
 *
 * @param reasons kube-scheduler's words; none when it fits
 */
public record Verdict(Code code, List<String> reasons) {

    /** The pod fits. */
    public static final Verdict FITS = new Verdict(Code.SUCCESS, List.of());

    public Verdict {
        checkArgument(code == Code.SUCCESS || !reasons.isEmpty(), "a refusal needs a reason");
        reasons = List.copyOf(reasons);
    }

    static Verdict unschedulable(String... reasons) {
        return new Verdict(Code.UNSCHEDULABLE, List.of(reasons));
    }

    static Verdict unresolvable(String... reasons) {
        return new Verdict(Code.UNSCHEDULABLE_AND_UNRESOLVABLE, List.of(reasons));
    }

    /** Returns whether the pod fits. */
    public boolean fits() {
        return code == Code.SUCCESS;
    }

    /** How final a verdict is. */
    public enum Code {

        /** The pod fits. */
        SUCCESS("Success"),

        /** It does not fit, but would if other pods made room. */
        UNSCHEDULABLE("Unschedulable"),

        /** It does not fit, whichever other pods leave. */
        UNSCHEDULABLE_AND_UNRESOLVABLE("UnschedulableAndUnresolvable");

        private final String kubernetesName;

        Code(String kubernetesName) {
            this.kubernetesName = kubernetesName;
        }

        /** Returns kube-scheduler's name for it. */
        public String kubernetesName() {
            return kubernetesName;
        }
    }
}
