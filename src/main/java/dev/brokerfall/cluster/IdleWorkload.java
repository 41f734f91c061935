package dev.brokerfall.cluster;

import dev.brokerfall.kernel.Cause;
import java.util.BitSet;
import java.util.function.IntConsumer;

/** Processes that do nothing: ready as soon as they run, gone as soon as they are asked. For playing a platform alone. */
public final class IdleWorkload implements Workload {

    private final BitSet running = new BitSet();
    private IntConsumer exited = process -> {};

    /** Creates processes that all run from the beginning. */
    public IdleWorkload(int processes) {
        running.set(0, processes);
    }

    /** Says whom to tell that a process has exited: the platform. */
    public void onExit(IntConsumer platform) {
        exited = platform;
    }

    @Override
    public void started(int process, DataState data, Cause cause) {
        running.set(process);
    }

    @Override
    public void stopRequested(int process, Cause cause) {
        running.clear(process);
        exited.accept(process);
    }

    @Override
    public void killed(int process, boolean memoryLost, Cause cause) {
        running.clear(process);
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
        return running.get(process);
    }

    @Override
    public boolean isrFull() {
        return true;
    }
}
