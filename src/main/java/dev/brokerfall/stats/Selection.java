package dev.brokerfall.stats;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.ArrayList;
import java.util.List;

/**
 * Which of several means under common luck is the least, by multiple comparisons with the best and an indifference zone (Hsu, Ann.
 * Stat. 12, 1984; Clark and Yang, Proc. Winter Simulation Conf. 1986, and Nelson and Matejcik, Management Science 41, 1995, for common
 * random numbers).
 *
 * <p>Call the option that is truly best b. With the confidence asked for, the difference of every other option from b is at least the
 * lower end of its paired interval: one statement for each of the others, each at {@code 1 - α / (options - 1)} on one side, whatever
 * they have in common. Where all of them hold, so does everything that is said here: b is not {@link Standing#WORSE}, and no option
 * is worse than b by more than its {@link Place#behind}.
 */
public final class Selection {

    private final List<Place> places;
    private final int best;
    private final double indifference;
    private final long trialsToDecide;

    /** How an option stands to the best one. */
    public enum Standing {
        /** Its mean is the least that was seen. */
        BEST,
        /** Not the least, but shown to be behind the best by no more than the indifference zone. */
        EQUIVALENT,
        /** It may be the best, and it may be behind by more than the indifference zone. */
        POSSIBLE,
        /** Shown not to be the best. */
        WORSE
    }

    /**
     * Where one option stands.
     *
     * @param standing in a word
     * @param behind the most by which its true mean is behind that of the truly best option; positive infinity with too few trials
     */
    public record Place(Standing standing, double behind) {}

    private Selection(List<Place> places, int best, double indifference, long trialsToDecide) {
        this.places = List.copyOf(places);
        this.best = best;
        this.indifference = indifference;
        this.trialsToDecide = trialsToDecide;
    }

    /**
     * Returns what {@code observations} say.
     *
     * @param observations for each option what each trial came to; trial k of all of them met the same luck. At least one option, at
     *     least one trial
     * @param indifference the least difference that is worth telling, not negative
     * @param confidence the probability that all that is said is true at once, within (0, 1)
     */
    public static Selection ofLeast(double[][] observations, double indifference, double confidence) {
        int options = observations.length;
        checkArgument(options >= 1 && observations[0].length >= 1, "there is nothing to select from");
        checkArgument(indifference >= 0, "an indifference zone is not negative, was %s", indifference);
        Estimate[][] differences = differences(observations, confidence);
        double[] means = new double[options];
        int best = 0;
        for (int option = 0; option < options; option++) {
            Tally tally = new Tally();
            for (double value : observations[option]) {
                tally.add(value);
            }
            means[option] = tally.summary().mean();
            best = means[option] < means[best] ? option : best;
        }
        List<Place> places = new ArrayList<>();
        for (int option = 0; option < options; option++) {
            double behind = 0;
            boolean excluded = false;
            for (int other = 0; other < options; other++) {
                if (other != option) {
                    behind = Math.max(behind, differences[option][other].upper());
                    excluded |= differences[option][other].lower() > 0;
                }
            }
            places.add(new Place(standing(option == best, behind <= indifference, excluded), behind));
        }
        return new Selection(
                places, best, indifference, trials(differences[best], best, indifference, observations[0].length));
    }

    private static Estimate[][] differences(double[][] observations, double confidence) {
        int options = observations.length;
        // One-sided at α / (options - 1) is the outer end of a two-sided interval at twice that.
        double each = 1 - Math.min(0.999, 2 * (1 - Familywise.each(confidence, Math.max(1, options - 1))));
        Estimate[][] differences = new Estimate[options][options];
        for (int one = 0; one < options; one++) {
            for (int other = one + 1; other < options; other++) {
                checkArgument(
                        observations[one].length == observations[other].length, "options must meet the same trials");
                Tally tally = new Tally();
                for (int trial = 0; trial < observations[one].length; trial++) {
                    tally.add(observations[one][trial] - observations[other][trial]);
                }
                Estimate difference = tally.summary().meanWithin(each);
                differences[one][other] = difference;
                differences[other][one] = new Estimate(-difference.value(), -difference.upper(), -difference.lower());
            }
        }
        return differences;
    }

    private static Standing standing(boolean best, boolean within, boolean excluded) {
        if (best) {
            return Standing.BEST;
        }
        return within ? Standing.EQUIVALENT : excluded ? Standing.WORSE : Standing.POSSIBLE;
    }

    /** About how many trials it takes until the best one is known: intervals narrow with the root of their number. */
    private static long trials(Estimate[] fromBest, int best, double indifference, long trials) {
        double needed = trials;
        for (int other = 0; other < fromBest.length; other++) {
            if (other != best && fromBest[other].upper() > indifference) {
                double times =
                        (fromBest[other].upper() - fromBest[other].value()) / (indifference - fromBest[other].value());
                needed = Math.max(needed, trials * times * times);
            }
        }
        return needed < Long.MAX_VALUE ? (long) Math.ceil(needed) : Long.MAX_VALUE;
    }

    /** Returns where each option stands, in their order. */
    public List<Place> places() {
        return places;
    }

    /** Returns the index of the option with the least mean, the first of equal ones. */
    public int best() {
        return best;
    }

    /** Returns whether the option with the least mean is shown to be behind the truly best one by no more than the indifference zone. */
    public boolean decided() {
        return places.get(best).behind() <= indifference;
    }

    /** Returns about how many trials it takes to decide; as many as there were when it is decided. */
    public long trialsToDecide() {
        return trialsToDecide;
    }
}
