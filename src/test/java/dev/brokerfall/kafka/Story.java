package dev.brokerfall.kafka;

import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.random.Streams;
import dev.brokerfall.unit.DataRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A cluster and what is done to it, with {@link Invariants} checked after every event and everything it tells written down. */
final class Story implements KafkaListener {

    final Agenda agenda = new Agenda();
    final KafkaCluster cluster;
    final List<String> journal = new ArrayList<>();
    final List<Integer> exited = new ArrayList<>();
    final List<Cause> unwritableCauses = new ArrayList<>();
    final List<Cause> lossCauses = new ArrayList<>();

    double recordsLost;
    double bytesLost;
    double reReplicated;
    double reReplicatedAcrossZones;
    long recoveryMillis;
    int episodes;
    Moves planned = Moves.NONE;
    long reassignmentMillis = -1;

    /** How many good copies of each cohort, by index, there were when it was last told that it had changed. */
    final Map<Integer, Integer> copiesTold = new TreeMap<>();

    private final Invariants invariants;
    private BiConsumer<Cohort, Integer> joined = (cohort, broker) -> {};

    Story(KafkaConfig config) {
        this(config, 1);
    }

    Story(KafkaConfig config, long seed) {
        cluster = new KafkaCluster(agenda, new Streams(seed, 0), config, this);
        invariants = new Invariants(cluster, config.semantics());
    }

    static Cause cause(String event) {
        return new Cause(event, 0);
    }

    private Cause now(String event) {
        return new Cause(event, agenda.now());
    }

    /** Lets time pass; one millisecond after the other, so that the invariants are checked at every instant anything happens. */
    Story runFor(double seconds) {
        long until = agenda.now() + Math.round(seconds * 1000);
        while (agenda.now() < until) {
            step();
        }
        return this;
    }

    /** Lets time pass until {@code condition} holds, and fails after {@code seconds}. */
    Story runUntil(BooleanSupplier condition, double seconds) {
        long until = agenda.now() + Math.round(seconds * 1000);
        while (!condition.getAsBoolean()) {
            if (agenda.now() >= until) {
                throw new AssertionError("not within %s s; the journal ends\n%s".formatted(seconds, tail()));
            }
            step();
        }
        return this;
    }

    private void step() {
        long before = agenda.handled();
        agenda.runUntil(agenda.now() + 1, Long.MAX_VALUE);
        if (agenda.handled() != before) {
            invariants.check();
        }
    }

    private String tail() {
        return String.join("\n", journal.subList(Math.max(0, journal.size() - 20), journal.size()));
    }

    Story kill(int... brokers) {
        for (int broker : brokers) {
            cluster.killBroker(broker, now("brokerKill"));
        }
        invariants.check();
        return this;
    }

    Story start(LogDirectory data, int... brokers) {
        for (int broker : brokers) {
            cluster.startBroker(broker, data, now("brokerStart"));
        }
        invariants.check();
        return this;
    }

    Story stop(int... brokers) {
        for (int broker : brokers) {
            cluster.stopBroker(broker, now("brokerStop"));
        }
        invariants.check();
        return this;
    }

    Story failDirectory(int broker, int directory) {
        cluster.failLogDirectory(broker, directory, now("logDirFailure"));
        invariants.check();
        return this;
    }

    Story freeze(int broker) {
        cluster.freezeBroker(broker, now("brokerFreeze"));
        invariants.check();
        return this;
    }

    Story thaw(int broker) {
        cluster.thawBroker(broker);
        invariants.check();
        return this;
    }

    /** Makes this instant that of the broker's last contact with the controller: it is cut off and reconnected within it. */
    Story contact(int... brokers) {
        for (int broker : brokers) {
            cluster.partitionBroker(broker, now("brokerPartition"));
            cluster.healBroker(broker);
        }
        return this;
    }

    Story killController(int... controllers) {
        for (int controller : controllers) {
            cluster.killController(controller, now("controllerKill"));
        }
        return this;
    }

    Story startController(LogDirectory data, int... controllers) {
        for (int controller : controllers) {
            cluster.startController(controller, data, now("controllerStart"));
        }
        return this;
    }

    /** Returns the cohorts that a broker leads. */
    List<Cohort> ledBy(int broker) {
        return cluster.cohorts().stream()
                .filter(cohort -> cohort.leader() == broker)
                .toList();
    }

    /** Returns the cohorts that a broker does not lead. */
    List<Cohort> notLedBy(int broker) {
        return cluster.cohorts().stream()
                .filter(cohort -> cohort.leader() != broker)
                .toList();
    }

