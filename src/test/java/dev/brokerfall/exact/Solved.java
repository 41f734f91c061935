package dev.brokerfall.exact;

import dev.brokerfall.exact.KnownCase.Value;
import dev.brokerfall.exact.ReplicaGroup.Repair;
import java.util.Locale;
import java.util.OptionalDouble;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;

/** What the exact solver says of a known value, if it is one of a Markov chain. */
final class Solved {

    private static final double HOURS_PER_YEAR = 8760;
    private static final double MINUTES_PER_YEAR = 525_600;
    private static final int ZONES = 3;

    private Solved() {}

    static OptionalDouble of(Value value) {
        KnownCase system = value.system();
        if (system.has("zoneUp")) {
            return OptionalDouble.of(zones(system, value.its().number("zones")));
        }
        if (system.has("phases")) {
            return OptionalDouble.of(phases(system, value));
        }
        if (system.has("up")) {
            return OptionalDouble.of(
                    brokers(value.replicas(), system.number("up")).shareFewerThan(value.writable()));
        }
        boolean markov = system.has("repairTime") && !system.has("horizon");
        return markov ? OptionalDouble.of(group(system, value)) : OptionalDouble.empty();
    }

    private static ReplicaGroup brokers(int replicas, double up) {
        return ReplicaGroup.of(replicas, up, 1 - up, Repair.PARALLEL);
    }

    private static double group(KnownCase system, Value value) {
        double failureRate = 1 / system.number("life");
        ReplicaGroup group = new ReplicaGroup(
                value.replicas(),
                failureRate,
                1 / system.number("repairTime"),
                system.has("repair")
                        ? Repair.valueOf(system.its().text("repair").toUpperCase(Locale.ROOT))
                        : Repair.PARALLEL,
                system.has("shock") ? 1 / system.number("shock") : 0);
        return switch (value.what()) {
            case "life" -> group.meanTimeToFewerThan(system.its().number("alive"));
            case "lost" -> group.fewerThan(system.its().number("alive"), KnownCase.real(value.its(), "within"));
            case "share" -> group.shareFewerThan(value.writable());
            case "upShare" -> 1 - group.shareFewerThan(value.writable());
            case "shareAt" -> group.fewerThanAt(value.writable(), KnownCase.real(value.its(), "at"));
            case "minutesPerYear" -> group.shareFewerThan(value.writable()) * MINUTES_PER_YEAR;
            case "outagesPerYear" -> outageRate(group, value) * HOURS_PER_YEAR;
            case "meanOutage" -> group.shareFewerThan(value.writable()) / outageRate(group, value);
            case "betweenOutages" -> 1 / outageRate(group, value);
            case "upBetweenOutages" -> (1 - group.shareFewerThan(value.writable())) / outageRate(group, value);
            default -> throw new IllegalArgumentException(value.what());
        };
    }

    /** An outage begins when one of just enough that are up fails. */
    private static double outageRate(ReplicaGroup group, Value value) {
        int enough = value.writable();
        return group.chain().steadyState()[group.replicas() - enough] * enough * group.failureRate();
    }

    /** Brokers whose repairs take several steps: a chain for one, the binomial law for all. */
    private static double phases(KnownCase system, Value value) {
        int phases = system.its().number("phases");
        RealMatrix rates = new Array2DRowRealMatrix(phases + 1, phases + 1);
        rates.setEntry(0, 1, 1 / system.number("upMean"));
        for (int phase = 1; phase <= phases; phase++) {
            rates.setEntry(phase, (phase + 1) % (phases + 1), phases / system.number("downMean"));
        }
        return brokers(value.replicas(), new MarkovChain(rates).steadyState()[0])
                .shareFewerThan(value.writable());
    }

    /** Three brokers, spread over some of three zones: a chain whose state is which of the six are down. */
    private static double zones(KnownCase system, int zones) {
        int things = ZONES + ZONES;
        RealMatrix rates = new Array2DRowRealMatrix(1 << things, 1 << things);
        for (int state = 0; state < 1 << things; state++) {
            for (int thing = 0; thing < things; thing++) {
                double up = system.number(thing < ZONES ? "zoneUp" : "up");
                boolean down = (state >> thing & 1) == 1;
                rates.setEntry(state, state ^ (1 << thing), down ? up : 1 - up);
            }
        }
        double[] shares = new MarkovChain(rates).steadyState();
        double unwritable = 0;
        for (int state = 0; state < shares.length; state++) {
            int up = 0;
            for (int broker = 0; broker < ZONES; broker++) {
                boolean zoneDown = (state >> Math.min(broker, zones - 1) & 1) == 1;
                boolean itselfDown = (state >> (ZONES + broker) & 1) == 1;
                up += zoneDown || itselfDown ? 0 : 1;
            }
            unwritable += up < system.its().number("writable") ? shares[state] : 0;
        }
        return unwritable;
    }
}
