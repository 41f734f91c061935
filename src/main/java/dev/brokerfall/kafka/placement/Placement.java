package dev.brokerfall.kafka.placement;

import dev.brokerfall.random.Stream;
import java.util.List;

/** Which of Kafka's algorithms places new topics. */
public enum Placement {

    /** KRaft's {@code StripedReplicaPlacer}. */
    STRIPED {
        @Override
        public ReplicaPlacer placer(List<UsableBroker> brokers, Stream luck) {
            return new StripedPlacer(brokers, luck);
        }
    },

    /** {@code AdminUtils.assignReplicasToBrokers}, which places topics as long as ZooKeeper keeps the metadata. */
    ROUND_ROBIN {
        @Override
        public ReplicaPlacer placer(List<UsableBroker> brokers, Stream luck) {
            return new RoundRobinPlacer(brokers, luck);
        }
    };

    /** Returns a placer for one new topic; {@code luck} decides where it starts. */
    public abstract ReplicaPlacer placer(List<UsableBroker> brokers, Stream luck);
}
