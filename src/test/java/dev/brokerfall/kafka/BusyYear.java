package dev.brokerfall.kafka;

import dev.brokerfall.kernel.Actor;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.random.Streams;
import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A year of a cluster in three racks to which something is done all the time. Every week each broker is restarted, frozen or, once in a quarter,
 * killed and replaced by an empty one; every quarter a whole rack is down for ten minutes. It is what cost is measured on.
 */
final class BusyYear implements Actor, KafkaListener {

    private static final long MINUTE = 60_000;
    private static final long WEEK = 7 * 24 * 60 * MINUTE;
    private static final int QUARTER = 13;
    private static final int RACKS = 3;

    private static final int NEXT = 0;
    private static final int START = 1;
    private static final int START_EMPTY = 2;
    private static final int THAW = 3;
    private static final int RACK_DOWN = 4;

    final Agenda agenda = new Agenda();
    final KafkaCluster cluster;

    private final int brokers;

    /** Prepares a year of a cluster whose only topic has this many partitions. */
    BusyYear(int brokers, int partitions) {
        this.brokers = brokers;
        this.cluster = new KafkaCluster(agenda, new Streams(1, 0), config(brokers, partitions), this);
        BrokerLimits limits = new BrokerLimits(
                DataRate.megabytesPerSecond(290),
                DataRate.megabytesPerSecond(290),
                DataRate.megabytesPerSecond(290),
                DataRate.megabytesPerSecond(1562),
                DataRate.megabytesPerSecond(1562));
        for (int broker = 0; broker < brokers; broker++) {
            cluster.limitBroker(broker, limits);
        }
    }

    private static KafkaConfig config(int brokers, int partitions) {
        List<String> racks = new ArrayList<>();
        for (int broker = 0; broker < brokers; broker++) {
            racks.add("rack-" + broker % RACKS);
        }
        return new KafkaConfig(
                brokers,
                new ControllerConfig(3, ControllerConfig.Quorum.STATIC),
                Semantics.KAFKA_4_3,
                List.of(new TopicConfig("orders", partitions, 3, 2, Acks.ALL, false)),
                new Workload(
                        DataRate.megabytesPerSecond(10 * brokers),
                        new DataSize(1000),
                        new DataSize(100_000_000_000L * brokers),
                        Optional.empty()),
                Configs.SETTINGS,
                racks,
                Configs.TIMINGS);
    }

    /** Plays the year, or the first {@code weeks} of it, and returns how many events they had. */
    long play(int weeks) {
        for (int week = 0; week < weeks; week++) {
            for (int broker = 0; broker < brokers; broker++) {
                agenda.at(week * WEEK + broker * WEEK / brokers, this, NEXT, broker, week);
            }
            if (week % QUARTER == 0) {
                agenda.at(week * WEEK + WEEK / brokers / 2, this, RACK_DOWN, week / QUARTER % RACKS, 0);
            }
        }
        agenda.runUntil(weeks * WEEK, Long.MAX_VALUE);
        return agenda.handled();
    }

    @Override
    public void handle(int kind, int target, long payload) {
        switch (kind) {
            case NEXT -> next(target, (int) payload % QUARTER);
            case START -> cluster.startBroker(target, LogDirectory.INTACT, cause("start"));
            case START_EMPTY -> cluster.startBroker(target, LogDirectory.EMPTY, cause("start"));
            case THAW -> cluster.thawBroker(target);
            default -> {
                for (int broker = target; broker < brokers; broker += RACKS) {
                    cluster.killBroker(broker, cause("rackDown"));
                    agenda.after(10 * MINUTE, this, START, broker, 0);
                }
            }
        }
    }

    private void next(int broker, int week) {
        if (week == QUARTER - 1) {
            cluster.killBroker(broker, cause("replacement"));
            agenda.after(MINUTE, this, START_EMPTY, broker, 0);
        } else if (week % 3 == 2) {
            cluster.freezeBroker(broker, cause("freeze"));
            agenda.after(MINUTE, this, THAW, broker, 0);
        } else {
            cluster.stopBroker(broker, cause("restart"));
            agenda.after(MINUTE, this, START, broker, 0);
        }
    }

    private Cause cause(String event) {
        return new Cause(event, agenda.now());
    }
}
