package dev.brokerfall.kubernetes.objects;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A taint that a pod puts up with.
 *
 * <p>Source: staging/src/k8s.io/api/core/v1/toleration.go.
 *
 * @param key of the taint; empty, with {@code exists}, for any
 * @param exists whether the taint's value does not matter
 * @param effect of the taint; empty for any
 * @param seconds for how long a NoExecute taint is put up with; empty for ever
 */
public record Toleration(
        String key, boolean exists, String value, Optional<Taint.Effect> effect, OptionalLong seconds) {

    /** Returns whether a pod with this toleration puts up with {@code taint}. */
    public boolean tolerates(Taint taint) {
        if (effect.isPresent() && effect.get() != taint.effect()) {
            return false;
        }
        if (!key.isEmpty() && !key.equals(taint.key())) {
            return false;
        }
        return exists || (value.equals(taint.value()) && !key.isEmpty());
    }
}
