package dev.brokerfall.kubernetes.scheduling;

import dev.brokerfall.kubernetes.objects.Taint;
import dev.brokerfall.kubernetes.objects.Toleration;

/** A taint keeps away the pods that do not tolerate it (pkg/scheduler/framework/plugins/tainttoleration). */
final class TaintToleration implements Filter {

    @Override
    public Plugin plugin() {
        return Plugin.TAINT_TOLERATION;
    }

    @Override
    public Verdict judge(PodState pod, NodeState node) {
        for (Taint taint : node.taints()) {
            if (repels(pod, taint)) {
                return Verdict.unresolvable(
                        "node(s) had untolerated taint {" + taint.key() + ": " + taint.value() + "}");
            }
        }
        return Verdict.FITS;
    }

    static boolean repels(PodState pod, Taint taint) {
        return taint.effect() != Taint.Effect.PREFER_NO_SCHEDULE && !tolerates(pod, taint);
    }

    static boolean tolerates(PodState pod, Taint taint) {
        for (Toleration toleration : pod.pod().rules().tolerations()) {
            if (toleration.tolerates(taint)) {
                return true;
            }
        }
        return false;
    }
}
