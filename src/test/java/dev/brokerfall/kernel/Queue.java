package dev.brokerfall.kernel;

import dev.brokerfall.kafka.Cases;
import dev.brokerfall.random.Distribution;
import dev.brokerfall.random.Stream;
import dev.brokerfall.random.Streams;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A queue on an agenda: whoever comes waits for the first free of some servers, higher priorities first. */
final class Queue implements Actor {

    /** A unit of time in the agenda's milliseconds: nothing of it is lost by rounding. */
    private static final double UNIT = 1e6;

    private static final int ARRIVAL = 0;
    private static final int DEPARTURE = 1;
    private static final double P99 = 0.99;
    private static final int ERLANG_PHASES = 4;

    private final Agenda agenda = new Agenda();
    private final Cases its;
    private final List<Stream> arrivals = new ArrayList<>();
    private final List<Distribution> between = new ArrayList<>();
    private final Stream services;
    private final Distribution service;
    private final int phases;
    private final int servers;
    private final int room;
    private final long limit;
    private final List<ArrayDeque<Long>> waiting = new ArrayList<>();

    private long since;
    private long last;
    private int here;
    private int busy;
    private double area;
    private double waitingArea;
    private double busyTime;
    private double emptyTime;
    private double twoOrMore;
    private long came;
    private long turnedAway;
    private long left;
    private long waited;
    private long waitedBeyond;
    private long stayedBeyond;
    private final long[] begun;
    private final double[] waits;
    private double stays;
    private double[] sojourns = new double[1024];

    Queue(Cases its, long seed, long run) {
        this.its = its;
        Streams streams = new Streams(seed, run);
        services = streams.stream("services");
        double mean = real("mean") * UNIT;
        phases = its.text("service").equals("erlang") ? ERLANG_PHASES : 1;
        service = switch (its.text("service")) {
            case "constant" -> new Distribution.Constant(mean);
            case "erlang" -> new Distribution.Exponential(mean / ERLANG_PHASES);
            // A variance of four times the squared mean: sigma² = ln 5, and two phases of equal weight in the mean.
            case "lognormal" ->
                new Distribution.Lognormal(mean / StrictMath.sqrt(5), StrictMath.sqrt(StrictMath.log(5)));
            case "hyperexponential" -> {
                double often = (1 + StrictMath.sqrt(0.6)) / 2;
                yield new Distribution.Mixture(
                        often,
                        new Distribution.Exponential(mean / (2 * often)),
                        new Distribution.Exponential(mean / (2 * (1 - often))));
            }
            default -> new Distribution.Exponential(mean);
        };
        servers = its.number("servers");
        room = its.has("room") ? its.number("room") : Integer.MAX_VALUE;
        limit = its.has("limit") ? Math.round(real("limit") * UNIT) : Long.MAX_VALUE;
        if (its.has("machines")) {
            begin(streams, 0, real("life") * UNIT);
            for (int machine = 0; machine < its.number("machines"); machine++) {
                next(0);
            }
        } else {
            List<?> rates = (List<?>) Objects.requireNonNull(its.values().get("arrivals"));
            for (int priority = 0; priority < rates.size(); priority++) {
                begin(streams, priority, UNIT / ((Number) rates.get(priority)).doubleValue());
                next(priority);
            }
        }
        begun = new long[waiting.size()];
        waits = new double[waiting.size()];
    }

    private void begin(Streams streams, int priority, double mean) {
        arrivals.add(streams.stream("arrivals", priority));
        between.add(new Distribution.Exponential(mean));
        waiting.add(new ArrayDeque<>());
    }

    private void next(int priority) {
        agenda.after(Math.round(between.get(priority).draw(arrivals.get(priority))), this, ARRIVAL, priority, 0);
    }

