package dev.brokerfall.cluster;

import dev.brokerfall.kernel.Cause;

/**
 * What runs on a platform, as the platform sees it: numbered processes that are started, asked to stop, killed, frozen, and that
 * lose their volume or their network for a while. A platform drives exactly one workload; whether the processes are Kafka's is
 * none of its business.
 *
 * <p>A process is stopped by {@link #stopRequested}; the workload answers, at once or later, by calling the platform's
 * {@code exited}. When readiness or the sets of in-sync replicas change, the workload tells the platform so that a waiting drain
 * asks again at its next tick.
 */
public interface Workload {

    /** A process starts, on whatever node, with {@code data} on its volume. */
    void started(int process, DataState data, Cause cause);

    /** A process is asked to stop (SIGTERM); it calls back when it has exited. */
    void stopRequested(int process, Cause cause);

    /**
     * A process is gone without a chance to say good-bye.
     *
     * @param memoryLost whether the machine's memory went too, and with it what was not yet written back
     */
    void killed(int process, boolean memoryLost, Cause cause);

    /** A process stands still, its sockets open: its machine is paused. */
    void frozen(int process, Cause cause);

    /** A frozen process goes on. */
    void thawed(int process);

    /** The volume of a process stalls: it lives, but reads and writes nothing. */
    void hung(int process, Cause cause);

    /** The volume of a hung process answers again. */
    void unhung(int process);

    /** A process can be reached by none of the others. */
    void partitioned(int process, Cause cause);

    /** A partitioned process can be reached again. */
    void healed(int process);

    /** Returns whether the workload's own operator would now stop this process on purpose. */
    boolean mayEvict(int process);

    /** Returns whether a process passes its readiness probe. */
    boolean ready(int process);

    /** Returns whether a process is a controller: the workload's own operator restarts those first. */
    default boolean isController(int process) {
        return false;
    }

    /** Returns whether a process is the controller that decides at present: of the controllers it is restarted last. */
    default boolean isActiveController(int process) {
        return false;
    }

    /** Returns how many bytes a process has on its volume now. */
    default double diskBytes(int process) {
        return 0;
    }

    /** Returns how many bytes it may ever come to have there. */
    default double diskBytesAtMost(int process) {
        return 0;
    }

    /** Returns how many bytes a millisecond it may write there at most. */
    default double diskGrowthAtMost(int process) {
        return 0;
    }

    /** Returns whether every replica is in sync. */
    boolean isrFull();
}
