package dev.brokerfall.kubernetes;

import dev.brokerfall.cluster.Workload;
import dev.brokerfall.kernel.Actor;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Phase;
import dev.brokerfall.kernel.Timer;
import dev.brokerfall.kubernetes.scheduling.Scheduler;
import dev.brokerfall.kubernetes.scheduling.SchedulerCache;
import dev.brokerfall.random.Streams;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What all parts of a playing cluster share. */
final class ClusterState {

    final Agenda agenda;
    final Actor actor;
    final Streams streams;
    final AksTimings timings;
    final OperatorConfig operator;
    final Workload workload;
    final KubernetesListener listener;
    final SchedulerCache cache;
    final Scheduler scheduler;
    final List<NodeRun> nodes = new ArrayList<>();
    final List<PodRun> pods = new ArrayList<>();
    final List<Pool> pools = new ArrayList<>();
    final Map<String, Zone> zones = new LinkedHashMap<>();

    /** The StatefulSets, by {@code namespace/StatefulSet/name}. */
    final Map<String, PodSet> sets = new LinkedHashMap<>();

    /** The first instant at which the control plane answers again. */
    long controlPlaneBack;

    /** How many times as long attaching and detaching take, and until when. */
    double attachFactor = 1;

    long attachSlowUntil;

    ClusterState(
            Agenda agenda,
            Actor actor,
            Streams streams,
            AksTimings timings,
            OperatorConfig operator,
            Workload workload,
            KubernetesListener listener,
            SchedulerCache cache) {
        this.agenda = agenda;
        this.actor = actor;
        this.streams = streams;
        this.timings = timings;
        this.operator = operator;
        this.workload = workload;
        this.listener = listener;
        this.cache = cache;
        this.scheduler = new Scheduler(cache);
    }

    long now() {
        return agenda.now();
    }

    Timer timer(Kind kind, int target) {
        return agenda.timer(actor, kind.code(), target);
    }

    void after(long delay, Kind kind, int target, long payload) {
        agenda.after(delay, actor, kind.code(), target, payload);
    }

    void at(long instant, Kind kind, int target, long payload) {
        agenda.at(instant, actor, kind.code(), target, payload);
    }

    Phase phase(long periodMillis, Object... path) {
        return Phase.drawn(periodMillis, streams.stream(path).uniform());
    }

    boolean controlPlaneUp() {
        return now() >= controlPlaneBack;
    }

    Zone zone(String name) {
        return zones.computeIfAbsent(name, Zone::new);
    }

    /** A node pool in play. */
    static final class Pool {

        final int index;
        final NodePoolConfig config;
        int nextInstance;

        Pool(int index, NodePoolConfig config) {
            this.index = index;
            this.config = config;
        }
    }

    /** A zone in play. */
    static final class Zone {

        final String name;
        int nextSlot;

        /** Until when it is out: it has no room for new machines. */
        long noRoomUntil;

        /** The instant before which no further lost node of the zone is tainted. */
        long nextTaint;

        /** Whether so many of its nodes are lost, and not all, that none is tainted. */
        boolean evictionsStopped;

        Zone(String name) {
            this.name = name;
        }
    }
}
