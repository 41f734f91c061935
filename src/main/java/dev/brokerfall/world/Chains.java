package dev.brokerfall.world;

import com.google.common.primitives.ImmutableLongArray;
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
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells chains of faults from the rest of a trial. A chain begins when a fault strikes whose hazard is known while none goes on; it ends
 * as soon as all processes are ready and all partitions in sync, which may be at once.
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
    private final ImmutableLongArray.Builder begins = ImmutableLongArray.builder();
    private final ImmutableLongArray.Builder ends = ImmutableLongArray.builder();

    private List<Cohort> cohorts = List.of();
    private long[] unwritableSince = {};
    private double partitions;
    private long activeSince;
    private long lasted;
    private double logLengths;
    private @Nullable BackgroundFaults faults;
    private @Nullable FailureBiasing biasing;
    private BooleanSupplier quiet = () -> true;
    private boolean active;
    private boolean happened;
    private long weakSince = -1;
    private double counted;

    Chains(Agenda agenda, Streams streams, RareTarget target, Optional<Fork> fork) {
        this.agenda = agenda;
        this.streams = streams;
        this.target = target;
        this.fork = fork;
        this.look = agenda.timer(this, LOOK, 0);
    }

    /** Connects what there is to see. */
    void connect(List<Cohort> all, BackgroundFaults background, BooleanSupplier everythingIsWell) {
        cohorts = List.copyOf(all);
        unwritableSince = new long[cohorts.size()];
        java.util.Arrays.fill(unwritableSince, -1);
        partitions = cohorts.stream().mapToDouble(Cohort::partitions).sum();
        faults = background;
        quiet = everythingIsWell;
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
        biasing = new FailureBiasing(agenda, faults, where.biasing(), streams.stream("biasing"));
        if (!biasing.begin()) {
            agenda.halt();
        }
    }

    private void strikes() {
        if (!active) {
            noteWeakness();
            active = true;
            activeSince = agenda.now();
            look.setAfter(0);
        }
    }

    /** Something may be well again, or not any more. */
    void changed() {
        if (!quiet.getAsBoolean()) {
            if (!active && weakSince < 0) {
                weakSince = agenda.now();
            }
            return;
        }
        noteWeakness();
        if (active) {
            active = false;
            if (agenda.now() > activeSince) {
                lasted++;
                logLengths += StrictMath.log((double) (agenda.now() - activeSince));
            }
            if (biasing != null) {
                agenda.halt();
            }
        }
    }

    private void noteWeakness() {
        if (weakSince >= 0 && weakSince < agenda.now()) {
            begins.add(weakSince);
            ends.add(agenda.now());
        }
        weakSince = -1;
    }

    @Override
    public void recoveryBegan() {
        look.setAfter(0);
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
    }

    private void happens() {
        if (!happened) {
            happened = true;
            if (biasing != null) {
                counted = biasing.weight();
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
            if (biasing != null) {
                counted += share * biasing.weight();
            } else if (!active) {
                counted += share;
            }
        }
    }

    /** Returns what the trial showed that went its own way, which had {@code horizonMs} to go. */
    Exposure exposure(long horizonMs) {
        noteWeakness();
        cohorts.forEach(this::writable);
        return new Exposure(
                agenda.now(), begins.build(), ends.build(), lasted, logLengths, perTrial(counted, horizonMs));
    }

    /** Returns what became of the chain. */
    Excursion excursion(long horizonMs) {
        cohorts.forEach(this::writable);
        double density = fork.map(Fork::density).orElse(1.0);
        return new Excursion(
                perTrial(counted / density, horizonMs), biasing == null ? List.of() : biasing.path(), agenda.handled());
    }

    /** What is counted in time is brought to a share of the horizon. */
    private double perTrial(double count, long horizonMs) {
        return target instanceof RareTarget.Unwritable ? count / horizonMs : count;
    }
}
