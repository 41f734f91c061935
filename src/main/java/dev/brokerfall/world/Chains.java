package dev.brokerfall.world;

import com.google.common.primitives.ImmutableDoubleArray;
import dev.brokerfall.fault.BackgroundFaults;
import dev.brokerfall.fault.FailureBiasing;
import dev.brokerfall.kafka.Cohort;
import dev.brokerfall.kafka.KafkaListener;
import dev.brokerfall.kernel.Actor;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kernel.Timer;
import dev.brokerfall.metric.TrialMetrics;
import dev.brokerfall.random.Streams;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells chains of faults from the rest of a trial. A chain begins when a fault strikes whose hazard is known while none goes on; it ends
 * as soon as all processes are ready, all partitions in sync and all copies sound, which may be at once.
 *
 * <p>A copy is sound if it holds every acknowledged record, may be elected, and its broker is not dead, for what a dead one finds when it
 * starts may lack the end. The level of a cluster is the fewest sound copies that any partition has; a loss lies below all levels.
 *
 * <p>Without a fork it follows the trial and notes where the cluster is weak outside chains. With one it begins a chain at the fork, by
 * other luck, and stops the trial when the chain has ended or what is sought has happened.
 */
final class Chains implements KafkaListener, Actor {

    private static final int LOOK = 0;
    private static final int FORK = 1;
    private static final int STILL = 2;

    private final Agenda agenda;
    private final Streams streams;
    private final RareTarget target;
    private final Optional<Fork> fork;
    private final Timer look;
    private final Exposure.Builder exposure = new Exposure.Builder();
    private final List<Excursion.Step> steps = new ArrayList<>();

    private List<Cohort> cohorts = List.of();
    private long[] unwritableSince = {};
    private boolean[] inChain = {};
    private double partitions;
    private @Nullable BackgroundFaults faults;
    private @Nullable FailureBiasing biasing;
    private @Nullable KafkaProcesses processes;
    private BooleanSupplier quiet = () -> true;
    private boolean active;
    private boolean happened;
    private int allSound;
    private int deepest;
    private double counted;

    Chains(Agenda agenda, Streams streams, RareTarget target, Optional<Fork> fork) {
        this.agenda = agenda;
        this.streams = streams;
        this.target = target;
        this.fork = fork;
        this.look = agenda.timer(this, LOOK, 0);
    }

    /** Connects what there is to see. */
    void connect(
            List<Cohort> all,
            BackgroundFaults background,
            KafkaProcesses itsProcesses,
            BooleanSupplier everythingIsWell) {
        cohorts = new ArrayList<>(all);
        unwritableSince = new long[cohorts.size()];
        inChain = new boolean[cohorts.size()];
        java.util.Arrays.fill(unwritableSince, -1);
        partitions = cohorts.stream().mapToDouble(Cohort::partitions).sum();
        faults = background;
        processes = itsProcesses;
        quiet = everythingIsWell;
        allSound = level();
        background.watch(this::strikes);
        fork.ifPresent(where -> agenda.at(where.at(), this, FORK, 0, 0));
    }

    @Override
    public void handle(int kind, int index, long payload) {
        switch (kind) {
            case LOOK -> changed();
            case FORK -> leave(fork.orElseThrow());
            default -> {
                // The gap has become an outage, and what comes after it is left to nature.
                if (unwritableSince[index] == payload && biasing != null) {
                    biasing.end();
                }
            }
        }
    }

    private void leave(Fork where) {
        if (active || happened || faults == null) {
            agenda.halt();
            return;
        }
        streams.goOn(where.number());
        deepest = level();
        biasing = new FailureBiasing(agenda, faults, where.biasing(), this::counts, streams.stream("biasing"));
        if (!biasing.begin(Math.max(1, needed(deepest) - 1))) {
            agenda.halt();
        }
    }

    private void strikes() {
        if (!active) {
            active = true;
            exposure.now(Exposure.CHAIN, agenda.now());
            look.setAfter(0);
        }
    }

    /** Something may be well again, or not any more. */
    void changed() {
        int level = level();
        boolean well = level >= allSound && quiet.getAsBoolean();
        if (active && !well) {
            reached(level);
            if (biasing != null) {
                biasing.needs(needed(level));
            }
            return;
        }
        active = false;
        exposure.now(well ? Exposure.WELL : level, agenda.now());
        if (biasing != null) {
            agenda.halt();
        }
    }

    /** Returns the fewest sound copies that any partition has. */
    private int level() {
        int level = Integer.MAX_VALUE;
        for (Cohort cohort : cohorts) {
            level = Math.min(level, sound(cohort));
        }
        return level;
    }

