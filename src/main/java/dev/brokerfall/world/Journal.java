package dev.brokerfall.world;

import com.google.common.collect.ImmutableMap;
import dev.brokerfall.fault.FaultListener;
import dev.brokerfall.hosts.HostsListener;
import dev.brokerfall.kafka.Cohort;
import dev.brokerfall.kafka.KafkaListener;
import dev.brokerfall.kafka.Moves;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kubernetes.KubernetesListener;
import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Writes down everything that happens in a trial, in order. */
public final class Journal implements KafkaListener, KubernetesListener, HostsListener, FaultListener {

    /** Stands for a partition without a leader. */
    public static final String NO_LEADER = "null";

    private final Agenda agenda;
    private final List<JournalEntry> entries = new ArrayList<>();

    /** What has begun, for operations that are announced by the script or by the platform that does them, whichever comes first. */
    private final Set<Cause> begun = new HashSet<>();

    Journal(Agenda agenda) {
        this.agenda = agenda;
    }

    /** Returns what has been written so far. */
    public List<JournalEntry> entries() {
        return List.copyOf(entries);
    }

    @Override
    public void faultBegan(Cause cause, String what) {
        begun.add(cause);
        note("faultBegan", fields().put("fault", cause.event()).put("reason", what));
    }

    @Override
    public void faultEnded(Cause cause) {
        note("faultEnded", fields().put("fault", cause.event()));
    }

    @Override
    public void brokerDown(int broker, Cause cause) {
        note("brokerDown", broker(broker).put("fault", cause.event()));
    }

    @Override
    public void logDirectoryFailed(int broker, int directory, Cause cause) {
        note("logDirectoryFailed", broker(broker).put("directory", directory).put("fault", cause.event()));
    }

    @Override
    public void topicDeleted(Cohort cohort) {
        note("topicDeleted", partitions(cohort));
    }

    @Override
    public void producePaced(int broker, double share) {
        note("producePaced", broker(broker).put("percent", String.valueOf(Math.round(100 * share))));
    }

    @Override
    public void consumersStopped(int groups, Cause cause) {
        note("consumersStopped", fields().put("groups", groups).put("fault", cause.event()));
    }

    @Override
    public void consumersBack(int groups, Cause cause) {
        note("consumersBack", fields().put("groups", groups).put("fault", cause.event()));
    }

    @Override
    public void consumersCaughtUp(int groups, long sinceMs, Cause cause) {
        note(
                "consumersCaughtUp",
                fields().put("groups", groups)
                        .put("reason", "all read after " + (agenda.now() - sinceMs) + " ms")
                        .put("fault", cause.event()));
    }

    @Override
    public void followerOutrun(int broker, int leader, double share) {
        note(
                "followerOutrun",
                broker(broker).put("leader", leader).put("percent", String.valueOf(Math.round(100 * share))));
    }

    @Override
    public void creditsSpent(int broker, DataRate from, DataRate to) {
        note("creditsSpent", broker(broker).put("from", megabytes(from)).put("to", megabytes(to)));
    }

    private static String megabytes(DataRate rate) {
        return "%sMB/s".formatted(Math.round(rate.bytesPerSecond() / 1e6));
    }

    @Override
    public void brokerUp(int broker) {
        note("brokerUp", broker(broker));
    }

    @Override
    public void brokerFenced(int broker) {
        note("brokerFenced", broker(broker));
    }

    @Override
    public void brokerUnfenced(int broker) {
        note("brokerUnfenced", broker(broker));
    }

    @Override
    public void brokerRegistered(int broker) {
        note("brokerRegistered", broker(broker));
    }

    @Override
    public void isrShrunk(Cohort cohort, int broker) {
        note("isrShrunk", sets(cohort).put("broker", broker));
    }

    @Override
    public void isrExpanded(Cohort cohort, int broker) {
        note("isrExpanded", sets(cohort).put("broker", broker));
    }

    @Override
    public void leaderElected(Cohort cohort, int leader, boolean clean) {
        note("leaderElected", sets(cohort).put("leader", leader).put("clean", clean));
    }

    @Override
    public void leaderless(Cohort cohort) {
        note("leaderless", sets(cohort).put("leader", NO_LEADER));
    }

    @Override
    public void unwritable(Cohort cohort, Cause cause) {
        note("unwritable", partitions(cohort).put("fault", cause.event()));
    }

