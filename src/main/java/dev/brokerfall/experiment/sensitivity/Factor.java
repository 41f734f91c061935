package dev.brokerfall.experiment.sensitivity;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * An assumption that is varied: a line of values, of which position 0 is the least and position 1 the greatest.
 *
 * @param path where it stands in the catalogue
 * @param label how well it is known: {@code inferred} or {@code unknown}
 * @param value what it is taken as; of a distribution its centre
 * @param low the value at position 0
 * @param high the value at position 1
 * @param parameter what of a distribution these three are, such as {@code median}; empty for a value alone
 * @param reach what sets the ends
 * @param home the position of {@code value}, between 0 and 1
 * @param note what it means; may be empty
 */
public record Factor(
        String path,
        String label,
        String value,
        String low,
        String high,
        String parameter,
        Reach reach,
        double home,
        String note) {

    /** What sets the ends of the values that an assumption is given. */
    public enum Reach {
        /** Its own range. */
        RANGE("range"),
        /** Nobody gives a range, so half and twice the value were taken. */
        HALVED_AND_DOUBLED("halvedAndDoubled"),
        /** It is true or false. */
        SWITCHED("switched");

        private final String key;

        Reach(String key) {
            this.key = key;
        }

        /** Returns the word that results use. */
        public String key() {
            return key;
        }
    }

    public Factor {
        checkArgument(home >= 0 && home <= 1, "%s: home lies between 0 and 1, was %s", path, home);
    }
}