    /** Returns the end of a broker's log of a cohort, in bytes per partition. */
    static double end(Cohort cohort, int broker) {
        return cohort.logEndOf(cohort.brokers().indexOf(broker));
    }

    /** Returns whether the in-sync sets of all partitions are just these brokers. */
    boolean isrIs(Integer... brokers) {
        return cluster.cohorts().stream()
                .allMatch(cohort -> new TreeSet<>(isrOf(cohort)).equals(new TreeSet<>(List.of(brokers))));
    }

    /** Returns whether the eligible leader replicas of all partitions are just these brokers. */
    boolean elrIs(Integer... brokers) {
        return cluster.cohorts().stream()
                .allMatch(
                        cohort -> new TreeSet<>(members(cohort, cohort.elr())).equals(new TreeSet<>(List.of(brokers))));
    }

    /** Starts the broker that a change of the configuration brings, and orders the reassignment once it is ready. */
    Story reassign(int change, int broker, DataRate throttle) {
        start(LogDirectory.EMPTY, broker);
        runUntil(() -> cluster.brokerReady(broker), 60);
        cluster.reassign(change, throttle, now("addBroker"));
        invariants.check();
        return this;
    }

    boolean allWritable() {
        return cluster.cohorts().stream().allMatch(Cohort::writable);
    }

    boolean noneWritable() {
        return cluster.cohorts().stream().noneMatch(Cohort::writable);
    }

    boolean noLeaders() {
        return cluster.cohorts().stream().allMatch(cohort -> cohort.leader() == -1);
    }

    boolean leadsAll(int broker) {
        return cluster.cohorts().stream().allMatch(cohort -> cohort.leader() == broker);
    }

    boolean inNoIsr(int broker) {
        return cluster.cohorts().stream().noneMatch(cohort -> isrOf(cohort).contains(broker));
    }

    static List<Integer> isrOf(Cohort cohort) {
        return members(cohort, cohort.isr());
    }

    static List<Integer> elrOf(Cohort cohort) {
        return members(cohort, cohort.elr());
    }

    private static List<Integer> members(Cohort cohort, int set) {
        List<Integer> members = new ArrayList<>();
        for (int p = 0; p < cohort.brokers().size(); p++) {
            if ((set >> p & 1) != 0) {
                members.add(cohort.brokers().get(p));
            }
        }
        return members;
    }

    /** Returns when, in seconds, an entry beginning with any of {@code texts} was last written; fails when none was. */
    double secondsOf(String... texts) {
        String entry = entry(texts);
        return Long.parseLong(entry.substring(0, entry.indexOf(' '))) / 1000.0;
    }

    /** Returns the last entry beginning with any of {@code texts}; fails when there is none. */
    String entry(String... texts) {
        for (int i = journal.size() - 1; i >= 0; i--) {
            String told = journal.get(i).substring(journal.get(i).indexOf(' ') + 1);
            if (Stream.of(texts).anyMatch(told::startsWith)) {
                return journal.get(i);
            }
        }
        throw new AssertionError("never '" + String.join("' or '", texts) + "' in\n" + tail());
    }

    /** Returns the seconds of all entries beginning with {@code text}, in the order in which they were written. */
    List<Double> allSecondsOf(String text) {
        return journal.stream()
                .map(entry -> entry.split(" ", 2))
                .filter(entry -> entry[1].startsWith(text))
                .map(entry -> Long.parseLong(entry[0]) / 1000.0)
                .toList();
    }

    boolean happened(String text) {
        return journal.stream().anyMatch(entry -> entry.split(" ", 2)[1].startsWith(text));
    }

    private void note(String text) {
        journal.add(agenda.now() + " " + text);
    }

    @Override
    public void brokerDown(int broker, Cause cause) {
        note("brokerDown " + broker);
    }

    @Override
    public void logDirectoryFailed(int broker, int directory, Cause cause) {
        note("logDirectoryFailed " + broker + " " + directory);
    }

    @Override
    public void brokerLeaving(int broker, Cause cause) {
        note("brokerLeaving " + broker);
    }

    @Override
    public void producePaced(int broker, double share) {
        note("producePaced " + broker + " " + Math.round(100 * share));
    }

    @Override
    public void followerOutrun(int broker, int leader, double share) {
        note("followerOutrun " + broker + " " + leader + " " + Math.round(100 * share));
    }

    @Override
    public void creditsSpent(int broker, DataRate from, DataRate to) {
        note("creditsSpent " + broker + " " + from + " " + to);
    }

