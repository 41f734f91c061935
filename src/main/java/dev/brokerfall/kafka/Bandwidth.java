package dev.brokerfall.kafka;

import dev.brokerfall.flow.FairShares;
import java.util.Arrays;

/**
 * What disks and networks carry of the traffic of producers and followers, and of what is copied to catch up.
 *
 * <p>First each pair of brokers that lags gets what it would offer were there no other traffic: max-min fair shares of disks, networks,
 * throttles, the rate of a follower and that of a pair's fetchers, as connections have it whose windows open until something on their way
 * is full. Where everything that is offered fits, everything is carried.
 *
 * <p>Where it does not, a disk or network is a queue that serves bytes in the order in which they come, whoever they belong to: of two
 * flows that together offer more than it carries each gets the same fraction of what it offers. So all fractions rise together until
 * something is full; what passes through it stops there, and the rest rises on ({@link FairShares}). Catching up thus slows producers down
 * on a saturated link, although max-min fairness between connections would not: the many small connections that carry live traffic ask
 * for less than an equal share each and would keep it, and that is not what is seen when a broker is rebuilt beside a busy one.
 *
 * <pre>
 * flow                              takes of                                          offers
 * live, one for each leading broker its network in and disk; its network out for each  what producers offer to the partitions that
 *                                   follower that keeps up and each group of           it leads, once for each way
 *                                   consumers; the followers' network in and disk
 * reading, one for each leading     its network out                                    what producers offer to the partitions that
 * broker without a live follower                                                       it leads, once for each group of consumers
 * catching up, one for each pair    the follower's network in and disk; the            its share above
 *                                   leader's disk and network out
 * reading what was missed, one for  the leader's network out, once for each group that its share above
 * each leading broker               comes back; its disk, beyond its page cache
 * </pre>
 *
 * <p>The live traffic of one leading broker is one flow, because a producer sends a broker one request with records for all partitions
 * that it leads, at most {@code max.in.flight.requests.per.connection} at a time, and gets an answer when the slowest of them is written
 * ({@code Sender.java}, {@code RecordAccumulator.drain}); in-sync followers keep up, so the slowest of them sets the pace. With
 * {@code acks=1} producers need not wait for followers, which would fall behind instead; that is not played. Consumers at the end of a
 * log get what is written and no more, so that they go at the pace of its producers, through the same network as the followers that set
 * it. Nobody waits for consumers alone: where no follower keeps up, they are a flow of their own.
 */
final class Bandwidth {

    private static final int DISK_READ = 0;
    private static final int DISK_WRITE = 1;
    private static final int DISK_TOTAL = 2;
    private static final int NIC_IN = 3;
    private static final int NIC_OUT = 4;
    private static final int FETCHERS = 5;
    private static final int THROTTLE_IN = 6;
    private static final int THROTTLE_OUT = 7;
    private static final int REASSIGN_IN = 8;
    private static final int REASSIGN_OUT = 9;
    private static final int RESOURCES = 10;

    /** Sums of rounded numbers that exceed a limit by less than this share of it do not exceed it. */
    private static final double ROUNDING = 1e-9;

    private final ClusterState cluster;
    private final Broker[] brokers;
    private final LiveTraffic live;
    private final FairShares shares = new FairShares();
    private int consumerGroups;
    private int readers;
    private final double readRate;
    private final double catchUpRate;
    private final double pairRate;
    private final double throttleIn;
    private final double throttleOut;
    private final double[] load;
    private final double[] pace;
    private final double[] hastyPace;
    private final boolean[] outruns;
    private final double[] reached;
    private boolean anyOutrun;
    private double[] rate = new double[0];
    private Fetcher[] carrying = new Fetcher[0];
    private int flows;

    Bandwidth(ClusterState cluster, LiveTraffic live) {
        this.cluster = cluster;
        this.brokers = cluster.brokers;
        this.live = live;
        this.consumerGroups = cluster.config.workload().consumerGroups();
        this.readRate = cluster.config.workload().reads().rate().bytesPerMillisecond();
        this.load = new double[RESOURCES * brokers.length];
        this.pace = new double[brokers.length];
        this.hastyPace = new double[brokers.length];
        this.outruns = new boolean[brokers.length * brokers.length];
        this.reached = new double[brokers.length * brokers.length];
        KafkaSettings settings = cluster.config.settings();
        KafkaTimings timings = cluster.config.timings();
        this.catchUpRate = timings.catchUpRate().bytesPerMillisecond();
        this.pairRate = (double) settings.numReplicaFetchers()
                * settings.replicaFetchResponseMaxBytes().bytes()
                / timings.fetchRoundTrip().toMillis();
        boolean listed = settings.replicationThrottledReplicas();
        this.throttleIn =
                listed ? settings.followerReplicationThrottledRate().bytesPerMillisecond() : Double.POSITIVE_INFINITY;
        this.throttleOut =
                listed ? settings.leaderReplicationThrottledRate().bytesPerMillisecond() : Double.POSITIVE_INFINITY;
    }

