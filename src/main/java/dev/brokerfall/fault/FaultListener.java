package dev.brokerfall.fault;

import dev.brokerfall.kernel.Cause;

/** Hears of faults as they begin and end. */
public interface FaultListener {

    /**
     * A fault, scripted or by chance, begins now.
     *
     * @param what whom it strikes, for people to read
     */
    default void faultBegan(Cause cause, String what) {}

    /** The fault itself is over; its consequences may last. Called only for faults whose length is known beforehand. */
    default void faultEnded(Cause cause) {}
}
