package dev.brokerfall.report;

import java.util.function.Supplier;

/** This machine cannot draw: it has no fonts, or a JDK without the libraries for them. */
public final class ChartException extends RuntimeException {

    private ChartException(Throwable cause) {
        super(
                "charts cannot be drawn: this machine has no fonts, or a JDK without the libraries for them."
                        + " On Debian and Ubuntu: apt-get install fontconfig fonts-dejavu-core",
                cause);
    }

    /** Draws, and says in words what is missing if that fails. Java reports missing fonts as errors of several kinds. */
    public static <T> T orSayWhatIsMissing(Supplier<T> drawing) {
        try {
            return drawing.get();
        } catch (InternalError | LinkageError missing) {
            throw new ChartException(missing);
        }
    }
}
