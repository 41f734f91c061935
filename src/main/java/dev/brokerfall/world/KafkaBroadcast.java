package dev.brokerfall.world;

import dev.brokerfall.kafka.Cohort;
import dev.brokerfall.kafka.KafkaListener;
import dev.brokerfall.kafka.Moves;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.unit.DataRate;

/** Tells several listeners, in order. */
final class KafkaBroadcast implements KafkaListener {

    private final KafkaListener[] listeners;

    KafkaBroadcast(KafkaListener... listeners) {
        this.listeners = listeners.clone();
    }

    @Override
    public void brokerDown(int broker, Cause cause) {
        for (KafkaListener listener : listeners) {
            listener.brokerDown(broker, cause);
        }
    }

    @Override
    public void logDirectoryFailed(int broker, int directory, Cause cause) {
        for (KafkaListener listener : listeners) {
            listener.logDirectoryFailed(broker, directory, cause);
        }
    }

    @Override
    public void topicDeleted(Cohort cohort) {
        for (KafkaListener listener : listeners) {
            listener.topicDeleted(cohort);
        }
    }

    @Override
    public void brokerLeaving(int broker, Cause cause) {
        for (KafkaListener listener : listeners) {
            listener.brokerLeaving(broker, cause);
        }
    }

    @Override
    public void producePaced(int broker, double share) {
        for (KafkaListener listener : listeners) {
            listener.producePaced(broker, share);
        }
    }

    @Override
    public void consumersStopped(int groups, Cause cause) {
        for (KafkaListener listener : listeners) {
            listener.consumersStopped(groups, cause);
        }
    }

    @Override
    public void consumersBack(int groups, Cause cause) {
        for (KafkaListener listener : listeners) {
            listener.consumersBack(groups, cause);
        }
    }

    @Override
    public void consumersCaughtUp(int groups, long sinceMs, Cause cause) {
        for (KafkaListener listener : listeners) {
            listener.consumersCaughtUp(groups, sinceMs, cause);
        }
    }

    @Override
    public void followerOutrun(int broker, int leader, double share) {
        for (KafkaListener listener : listeners) {
            listener.followerOutrun(broker, leader, share);
        }
    }

    @Override
    public void creditsSpent(int broker, DataRate from, DataRate to) {
        for (KafkaListener listener : listeners) {
            listener.creditsSpent(broker, from, to);
        }
    }

    @Override
    public void brokerUp(int broker) {
        for (KafkaListener listener : listeners) {
            listener.brokerUp(broker);
        }
    }

    @Override
    public void brokerFenced(int broker) {
        for (KafkaListener listener : listeners) {
            listener.brokerFenced(broker);
        }
    }

    @Override
    public void brokerUnfenced(int broker) {
        for (KafkaListener listener : listeners) {
            listener.brokerUnfenced(broker);
        }
    }

    @Override
    public void brokerRegistered(int broker) {
        for (KafkaListener listener : listeners) {
            listener.brokerRegistered(broker);
        }
    }

    @Override
    public void brokerExited(int broker) {
        for (KafkaListener listener : listeners) {
            listener.brokerExited(broker);
        }
    }

    @Override
    public void controllerStarted(int controller) {
        for (KafkaListener listener : listeners) {
            listener.controllerStarted(controller);
        }
    }

    @Override
    public void controllerExited(int controller) {
        for (KafkaListener listener : listeners) {
            listener.controllerExited(controller);
        }
    }

    @Override
    public void isrShrunk(Cohort cohort, int broker) {
        for (KafkaListener listener : listeners) {
            listener.isrShrunk(cohort, broker);
        }
    }

    @Override
    public void isrExpanded(Cohort cohort, int broker) {
        for (KafkaListener listener : listeners) {
            listener.isrExpanded(cohort, broker);
        }
    }

    @Override
    public void leaderElected(Cohort cohort, int leader, boolean clean) {
        for (KafkaListener listener : listeners) {
            listener.leaderElected(cohort, leader, clean);
        }
    }

    @Override
    public void leaderless(Cohort cohort) {
        for (KafkaListener listener : listeners) {
            listener.leaderless(cohort);
        }
    }

    @Override
    public void unwritable(Cohort cohort, Cause cause) {
        for (KafkaListener listener : listeners) {
            listener.unwritable(cohort, cause);
        }
    }

    @Override
    public void writable(Cohort cohort) {
        for (KafkaListener listener : listeners) {
            listener.writable(cohort);
        }
    }

    @Override
    public void unreadable(Cohort cohort, Cause cause) {
        for (KafkaListener listener : listeners) {
            listener.unreadable(cohort, cause);
        }
    }

    @Override
    public void readable(Cohort cohort) {
        for (KafkaListener listener : listeners) {
            listener.readable(cohort);
        }
    }

    @Override
    public void consumeStalled(Cohort cohort, Cause cause) {
        for (KafkaListener listener : listeners) {
            listener.consumeStalled(cohort, cause);
        }
    }

    @Override
    public void consumeResumed(Cohort cohort) {
        for (KafkaListener listener : listeners) {
            listener.consumeResumed(cohort);
        }
    }

    @Override
    public void clientsStalled(Cohort cohort, Cause cause) {
        for (KafkaListener listener : listeners) {
            listener.clientsStalled(cohort, cause);
        }
    }

    @Override
    public void clientsAnswered(Cohort cohort) {
        for (KafkaListener listener : listeners) {
            listener.clientsAnswered(cohort);
        }
    }

    @Override
    public void cohortChanged(Cohort cohort) {
        for (KafkaListener listener : listeners) {
            listener.cohortChanged(cohort);
        }
    }

    @Override
    public void recordsLost(Cohort cohort, double recordsPerPartition, double bytes, Cause cause) {
        for (KafkaListener listener : listeners) {
            listener.recordsLost(cohort, recordsPerPartition, bytes, cause);
        }
    }

    @Override
    public void strandedChanged(Cohort cohort, double bytesPerPartition, Cause cause) {
        for (KafkaListener listener : listeners) {
            listener.strandedChanged(cohort, bytesPerPartition, cause);
        }
    }

    @Override
    public void reReplicated(int broker, double bytes, double crossZoneBytes, Cause cause) {
        for (KafkaListener listener : listeners) {
            listener.reReplicated(broker, bytes, crossZoneBytes, cause);
        }
    }

    @Override
    public void recoveryBegan() {
        for (KafkaListener listener : listeners) {
            listener.recoveryBegan();
        }
    }

    @Override
    public void recoveryDone(long sinceMs) {
        for (KafkaListener listener : listeners) {
            listener.recoveryDone(sinceMs);
        }
    }

    @Override
    public void reassignmentBegan(Moves moves, DataRate throttle, Cause cause) {
        for (KafkaListener listener : listeners) {
            listener.reassignmentBegan(moves, throttle, cause);
        }
    }

    @Override
    public void reassigned(Cohort cohort) {
        for (KafkaListener listener : listeners) {
            listener.reassigned(cohort);
        }
    }

    @Override
    public void reassignmentDone(Moves moves, long sinceMs, Cause cause) {
        for (KafkaListener listener : listeners) {
            listener.reassignmentDone(moves, sinceMs, cause);
        }
    }

    @Override
    public void controllerElected(int controller) {
        for (KafkaListener listener : listeners) {
            listener.controllerElected(controller);
        }
    }

    @Override
    public void quorumLost(Cause cause) {
        for (KafkaListener listener : listeners) {
            listener.quorumLost(cause);
        }
    }

    @Override
    public void metadataLost(Cause cause) {
        for (KafkaListener listener : listeners) {
            listener.metadataLost(cause);
        }
    }
}
