package dev.brokerfall.fault;

import static com.google.common.base.Preconditions.checkArgument;

import java.time.Duration;

/** When a scripted event happens. */
public sealed interface When {

    /** Once, at this time from the start. */
    record At(Duration at) implements When {
        public At {
            checkArgument(!at.isNegative(), "at must not be negative, was %s", at);
        }
    }

    /** At {@code first} and every {@code every} after it. */
    record Every(Duration first, Duration every) implements When {
        public Every {
            checkArgument(!first.isNegative(), "first must not be negative, was %s", first);
            checkArgument(every.compareTo(Duration.ZERO) > 0, "every must be positive, was %s", every);
        }
    }

    /** As soon as the event called {@code event} has come as far as {@code until}. */
    record After(String event, Until until) implements When {}

    /** How far an earlier event must have come. */
    enum Until {
        /** Every partition has all its replicas in sync again, and every broker that the event took down is back. */
        ISR_FULL,
        /** Every broker that the event took down has registered again. */
        BROKER_REGISTERED,
        /** The event itself is over: its duration has passed, or its operation is complete. */
        DONE
    }
}