    private int sound(Cohort cohort) {
        int copies = 0;
        List<Integer> brokers = cohort.brokers();
        for (int position = 0; position < brokers.size(); position++) {
            if (mayLead(cohort, position) && !dead(brokers.get(position))) {
                copies++;
            }
        }
        return copies;
    }

    private static boolean mayLead(Cohort cohort, int position) {
        return ((cohort.isr() | cohort.elr()) >> position & 1) != 0 && cohort.isGood(position);
    }

    private boolean dead(int broker) {
        return processes != null && processes.dead(broker);
    }

    /** Returns whether a broker runs and has a sound copy. */
    private boolean counts(int broker) {
        if (processes == null || !processes.running(broker)) {
            return false;
        }
        for (Cohort cohort : cohorts) {
            int position = cohort.brokers().indexOf(broker);
            if (position >= 0 && mayLead(cohort, position)) {
                return true;
            }
        }
        return false;
    }

    private void reached(int level) {
        if (biasing != null && level < deepest) {
            deepest = level;
            steps.add(new Excursion.Step(
                    level,
                    biasing.weight() / density(),
                    biasing.path().size(),
                    biasing.lastStruck(),
                    ImmutableDoubleArray.copyOf(biasing.scales())));
            if (level == 0) {
                // No further fault is needed: what is lost shows when brokers come back.
                biasing.end();
            }
        }
    }

    /** Returns how many faults more may do it, at the least, with {@code level} sound copies left. */
    private int needed(int level) {
        return Math.max(
                1,
                target instanceof RareTarget.Loss
                        ? level
                        : target instanceof RareTarget.FewerCopies few ? level - few.least() + 1 : allSound);
    }

    private double density() {
        return fork.map(Fork::density).orElse(1.0);
    }

    @Override
    public void recoveryBegan() {
        look.setAfter(0);
    }

    @Override
    public void brokerUp(int broker) {
        look.setAfter(0);
    }

    @Override
    public void topicDeleted(Cohort cohort) {
        cohorts.remove(cohort);
    }

    @Override
    public void recordsLost(Cohort cohort, double recordsPerPartition, double bytes, Cause cause) {
        if (target instanceof RareTarget.Loss && recordsPerPartition > 0) {
            happens();
        }
    }

    @Override
    public void cohortChanged(Cohort cohort) {
        if (target instanceof RareTarget.FewerCopies few && cohort.goodCopies() < few.least()) {
            happens();
        }
        if (!look.isSet()) {
            look.setAfter(0);
        }
    }

    private void happens() {
        if (!happened) {
            happened = true;
            if (biasing != null) {
                counted = biasing.weight();
                reached(Excursion.HAPPENED);
            } else if (!active) {
                counted = 1;
            }
            agenda.halt();
        }
    }

    @Override
    public void unwritable(Cohort cohort, Cause cause) {
        if (target instanceof RareTarget.Unwritable && unwritableSince[cohort.index()] < 0) {
            unwritableSince[cohort.index()] = agenda.now();
            // It may be over at the very moment at which its chain is, and then belongs to it all the same.
            inChain[cohort.index()] = active;
            if (biasing != null) {
                agenda.after(TrialMetrics.SHORTEST_SPAN_MS, this, STILL, cohort.index(), agenda.now());
            }
        }
    }

    @Override
    public void writable(Cohort cohort) {
        if (!(target instanceof RareTarget.Unwritable) || unwritableSince[cohort.index()] < 0) {
            return;
        }
        long length = agenda.now() - unwritableSince[cohort.index()];
        unwritableSince[cohort.index()] = -1;
        if (length >= TrialMetrics.SHORTEST_SPAN_MS) {
            double share = (double) length * cohort.partitions() / partitions;
            if (biasing != null && inChain[cohort.index()]) {
                counted += share * biasing.weight();
                reached(Excursion.HAPPENED);
            } else if (fork.isEmpty() && !inChain[cohort.index()]) {
                counted += share;
            }
        }
    }

    /** Returns what the trial showed that went its own way, which had {@code horizonMs} to go. */
    Exposure exposure(long horizonMs) {
        List.copyOf(cohorts).forEach(this::writable);
        return exposure.build(agenda.now(), perTrial(counted, horizonMs));
    }

    /** Returns what became of the chain. */
    Excursion excursion(long horizonMs) {
        List.copyOf(cohorts).forEach(this::writable);
        return new Excursion(
                perTrial(counted / density(), horizonMs),
                biasing == null ? List.of() : biasing.path(),
                steps,
                agenda.handled());
    }

    /** What is counted in time is brought to a share of the horizon. */
    private double perTrial(double count, long horizonMs) {
        return target instanceof RareTarget.Unwritable ? count / horizonMs : count;
    }
}
