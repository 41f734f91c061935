package dev.brokerfall.exact;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * A Markov chain in continuous time with a handful of states.
 *
 * <p>Answers go down to 1e-16 and below beside rates that differ by as much, so that no answer is ever the difference of two numbers:
 * those that are only multiplied, divided and added keep nearly all their digits, however small they are. Steady states come from the elimination of
 * Grassmann, Taksar and Heyman (1985, Operations Research 33, 1107–1116), distributions at an instant from the uniformized chain,
 * squared until it has gone so far.
 */
public final class MarkovChain {

    /** In the time of one base step a state is left with about this probability, which five terms of the series then exhaust. */
    private static final double BASE_STEP = 1e-3;

    private static final int TERMS = 6;

    private final RealMatrix rates;

    /**
     * Creates a chain.
     *
     * @param rates the rate from each state (row) to each other (column), in one unit of time; the diagonal is not looked at
     */
    public MarkovChain(RealMatrix rates) {
        checkArgument(rates.isSquare(), "rates lead from states to the same states");
        this.rates = rates.copy();
        for (int state = 0; state < states(); state++) {
            this.rates.setEntry(state, state, 0);
        }
    }

    /** Returns how many states there are. */
    public int states() {
        return rates.getRowDimension();
    }

    /** Returns the share of time spent in each state in the long run; every state must be reachable from every other. */
    public double[] steadyState() {
        RealMatrix rest = rates.copy();
        for (int state = states() - 1; state > 0; state--) {
            eliminate(rest, state);
        }
        double[] weight = new double[states()];
        weight[0] = 1;
        double total = 1;
        for (int state = 1; state < states(); state++) {
            for (int from = 0; from < state; from++) {
                weight[state] += weight[from] * rest.getEntry(from, state);
            }
            total += weight[state];
        }
        for (int state = 0; state < states(); state++) {
            weight[state] /= total;
        }
        return weight;
    }

    /** Leaves a state out: whoever went there goes at once where it would have led. */
    private static void eliminate(RealMatrix rest, int state) {
        double out = 0;
        for (int to = 0; to < state; to++) {
            out += rest.getEntry(state, to);
        }
        checkArgument(out > 0, "state %s leads to no earlier one", state);
        for (int from = 0; from < state; from++) {
            double part = rest.getEntry(from, state) / out;
            rest.setEntry(from, state, part);
            for (int to = 0; to < state; to++) {
                if (from != to) {
                    rest.addToEntry(from, to, part * rest.getEntry(state, to));
                }
            }
        }
    }

    /**
     * Returns the mean time from state 0 until the chain first is in one of {@code targets}: the targets become one state that leads
     * back to the beginning at rate 1, and a mean round then consists of the time sought and of 1.
     */
    public double meanTimeTo(IntPredicate targets) {
        int[] kept = others(targets);
        int end = kept.length;
        RealMatrix round = new Array2DRowRealMatrix(end + 1, end + 1);
        for (int row = 0; row < end; row++) {
            for (int to = 0; to < states(); to++) {
                int column = targets.test(to) ? end : index(kept, to);
                round.addToEntry(row, column, rates.getEntry(kept[row], to));
            }
        }
        round.setEntry(end, 0, 1);
        double[] shares = new MarkovChain(round).steadyState();
        double before = 0;
        for (int row = 0; row < end; row++) {
            before += shares[row];
        }
        return before / shares[end];
    }

    /** Returns the probability that the chain, which begins in state 0, is in one of {@code targets} at some time until {@code time}. */
    public double reaches(IntPredicate targets, double time) {
        RealMatrix stopped = rates.copy();
        for (int state = 0; state < states(); state++) {
            if (targets.test(state)) {
                stopped.setRow(state, new double[states()]);
            }
        }
        double[] then = new MarkovChain(stopped).after(time);
        double reached = 0;
        for (int state = 0; state < states(); state++) {
            reached += targets.test(state) ? then[state] : 0;
        }
        return reached;
    }

    /** Returns the probability of each state at the instant {@code time}; the chain begins in state 0. */
    public double[] after(double time) {
        double fastest = 0;
        for (int state = 0; state < states(); state++) {
            fastest = Math.max(fastest, out(state));
        }
        if (fastest == 0 || time == 0) {
            return MatrixUtils.createRealIdentityMatrix(states()).getRow(0);
        }
        int doublings = Math.max(0, 1 + Math.getExponent(fastest * time / BASE_STEP));
        RealMatrix step = step(fastest, StrictMath.scalb(time, -doublings));
        for (int doubling = 0; doubling < doublings; doubling++) {
            step = surely(step.multiply(step));
        }
        return step.getRow(0);
    }

    /** From each state the chain goes somewhere for sure: what rounding takes from that would double with every squaring. */
    private static RealMatrix surely(RealMatrix step) {
        for (int state = 0; state < step.getRowDimension(); state++) {
            double[] row = step.getRow(state);
            double sum = Arrays.stream(row).sum();
            step.setRow(state, Arrays.stream(row).map(part -> part / sum).toArray());
        }
        return step;
    }

    /** Returns what a short time does: the jumps of the uniformized chain, weighted by the Poisson probabilities of their number. */
    private RealMatrix step(double fastest, double time) {
        RealMatrix jump = rates.scalarMultiply(1 / fastest);
        for (int state = 0; state < states(); state++) {
            jump.setEntry(state, state, Math.max(0, (fastest - out(state)) / fastest));
        }
        RealMatrix power = MatrixUtils.createRealIdentityMatrix(states());
        double weight = StrictMath.exp(-fastest * time);
        RealMatrix sum = power.scalarMultiply(weight);
        int terms = TERMS + states();
        for (int jumps = 1; jumps <= terms; jumps++) {
            power = power.multiply(jump);
            weight *= fastest * time / jumps;
            sum = sum.add(power.scalarMultiply(weight));
        }
        return sum;
    }

    private double out(int state) {
        double sum = 0;
        for (int to = 0; to < states(); to++) {
            sum += rates.getEntry(state, to);
        }
        return sum;
    }

    private int[] others(IntPredicate targets) {
        int[] kept = IntStream.range(0, states()).filter(targets.negate()).toArray();
        checkArgument(kept.length > 0 && kept[0] == 0, "the chain begins at its target");
        checkArgument(kept.length < states(), "there is no target");
        return kept;
    }

    private static int index(int[] kept, int state) {
        return Arrays.binarySearch(kept, state);
    }
}