    @Override
    public void writable(Cohort cohort) {
        note("writable", partitions(cohort));
    }

    @Override
    public void unreadable(Cohort cohort, Cause cause) {
        note("unreadable", partitions(cohort).put("fault", cause.event()));
    }

    @Override
    public void readable(Cohort cohort) {
        note("readable", partitions(cohort));
    }

    @Override
    public void clientsStalled(Cohort cohort, Cause cause) {
        note("clientsStalled", partitions(cohort).put("fault", cause.event()));
    }

    @Override
    public void clientsAnswered(Cohort cohort) {
        note("clientsAnswered", partitions(cohort));
    }

    @Override
    public void consumeStalled(Cohort cohort, Cause cause) {
        note("consumeStalled", partitions(cohort).put("fault", cause.event()));
    }

    @Override
    public void consumeResumed(Cohort cohort) {
        note("consumeResumed", partitions(cohort));
    }

    @Override
    public void recordsLost(Cohort cohort, double recordsPerPartition, double bytes, Cause cause) {
        note(
                "recordsLost",
                partitions(cohort)
                        .put("records", Math.round(recordsPerPartition * cohort.partitions()))
                        .put("bytes", Math.round(bytes))
                        .put("fault", cause.event()));
    }

    @Override
    public void recoveryDone(long sinceMs) {
        note("recoveryDone", fields().put("reason", "all replicas in sync after " + (agenda.now() - sinceMs) + " ms"));
    }

    @Override
    public void reassignmentBegan(Moves moves, DataRate throttle, Cause cause) {
        String hold = throttle.compareTo(DataRate.UNLIMITED) < 0
                ? "at %s, at least %s".formatted(throttle, Durations.format(Duration.ofSeconds((long)
                        Math.ceil(moves.bytes() / throttle.bytesPerSecond()))))
                : "not throttled";
        note(
                "reassignmentBegan",
                fields().put("bytes", Math.round(moves.bytes()))
                        .put(
                                "reason",
                                "%d replicas move, %d of them preferred leaders; %s"
                                        .formatted(moves.replicas(), moves.preferredLeaders(), hold))
                        .put("fault", cause.event()));
    }

    @Override
    public void reassigned(Cohort cohort) {
        note("reassigned", sets(cohort));
    }

    @Override
    public void reassignmentDone(Moves moves, long sinceMs, Cause cause) {
        note(
                "reassignmentDone",
                fields().put("bytes", Math.round(moves.bytes()))
                        .put("reason", "all replicas moved after " + (agenda.now() - sinceMs) + " ms")
                        .put("fault", cause.event()));
    }

    @Override
    public void controllerElected(int controller) {
        note("controllerElected", fields().put("controller", controller));
    }

    @Override
    public void quorumLost(Cause cause) {
        note("quorumLost", fields().put("fault", cause.event()));
    }

    @Override
    public void metadataLost(Cause cause) {
        note("metadataLost", fields().put("fault", cause.event()));
    }

    @Override
    public void nodeNotReady(String node, String zone, Cause cause) {
        note("nodeNotReady", node(node, zone).put("fault", cause.event()));
    }

    @Override
    public void nodeReady(String node, String zone) {
        note("nodeReady", node(node, zone));
    }

    @Override
    public void nodeCordoned(String node, String zone, Cause cause) {
        note("nodeCordoned", node(node, zone).put("fault", cause.event()));
    }

    @Override
    public void nodeUncordoned(String node, String zone) {
        note("nodeUncordoned", node(node, zone));
    }

    @Override
    public void nodeDeleted(String node, String zone, Cause cause) {
        note("nodeDeleted", node(node, zone).put("fault", cause.event()));
    }

    @Override
    public void podDeleted(int process, String pod, String node, Cause cause) {
        note("podDeleted", fields().put("pod", pod).put("node", node).put("fault", cause.event()));
    }

    @Override
    public void podScheduled(int process, String pod, String node, boolean moved, Cause cause) {
        note(
                "podScheduled",
                fields().put("pod", pod).put("node", node).put("reason", moved ? "moved" : "same node as before"));
    }

    @Override
    public void podUnschedulable(int process, String pod, Supplier<String> reason, Cause cause) {
        note("podUnschedulable", fields().put("pod", pod).put("reason", reason.get()));
    }

