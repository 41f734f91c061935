package dev.brokerfall.kafka;

/**
 * Whether a controller can be restarted without endangering the quorum: there is an active one, and so many of the others have caught
 * up with it that they are a majority without it. One controller alone may always be restarted, one of two when the other has caught up.
 *
 * <p>Source: strimzi/strimzi-kafka-operator 1.2.0, {@code KafkaQuorumCheck.java}. Its measure of having caught up, less than
 * {@code controller.quorum.fetch.timeout.ms} behind, is here to run and to have the metadata.
 */
final class KafkaQuorumCheck {

    private final Controllers quorum;

    KafkaQuorumCheck(Controllers quorum) {
        this.quorum = quorum;
    }

    boolean canRollController(int controller) {
        int controllers = quorum.size();
        if (controllers == 1) {
            return true;
        }
        int othersCaughtUp = 0;
        for (int other = KafkaCluster.FIRST_CONTROLLER; other < KafkaCluster.FIRST_CONTROLLER + controllers; other++) {
            if (other != controller && quorum.caughtUp(other)) {
                othersCaughtUp++;
            }
        }
        int enough = controllers == 2 ? 1 : (controllers + 2) / 2;
        return quorum.active() && othersCaughtUp >= enough;
    }
}