    /** Shares disks and networks among the live traffic and the first {@code count} pairs that lag. */
    void share(Fetcher[] fetchers, int count) {
        if (rate.length < count) {
            rate = new double[fetchers.length];
        }
        carrying = fetchers;
        flows = count;
        offer(fetchers, count);
        Arrays.fill(pace, 1);
        Arrays.fill(hastyPace, 1);
        anyOutrun = false;
        if (!fits(fetchers, count)) {
            if (live.allWait()) {
                squeeze(fetchers, count);
            } else {
                squeezeApart(fetchers, count);
            }
        }
    }

    /** Notes that so many groups of consumers read nothing now, and so many what they have missed too. */
    void read(int away, int missed) {
        consumerGroups = cluster.config.workload().consumerGroups() - away;
        readers = missed;
    }

    /** Returns whether a replication throttle is set that lists replicas. */
    boolean throttled() {
        return throttleIn < Double.POSITIVE_INFINITY || throttleOut < Double.POSITIVE_INFINITY;
    }

    /** Returns what the {@code flow}-th pair gets, in bytes a millisecond. */
    double rate(int flow) {
        return rate[flow];
    }

    /** Returns the part that is written of what producers that wait for followers offer to the partitions that a broker leads. */
    double pace(int broker) {
        return pace[broker];
    }

    /** Returns the part that is written of what producers that do not wait for followers offer to the partitions that a broker leads. */
    double hastyPace(int broker) {
        return hastyPace[broker];
    }

    /** Returns the part that is written of all that producers offer to the partitions that a broker leads. */
    double meanPace(int broker) {
        if (live.allWait() || live.led(broker) == 0) {
            return pace[broker];
        }
        return (pace[broker] * live.led(broker, true) + hastyPace[broker] * live.led(broker, false)) / live.led(broker);
    }

    /** Returns whether any follower that has kept up gets less than is written. */
    boolean outruns() {
        return anyOutrun;
    }

    /** Returns whether a follower that has kept up gets less than producers who do not wait for it write to a leader. */
    boolean outruns(int leader, int follower) {
        return anyOutrun && outruns[leader * brokers.length + follower];
    }

    /** Returns what a broker's disk reads and writes, in bytes a millisecond. */
    double diskUse(Broker broker) {
        double use = broker.recovers
                + live.led(broker.id, true) * pace[broker.id]
                + live.led(broker.id, false) * hastyPace[broker.id];
        for (int leader = 0; leader < brokers.length; leader++) {
            use += live.replicated(leader, broker.id, true) * pace[leader]
                    + live.replicated(leader, broker.id, false) * hastyPace[leader];
        }
        for (int flow = 0; flow < flows; flow++) {
            boolean read = carrying[flow].source == broker.id && readsDisk(carrying[flow]);
            if (read || (carrying[flow].follower == broker.id && !carrying[flow].kind.isRead())) {
                use += rate[flow];
            }
        }
        return use;
    }

    /** Returns whether disks and networks carry all the live traffic alone. */
    boolean carriesLive() {
        return fits(new Fetcher[0], 0);
    }

    /** Returns which part of what is written to a leader reaches a follower that it outruns. */
    double reached(int leader, int follower) {
        return reached[leader * brokers.length + follower];
    }

    private void offer(Fetcher[] fetchers, int count) {
        if (count == 0) {
            return;
        }
        limitDisksAndNetworks();
        for (int base = 0; base < load.length; base += RESOURCES) {
            shares.capacity(base + FETCHERS, catchUpRate);
            shares.capacity(base + THROTTLE_IN, throttleIn);
            shares.capacity(base + THROTTLE_OUT, throttleOut);
        }
        limitReassignment();
        for (int flow = 0; flow < count; flow++) {
            if (fetchers[flow].kind.isRead()) {
                shares.flow(readRate);
                useDisksAndNetworks(fetchers[flow], 1);
                continue;
            }
            shares.flow(pairRate);
            useDisksAndNetworks(fetchers[flow], 1);
            shares.uses(RESOURCES * fetchers[flow].follower + FETCHERS);
            if (fetchers[flow].kind != Fetcher.Kind.MEMBER) {
                shares.uses(RESOURCES * fetchers[flow].follower + THROTTLE_IN);
                shares.uses(RESOURCES * fetchers[flow].source + THROTTLE_OUT);
            }
            if (fetchers[flow].kind == Fetcher.Kind.ADDED) {
                shares.uses(RESOURCES * fetchers[flow].follower + REASSIGN_IN);
                shares.uses(RESOURCES * fetchers[flow].source + REASSIGN_OUT);
            }
        }
        shares.share();
        for (int flow = 0; flow < count; flow++) {
            rate[flow] = shares.rate(flow);
        }
    }

