package dev.brokerfall.cluster;

import dev.brokerfall.kernel.Cause;
import java.util.BitSet;
import java.util.function.IntConsumer;

/**
 * Processes that do nothing: they run from the beginning, are ready as soon as they run, and gone as soon as they are asked. For
 * playing a platform alone.
 */
public final class IdleWorkload implements Workload {

    private final BitSet stopped = new BitSet();
    private IntConsumer exited = process -> {};

    /** Says whom to tell that a process has exited: the platform. */
    public void onExit(IntConsumer platform) {
        exited = platform;
    }

    @Override
    public void started(int process, DataState data, Cause cause) {
        stopped.clear(process);
    }

    @Override
    public void stopRequested(int process, Cause cause) {
        stopped.set(process);
        exited.accept(process);
    }

    @Override
    public void killed(int process, boolean memoryLost, Cause cause) {
        stopped.set(process);
    }

    @Override
    public void frozen(int process, Cause cause) {}

    @Override
    public void thawed(int process) {}

    @Override
    public void hung(int process, Cause cause) {}

    @Override
    public void unhung(int process) {}

    @Override
    public void partitioned(int process, Cause cause) {}

    @Override
    public void healed(int process) {}

    @Override
    public boolean mayEvict(int process) {
        return true;
    }

    @Override
    public boolean ready(int process) {
        return !stopped.get(process);
    }

    @Override
    public boolean isrFull() {
        return true;
    }
}
