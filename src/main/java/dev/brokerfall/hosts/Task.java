package dev.brokerfall.hosts;

import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kernel.Timer;
import dev.brokerfall.storage.Fate;

/**
 * One pinned process. {@code RUNNING → STOPPING → DOWN} when it is asked to stop, {@code RUNNING → DOWN} when it is killed,
 * {@code DOWN → RUNNING} when its agent is up and the scheduler relaunches it, {@code DOWN → LOST} when its data is found gone,
 * {@code LOST → RUNNING} when a human has replaced it.
 */
final class Task {

    enum State {
        RUNNING,
        STOPPING,
        DOWN,
        LOST
    }

    final boolean durable;
    final Timer relaunch;
    final Timer grace;
    State state = State.RUNNING;
    int agent;
    Fate fate = Fate.KEPT;
    int hangs;
    Cause cause = new Cause("", 0);

    Task(int agent, boolean durable, Timer relaunch, Timer grace) {
        this.agent = agent;
        this.durable = durable;
        this.relaunch = relaunch;
        this.grace = grace;
    }
}
