package dev.brokerfall.world;

import dev.brokerfall.kafka.BrokerChange;
import dev.brokerfall.kafka.KafkaCluster;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.unit.DataRate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Brokers that join, as an operator goes about it. A new broker's process starts when it is ordered; replicas are moved for one broker
 * at a time, in the order given, as Cruise Control begins no execution while another is under way.
 *
 * <pre>
 * step       becomes     when
 * JOINING    MOVING      the broker is ready, a controller decides, and nothing else is being moved
 * MOVING     LEAVING     the reassignment is complete: a replaced broker is asked to stop
 * LEAVING    over        there is nobody to leave, or its process has exited
 * </pre>
 */
final class BrokerChanges {

    private enum Step {
        JOINING,
        MOVING,
        LEAVING
    }

    private record Order(int change, int broker, Optional<Integer> replaces, DataRate throttle, Cause cause) {}

    /** The processes behind the brokers. */
    interface Processes {

        /** Has a process run from now on. */
        void launch(int process, Cause cause);

        /** Stops a process for good. */
        void retire(int process, Cause cause);

        /** Returns whether a process runs. */
        boolean running(int process);
    }

    private final int firstBroker;
    private final List<BrokerChange> planned;
    private final Processes processes;
    private final Deque<Order> orders = new ArrayDeque<>();
    private final Set<Cause> complete = new HashSet<>();
    private Step step = Step.JOINING;
    private int ordered;

    /**
     * Creates the brokers to come.
     *
     * @param firstBroker the number of the first of them
     * @param planned what each of them does, in the order in which they will be ordered
     */
    BrokerChanges(int firstBroker, List<BrokerChange> planned, Processes processes) {
        this.firstBroker = firstBroker;
        this.planned = List.copyOf(planned);
        this.processes = processes;
    }

    /** Orders the next broker. */
    void order(DataRate throttle, Cause cause) {
        int change = ordered++;
        int broker = firstBroker + change;
        orders.add(new Order(change, broker, planned.get(change).replaces(), throttle, cause));
        processes.launch(broker, cause);
    }

    /** Returns whether the order that {@code cause} names has been carried out. */
    boolean isComplete(Cause cause) {
        return complete.contains(cause);
    }

    /** Goes on as far as possible. */
    void goOn(KafkaCluster kafka) {
        while (!orders.isEmpty() && goOn(kafka, orders.getFirst())) {
            // One step a round.
        }
    }

    private boolean goOn(KafkaCluster kafka, Order order) {
        switch (step) {
            case JOINING -> {
                if (!kafka.brokerReady(order.broker()) || !kafka.mayReassign()) {
                    return false;
                }
                step = Step.MOVING;
                kafka.reassign(order.change(), order.throttle(), order.cause());
            }
            case MOVING -> {
                if (kafka.reassigning()) {
                    return false;
                }
                step = Step.LEAVING;
                order.replaces().ifPresent(old -> processes.retire(old, order.cause()));
            }
            case LEAVING -> {
                if (order.replaces().filter(processes::running).isPresent()) {
                    return false;
                }
                step = Step.JOINING;
                complete.add(order.cause());
                orders.removeFirst();
            }
        }
        return true;
    }
}