    private void limitReassignment() {
        Reassignment reassignment = cluster.reassignment;
        double quota = reassignment == null ? Double.POSITIVE_INFINITY : reassignment.throttle.bytesPerMillisecond();
        for (Broker broker : brokers) {
            boolean joins = reassignment != null && reassignment.broker == broker.id;
            double used = joins ? live.fetched(broker.id) : 0;
            shares.capacity(RESOURCES * broker.id + REASSIGN_IN, quota - used);
            shares.capacity(RESOURCES * broker.id + REASSIGN_OUT, quota);
        }
    }

    private void limitDisksAndNetworks() {
        shares.begin(load.length);
        for (Broker broker : brokers) {
            int base = RESOURCES * broker.id;
            shares.capacity(base + DISK_READ, broker.limits.diskRead().bytesPerMillisecond());
            shares.capacity(base + DISK_WRITE, broker.limits.diskWrite().bytesPerMillisecond());
            shares.capacity(base + DISK_TOTAL, broker.diskCarries);
            shares.capacity(base + NIC_IN, broker.limits.nicIn().bytesPerMillisecond());
            shares.capacity(base + NIC_OUT, broker.limits.nicOut().bytesPerMillisecond());
        }
    }

    private void useDisksAndNetworks(Fetcher fetcher, double amount) {
        int out = RESOURCES * fetcher.source;
        if (fetcher.kind.isRead()) {
            shares.uses(out + NIC_OUT, readers * amount);
        } else {
            takeIn(fetcher.follower, amount);
            shares.uses(out + NIC_OUT, amount);
        }
        if (readsDisk(fetcher)) {
            shares.uses(out + DISK_READ, amount);
            shares.uses(out + DISK_TOTAL, amount);
        }
    }

    /** What a member of the in-sync set misses its leader has written within the last seconds, and has in memory. */
    private static boolean readsDisk(Fetcher fetcher) {
        return fetcher.kind != Fetcher.Kind.MEMBER && fetcher.kind != Fetcher.Kind.READ_FROM_CACHE;
    }

    private void takeIn(int broker, double amount) {
        int in = RESOURCES * broker;
        shares.uses(in + DISK_WRITE, amount);
        shares.uses(in + DISK_TOTAL, amount);
        shares.uses(in + NIC_IN, amount);
    }

    private boolean fits(Fetcher[] fetchers, int count) {
        for (int b = 0; b < brokers.length; b++) {
            int base = RESOURCES * b;
            double in = live.in(b);
            load[base + DISK_READ] = 0;
            load[base + DISK_WRITE] = in;
            load[base + DISK_TOTAL] = in;
            load[base + NIC_IN] = in;
            load[base + NIC_OUT] = sent(b);
        }
        for (int flow = 0; flow < count; flow++) {
            int out = RESOURCES * fetchers[flow].source;
            if (readsDisk(fetchers[flow])) {
                load[out + DISK_READ] += rate[flow];
                load[out + DISK_TOTAL] += rate[flow];
            }
            if (fetchers[flow].kind.isRead()) {
                load[out + NIC_OUT] += readers * rate[flow];
                continue;
            }
            int in = RESOURCES * fetchers[flow].follower;
            load[in + DISK_WRITE] += rate[flow];
            load[in + DISK_TOTAL] += rate[flow];
            load[in + NIC_IN] += rate[flow];
            load[out + NIC_OUT] += rate[flow];
        }
        boolean fit = true;
        for (Broker broker : brokers) {
            int base = RESOURCES * broker.id;
            BrokerLimits limits = broker.limits;
            fit &= load[base + DISK_READ] <= limits.diskRead().bytesPerMillisecond() * (1 + ROUNDING)
                    && load[base + DISK_WRITE] <= limits.diskWrite().bytesPerMillisecond() * (1 + ROUNDING)
                    && load[base + DISK_TOTAL] <= broker.diskCarries * (1 + ROUNDING)
                    && load[base + NIC_IN] <= limits.nicIn().bytesPerMillisecond() * (1 + ROUNDING)
                    && load[base + NIC_OUT] <= limits.nicOut().bytesPerMillisecond() * (1 + ROUNDING);
        }
        return fit;
    }