    /** Lets {@code warmUp} units of time pass and then looks for {@code length}; returns the means of what was seen. */
    Map<String, Double> watch(double warmUp, double length) {
        since = Math.round(warmUp * UNIT);
        agenda.runUntil(since, Long.MAX_VALUE);
        last = since;
        agenda.runUntil(since + Math.round(length * UNIT), Long.MAX_VALUE);
        passed();
        return results(length);
    }

    @Override
    public void handle(int kind, int target, long payload) {
        passed();
        if (kind == ARRIVAL) {
            if (!its.has("machines")) {
                next(target);
            }
            arrive(target);
        } else {
            depart(payload);
        }
    }

    private void passed() {
        long time = agenda.now() - last;
        last = agenda.now();
        if (last > since) {
            area += (double) time * here;
            waitingArea += (double) time * (here - busy);
            busyTime += (double) time * busy;
            emptyTime += here == 0 ? time : 0;
            twoOrMore += here >= 2 ? time : 0;
        }
    }

    private boolean counts() {
        return agenda.now() >= since && since > 0;
    }

    private void arrive(int priority) {
        if (counts()) {
            came++;
        }
        if (here == room) {
            turnedAway += counts() ? 1 : 0;
            return;
        }
        here++;
        if (busy < servers) {
            busy++;
            serve(priority, agenda.now());
        } else {
            waited += counts() ? 1 : 0;
            waiting.get(priority).add(agenda.now());
        }
    }

    private void serve(int priority, long arrival) {
        if (counts()) {
            long wait = agenda.now() - arrival;
            begun[priority]++;
            waits[priority] += wait;
            waitedBeyond += wait > limit ? 1 : 0;
        }
        double length = 0;
        for (int phase = 0; phase < phases; phase++) {
            length += service.draw(services);
        }
        agenda.after(Math.round(length), this, DEPARTURE, 0, arrival);
    }

    private void depart(long arrival) {
        here--;
        busy--;
        if (counts()) {
            long stay = agenda.now() - arrival;
            stays += stay;
            stayedBeyond += stay > limit ? 1 : 0;
            if (left == sojourns.length) {
                sojourns = Arrays.copyOf(sojourns, sojourns.length * 2);
            }
            sojourns[(int) left++] = stay;
        }
        if (its.has("machines")) {
            next(0);
        }
        for (int priority = 0; priority < waiting.size() && busy < servers; priority++) {
            Long first = waiting.get(priority).poll();
            if (first != null) {
                busy++;
                serve(priority, first);
            }
        }
    }

    private Map<String, Double> results(double length) {
        double time = length * UNIT;
        Map<String, Double> seen = new TreeMap<>();
        seen.put("L", area / time);
        seen.put("Lq", waitingArea / time);
        seen.put("W", stays / left / UNIT);
        seen.put("Wq", Arrays.stream(waits).sum() / Arrays.stream(begun).sum() / UNIT);
        for (int priority = 0; priority < waits.length; priority++) {
            seen.put("Wq" + (priority + 1), waits[priority] / begun[priority] / UNIT);
        }
        seen.put("utilisation", busyTime / time / servers);
        seen.put("carried", busyTime / time);
        seen.put("pEmpty", emptyTime / time);
        seen.put("pTwoOrMore", twoOrMore / time);
        seen.put("pBlock", (double) turnedAway / came);
        seen.put("pWait", (double) waited / came);
        seen.put("pWaitBeyond", (double) waitedBeyond / Arrays.stream(begun).sum());
        seen.put("pSojournBeyond", (double) stayedBeyond / left);
        seen.put("throughput", left / length);
        if (its.has("machines")) {
            seen.put("up", 1 - area / time / its.number("machines"));
        }
        Arrays.sort(sojourns, 0, (int) left);
        seen.put("sojournP99", sojourns[(int) Math.ceil(P99 * left) - 1] / UNIT);
        return seen;
    }

    private double real(String name) {
        return ((Number) Objects.requireNonNull(its.values().get(name), name)).doubleValue();
    }
}
