package dev.brokerfall.world;

import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kubernetes.KubernetesListener;
import java.util.function.Supplier;

/** Tells several listeners, in order. */
final class KubernetesBroadcast implements KubernetesListener {

    private final KubernetesListener[] listeners;

    KubernetesBroadcast(KubernetesListener... listeners) {
        this.listeners = listeners.clone();
    }

    @Override
    public void nodeNotReady(String node, String zone, Cause cause) {
        for (KubernetesListener listener : listeners) {
            listener.nodeNotReady(node, zone, cause);
        }
    }

    @Override
    public void nodeReady(String node, String zone) {
        for (KubernetesListener listener : listeners) {
            listener.nodeReady(node, zone);
        }
    }

    @Override
    public void nodeCordoned(String node, String zone, Cause cause) {
        for (KubernetesListener listener : listeners) {
            listener.nodeCordoned(node, zone, cause);
        }
    }

    @Override
    public void nodeUncordoned(String node, String zone) {
        for (KubernetesListener listener : listeners) {
            listener.nodeUncordoned(node, zone);
        }
    }

    @Override
    public void nodeDeleted(String node, String zone, Cause cause) {
        for (KubernetesListener listener : listeners) {
            listener.nodeDeleted(node, zone, cause);
        }
    }

    @Override
    public void podDeleted(int process, String pod, String node, Cause cause) {
        for (KubernetesListener listener : listeners) {
            listener.podDeleted(process, pod, node, cause);
        }
    }

    @Override
    public void podScheduled(int process, String pod, String node, boolean moved, Cause cause) {
        for (KubernetesListener listener : listeners) {
            listener.podScheduled(process, pod, node, moved, cause);
        }
    }

    @Override
    public void podUnschedulable(int process, String pod, Supplier<String> reason, Cause cause) {
        for (KubernetesListener listener : listeners) {
            listener.podUnschedulable(process, pod, reason, cause);
        }
    }

    @Override
    public void containerKilled(int process, String pod, String node, Cause cause) {
        for (KubernetesListener listener : listeners) {
            listener.containerKilled(process, pod, node, cause);
        }
    }

    @Override
    public void volumeAttached(int process, String volume, String node) {
        for (KubernetesListener listener : listeners) {
            listener.volumeAttached(process, volume, node);
        }
    }

    @Override
    public void volumeDetached(int process, String volume, String node) {
        for (KubernetesListener listener : listeners) {
            listener.volumeDetached(process, volume, node);
        }
    }

    @Override
    public void volumeLost(int process, String volume, String node, Cause cause) {
        for (KubernetesListener listener : listeners) {
            listener.volumeLost(process, volume, node, cause);
        }
    }

    @Override
    public void upgradeBegan(String pool, Cause cause) {
        for (KubernetesListener listener : listeners) {
            listener.upgradeBegan(pool, cause);
        }
    }

    @Override
    public void upgradeEnded(String pool, boolean complete, String node, String reason, Cause cause) {
        for (KubernetesListener listener : listeners) {
            listener.upgradeEnded(pool, complete, node, reason, cause);
        }
    }

    @Override
    public void rollEnded(Cause cause) {
        for (KubernetesListener listener : listeners) {
            listener.rollEnded(cause);
        }
    }
}