    /** Finds the fractions, of which none exceeds 1, of what is offered. */
    private void squeeze(Fetcher[] fetchers, int count) {
        limitDisksAndNetworks();
        for (int flow = 0; flow < count; flow++) {
            shares.flow(1);
            if (rate[flow] > 0) {
                useDisksAndNetworks(fetchers[flow], rate[flow]);
            }
        }
        for (int b = 0; b < brokers.length; b++) {
            shares.flow(1);
            addLive(b);
        }
        for (int b = 0; b < brokers.length; b++) {
            if (live.out(b) == 0 && sent(b) > 0) {
                shares.flow(1);
                shares.uses(RESOURCES * b + NIC_OUT, sent(b));
            }
        }
        shares.share();
        for (int flow = 0; flow < count; flow++) {
            rate[flow] *= shares.rate(flow);
        }
        for (int b = 0; b < brokers.length; b++) {
            pace[b] = shares.rate(count + b);
        }
    }

    /**
     * The same where some producers do not wait for followers: they and the others get equal fractions of what they offer, and in what
     * is left of disks and networks followers have max-min fair shares, those that have kept up and those that catch up. Who has kept up
     * and gets less than is written is outrun.
     */
    private void squeezeApart(Fetcher[] fetchers, int count) {
        limitDisksAndNetworks();
        for (int b = 0; b < brokers.length; b++) {
            shares.flow(1);
            addLive(b);
        }
        for (int b = 0; b < brokers.length; b++) {
            shares.flow(1);
            if (live.led(b, false) > 0) {
                takeIn(b, live.led(b, false));
            }
        }
        shares.share();
        for (int b = 0; b < brokers.length; b++) {
            pace[b] = shares.rate(b);
            hastyPace[b] = shares.rate(brokers.length + b);
        }
        leaveWhatProducersTake();
        for (int flow = 0; flow < count; flow++) {
            shares.flow(rate[flow]);
            useDisksAndNetworks(fetchers[flow], 1);
        }
        for (int leader = 0; leader < brokers.length; leader++) {
            for (int follower = 0; follower < brokers.length; follower++) {
                shares.flow(live.replicated(leader, follower, false) * hastyPace[leader]);
                takeIn(follower, 1);
                shares.uses(RESOURCES * leader + NIC_OUT);
            }
        }
        for (int b = 0; b < brokers.length; b++) {
            shares.flow(consumerGroups * live.led(b, false) * hastyPace[b]);
            shares.uses(RESOURCES * b + NIC_OUT);
        }
        shares.share();
        for (int flow = 0; flow < count; flow++) {
            rate[flow] = shares.rate(flow);
        }
        for (int pair = 0; pair < outruns.length; pair++) {
            double written = live.replicated(pair / brokers.length, pair % brokers.length, false)
                    * hastyPace[pair / brokers.length];
            outruns[pair] = shares.rate(count + pair) < written * (1 - ROUNDING);
            reached[pair] = shares.rate(count + pair) / written;
            anyOutrun |= outruns[pair];
        }
    }

    /** Begins to share what is left when producers, and the followers that some of them wait for, have what they get. */
    private void leaveWhatProducersTake() {
        Arrays.fill(load, 0);
        for (int b = 0; b < brokers.length; b++) {
            double in = live.led(b, true) * pace[b] + live.led(b, false) * hastyPace[b];
            for (int leader = 0; leader < brokers.length; leader++) {
                in += live.replicated(leader, b, true) * pace[leader];
            }
            int base = RESOURCES * b;
            load[base + DISK_WRITE] = in;
            load[base + DISK_TOTAL] = in;
            load[base + NIC_IN] = in;
            load[base + NIC_OUT] = live.sent(b, consumerGroups, true) * pace[b];
        }
        shares.begin(load.length);
        for (Broker broker : brokers) {
            int base = RESOURCES * broker.id;
            shares.capacity(base + DISK_READ, broker.limits.diskRead().bytesPerMillisecond());
            shares.capacity(
                    base + DISK_WRITE, broker.limits.diskWrite().bytesPerMillisecond() - load[base + DISK_WRITE]);
            shares.capacity(base + DISK_TOTAL, broker.diskCarries - load[base + DISK_TOTAL]);
            shares.capacity(base + NIC_IN, broker.limits.nicIn().bytesPerMillisecond() - load[base + NIC_IN]);
            shares.capacity(base + NIC_OUT, broker.limits.nicOut().bytesPerMillisecond() - load[base + NIC_OUT]);
        }
    }

    /** Returns what a broker is to send to followers that keep up and to consumers, in bytes a millisecond. */
    private double sent(int broker) {
        return live.sent(broker, consumerGroups);
    }

    /** Adds what producers write to a leader who wait for its followers, and what these take of it. */
    private void addLive(int leader) {
        double led = live.led(leader, true);
        if (led == 0) {
            return;
        }
        takeIn(leader, led);
        boolean followed = false;
        for (int b = 0; b < brokers.length; b++) {
            double replicated = live.replicated(leader, b, true);
            if (replicated > 0) {
                takeIn(b, replicated);
                followed = true;
            }
        }
        if (followed) {
            shares.uses(RESOURCES * leader + NIC_OUT, live.sent(leader, consumerGroups, true));
        }
    }
}