    @Override
    public void containerKilled(int process, String pod, String node, Cause cause) {
        note(
                "containerKilled",
                fields().put("pod", pod)
                        .put("node", node)
                        .put("reason", "liveness probe failed, exit code 137")
                        .put("fault", cause.event()));
    }

    @Override
    public void volumeAttached(int process, String volume, String node) {
        note("volumeAttached", fields().put("volume", volume).put("node", node));
    }

    @Override
    public void volumeDetached(int process, String volume, String node) {
        note("volumeDetached", fields().put("volume", volume).put("node", node));
    }

    @Override
    public void volumeLost(int process, String volume, String node, Cause cause) {
        note("volumeLost", fields().put("volume", volume).put("node", node).put("fault", cause.event()));
    }

    @Override
    public void upgradeBegan(String pool, Cause cause) {
        roundBegan(cause, "node pool " + pool);
    }

    @Override
    public void upgradeEnded(String pool, boolean complete, String node, String reason, Cause cause) {
        ImmutableMap.Builder<String, Object> fields = fields();
        if (!node.isEmpty()) {
            fields.put("node", node);
        }
        roundEnded(cause, fields, reason);
    }

    @Override
    public void rollEnded(Cause cause) {
        roundEnded(cause, fields(), "every pod has been restarted");
    }

    @Override
    public void maintenanceBegan(Cause cause) {
        roundBegan(cause, "all agents, one after the other");
    }

    @Override
    public void maintenanceDone(Cause cause) {
        roundEnded(cause, fields(), "every machine is back");
    }

    private void roundBegan(Cause cause, String what) {
        if (!begun.contains(cause)) {
            faultBegan(cause, what);
        }
    }

    private void roundEnded(Cause cause, ImmutableMap.Builder<String, Object> fields, String reason) {
        begun.remove(cause);
        note("faultEnded", fields.put("fault", cause.event()).put("reason", reason));
    }

    @Override
    public void agentDown(String agent, String zone, Cause cause) {
        nodeNotReady(agent, zone, cause);
    }

    @Override
    public void agentUp(String agent, String zone) {
        nodeReady(agent, zone);
    }

    @Override
    public void dataLost(int process, String agent, Cause cause) {
        note("volumeLost", fields().put("broker", process).put("node", agent).put("fault", cause.event()));
    }

    @Override
    public void processReplaced(int process, String agent, boolean moved, Cause cause) {
        note(
                "podScheduled",
                fields().put("broker", process).put("node", agent).put("reason", "replaced by hand, empty"));
    }

    private void note(String type, ImmutableMap.Builder<String, Object> fields) {
        entries.add(new JournalEntry(agenda.now(), type, fields.buildKeepingLast()));
    }

    private static ImmutableMap.Builder<String, Object> fields() {
        return ImmutableMap.builder();
    }

    private static ImmutableMap.Builder<String, Object> broker(int broker) {
        return fields().put("broker", broker);
    }

    private static ImmutableMap.Builder<String, Object> node(String node, String zone) {
        return fields().put("node", node).put("zone", zone);
    }

    private static ImmutableMap.Builder<String, Object> partitions(Cohort cohort) {
        ImmutableMap.Builder<String, Object> fields = fields().put(
                        "topic", cohort.topic().name())
                .put("partitions", cohort.partitions())
                .put("replicas", cohort.replicas());
        if (cohort.directories().stream().anyMatch(directory -> directory > 0)) {
            fields.put("directories", directories(cohort));
        }
        return fields;
    }

    /** Returns the log directory of each present replica. */
    private static List<Integer> directories(Cohort cohort) {
        return cohort.replicas().stream()
                .map(broker -> cohort.directories().get(cohort.brokers().indexOf(broker)))
                .toList();
    }

    private static ImmutableMap.Builder<String, Object> sets(Cohort cohort) {
        return partitions(cohort)
                .put("leader", cohort.leader() < 0 ? NO_LEADER : (Object) cohort.leader())
                .put("isr", members(cohort, cohort.isr()))
                .put("elr", members(cohort, cohort.elr()));
    }

    private static List<Integer> members(Cohort cohort, int positions) {
        List<Integer> members = new ArrayList<>();
        for (int position = 0; position < cohort.brokers().size(); position++) {
            if ((positions & 1 << position) != 0) {
                members.add(cohort.brokers().get(position));
            }
        }
        return members;
    }
}
