package dev.brokerfall.kafka;

import static dev.brokerfall.kafka.controller.PartitionState.NONE;

import dev.brokerfall.kernel.Cause;

/**
 * The requests that clients have sent to a leader which no longer answers though its connections are open.
 *
 * <p>A process that is killed has its connections closed by its kernel, and clients look for the new leader at once. A frozen process, a
 * machine that lost its power and a network that drops everything close nothing: a stock client waits for the answer until the broker
 * goes on or the request times out ({@code request.timeout.ms}), even if others have long been leading. The time-out is the client's
 * and is none of the cluster's business: the listener is told when the silence begins and when the broker is heard again.
 */
final class Connections {

    private final ClusterState cluster;

    Connections(ClusterState cluster) {
        this.cluster = cluster;
    }

    /** Lets clients wait for what a broker leads, which from now on is silent. */
    void silent(Broker broker) {
        if (broker.mute) {
            return;
        }
        broker.mute = true;
        for (int index : broker.cohorts) {
            await(cluster.cohorts[index]);
        }
    }

    /** Lets clients wait if they have just been sent to a leader that is silent. */
    void elected(LiveCohort cohort) {
        if (cluster.brokers[cohort.leaderBroker()].mute) {
            await(cohort);
        }
    }

    private void await(LiveCohort cohort) {
        int leader = cohort.leaderBroker();
        if (leader != NONE && cluster.brokers[leader].mute) {
            cohort.awaited = leader;
            Cause cause = cluster.brokers[leader].lastCause;
            cluster.listener.clientsStalled(cohort, cause == null ? cluster.causeOfAny(cohort) : cause);
        }
    }

    /** Lets clients of partitions go on whatever they have waited for: there is nothing to wait for any more. */
    void forget(LiveCohort cohort) {
        if (cohort.awaited != NONE) {
            cohort.awaited = NONE;
            cluster.listener.clientsAnswered(cohort);
        }
    }

    /** Lets clients go on that have waited for a broker: it answers, or its connections are closed. */
    void heard(Broker broker) {
        if (!broker.mute) {
            return;
        }
        broker.mute = false;
        for (int index : broker.cohorts) {
            LiveCohort cohort = cluster.cohorts[index];
            if (cohort.awaited == broker.id) {
                cohort.awaited = NONE;
                cluster.listener.clientsAnswered(cohort);
            }
        }
    }
}
