package dev.brokerfall.experiment.sensitivity;

/** A value that an assumption may have on paper and with which the scenario cannot be played, such as more data than fits a disk. */
public final class UnplayableException extends RuntimeException {

    /** Creates it; {@code reason} is told to the user. */
    public UnplayableException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
