package dev.brokerfall.hosts;

import dev.brokerfall.kernel.Cause;

/** Hears what happens to agents. Every method does nothing unless overridden. */
public interface HostsListener {

    /** An agent is out. */
    default void agentDown(String agent, String zone, Cause cause) {}

    /** An agent is back. */
    default void agentUp(String agent, String zone) {}

    /** The data of a process is gone for good. */
    default void dataLost(int process, String agent, Cause cause) {}

    /** A process was replaced: it starts empty on this agent. */
    default void processReplaced(int process, String agent, boolean moved, Cause cause) {}

    /** A planned round of maintenance begins. */
    default void maintenanceBegan(Cause cause) {}

    /** A round of maintenance is over. */
    default void maintenanceDone(Cause cause) {}
}
