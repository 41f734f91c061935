package dev.brokerfall.world;

import dev.brokerfall.hosts.HostsListener;
import dev.brokerfall.kernel.Cause;

/** Tells several listeners, in order. */
final class HostsBroadcast implements HostsListener {

    private final HostsListener[] listeners;

    HostsBroadcast(HostsListener... listeners) {
        this.listeners = listeners.clone();
    }

    @Override
    public void agentDown(String agent, String zone, Cause cause) {
        for (HostsListener listener : listeners) {
            listener.agentDown(agent, zone, cause);
        }
    }

    @Override
    public void agentUp(String agent, String zone) {
        for (HostsListener listener : listeners) {
            listener.agentUp(agent, zone);
        }
    }

    @Override
    public void dataLost(int process, String agent, Cause cause) {
        for (HostsListener listener : listeners) {
            listener.dataLost(process, agent, cause);
        }
    }

    @Override
    public void processReplaced(int process, String agent, boolean moved, Cause cause) {
        for (HostsListener listener : listeners) {
            listener.processReplaced(process, agent, moved, cause);
        }
    }

    @Override
    public void maintenanceBegan(Cause cause) {
        for (HostsListener listener : listeners) {
            listener.maintenanceBegan(cause);
        }
    }

    @Override
    public void maintenanceDone(Cause cause) {
        for (HostsListener listener : listeners) {
            listener.maintenanceDone(cause);
        }
    }
}
