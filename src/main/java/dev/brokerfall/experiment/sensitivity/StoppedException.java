package dev.brokerfall.experiment.sensitivity;

/** Somebody interrupted before what was asked for had been played. */
public final class StoppedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    StoppedException() {
        super("interrupted");
    }
}