    @Override
    public void brokerUp(int broker) {
        note("brokerUp " + broker);
    }

    @Override
    public void brokerFenced(int broker) {
        note("brokerFenced " + broker);
    }

    @Override
    public void brokerUnfenced(int broker) {
        note("brokerUnfenced " + broker);
    }

    @Override
    public void brokerRegistered(int broker) {
        note("brokerRegistered " + broker);
    }

    @Override
    public void brokerExited(int broker) {
        exited.add(broker);
        note("brokerExited " + broker);
    }

    @Override
    public void consumersStopped(int groups, Cause cause) {
        note("consumersStopped " + groups);
    }

    @Override
    public void consumersBack(int groups, Cause cause) {
        note("consumersBack " + groups);
    }

    @Override
    public void consumersCaughtUp(int groups, long sinceMs, Cause cause) {
        note("consumersCaughtUp " + groups);
    }

    @Override
    public void controllerExited(int controller) {
        note("controllerExited " + controller);
    }

    @Override
    public void cohortChanged(Cohort cohort) {
        copiesTold.put(cohort.index(), cohort.goodCopies());
    }

    @Override
    public void isrShrunk(Cohort cohort, int broker) {
        note("isrShrunk " + broker + " " + cohort);
    }

    /** Has {@code seen} called whenever a broker joins an in-sync set, at that very instant. */
    Story onJoin(BiConsumer<Cohort, Integer> seen) {
        joined = seen;
        return this;
    }

    @Override
    public void isrExpanded(Cohort cohort, int broker) {
        joined.accept(cohort, broker);
        note("isrExpanded " + broker + " " + cohort);
    }

    @Override
    public void leaderElected(Cohort cohort, int leader, boolean clean) {
        note("leaderElected " + leader + (clean ? " clean " : " unclean ") + cohort);
    }

    @Override
    public void leaderless(Cohort cohort) {
        note("leaderless " + cohort);
    }

    @Override
    public void unwritable(Cohort cohort, Cause cause) {
        unwritableCauses.add(cause);
        note("unwritable " + cohort);
    }

    @Override
    public void writable(Cohort cohort) {
        note("writable " + cohort);
    }

    @Override
    public void unreadable(Cohort cohort, Cause cause) {
        note("unreadable " + cohort);
    }

    @Override
    public void readable(Cohort cohort) {
        note("readable " + cohort);
    }

    @Override
    public void clientsStalled(Cohort cohort, Cause cause) {
        note("clientsStalled " + cohort);
    }

    @Override
    public void clientsAnswered(Cohort cohort) {
        note("clientsAnswered " + cohort);
    }

    @Override
    public void consumeStalled(Cohort cohort, Cause cause) {
        note("consumeStalled " + cohort);
    }

    @Override
    public void consumeResumed(Cohort cohort) {
        note("consumeResumed " + cohort);
    }

    @Override
    public void recordsLost(Cohort cohort, double recordsPerPartition, double bytes, Cause cause) {
        invariants.lost(cohort);
        lossCauses.add(cause);
        recordsLost += recordsPerPartition * cohort.partitions();
        bytesLost += bytes;
        note("recordsLost " + cohort);
    }

    @Override
    public void strandedChanged(Cohort cohort, double bytesPerPartition, Cause cause) {
        note("stranded " + Math.round(bytesPerPartition) + " " + cohort);
    }

    @Override
    public void reReplicated(int broker, double bytes, double crossZoneBytes, Cause cause) {
        reReplicated += bytes;
        reReplicatedAcrossZones += crossZoneBytes;
        note("reReplicated " + broker);
    }

    @Override
    public void recoveryBegan() {
        note("recoveryBegan");
    }

    @Override
    public void recoveryDone(long sinceMs) {
        recoveryMillis += agenda.now() - sinceMs;
        episodes++;
        note("recoveryDone");
    }

    @Override
    public void reassignmentBegan(Moves moves, DataRate throttle, Cause cause) {
        planned = moves;
        note("reassignmentBegan");
    }

    @Override
    public void reassigned(Cohort cohort) {
        note("reassigned " + cohort);
    }

    @Override
    public void reassignmentDone(Moves moves, long sinceMs, Cause cause) {
        reassignmentMillis = agenda.now() - sinceMs;
        note("reassignmentDone");
    }

    @Override
    public void controllerElected(int controller) {
        note("controllerElected " + controller);
    }

    @Override
    public void quorumLost(Cause cause) {
        note("quorumLost");
    }

    @Override
    public void metadataLost(Cause cause) {
        note("metadataLost");
    }
}
