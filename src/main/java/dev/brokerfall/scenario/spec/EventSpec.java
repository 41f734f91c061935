package dev.brokerfall.scenario.spec;

import com.google.common.collect.ImmutableMap;
import dev.brokerfall.fault.TimelineEvent;
import dev.brokerfall.scenario.format.ExactlyOne;
import dev.brokerfall.scenario.format.Key;
import dev.brokerfall.scenario.format.Meaning;
import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What happens; each record is an event of the timeline, under its own name with a small first letter.
 *
 * <p>Listed here because the compiler would list those first that another file names first, and users read the order.
 */
public sealed interface EventSpec
        permits EventSpec.NodeCrash,
                EventSpec.NodeReboot,
                EventSpec.NodeFreeze,
                EventSpec.NodeRedeploy,
                EventSpec.NodeReimage,
                EventSpec.NodeLoss,
                EventSpec.ReplaceNode,
                EventSpec.PowerLoss,
                EventSpec.CordonNode,
                EventSpec.DrainNode,
                EventSpec.ZoneDrain,
                EventSpec.ZoneMaintenance,
                EventSpec.NodePoolUpgrade,
                EventSpec.RollingUpdate,
                EventSpec.DeletePods,
                EventSpec.DeleteVolumeClaim,
                EventSpec.ScaleNodes,
                EventSpec.OutOfServiceTaint,
                EventSpec.ZoneOutage,
                EventSpec.ZonePartition,
                EventSpec.ControlPlaneOutage,
                EventSpec.DiskUnavailable,
                EventSpec.StorageAccountOutage,
                EventSpec.AttachSlow,
                EventSpec.AllocationFailure,
                EventSpec.BrokerKill,
                EventSpec.BrokerStop,
                EventSpec.BrokerStart,
                EventSpec.BrokerFreeze,
                EventSpec.BrokerHang,
                EventSpec.ControllerKill,
                EventSpec.ControllerStart,
                EventSpec.LogDirFailure,
                EventSpec.DeleteTopic,
                EventSpec.UncleanElection,
                EventSpec.ConsumerOutage,
                EventSpec.AddBroker,
                EventSpec.ReplaceBroker {

    /** Returns the event as the model plays it. */
    TimelineEvent event();

    /** A machine stops and loses its memory. */
    @Meaning("A machine stops and loses its memory.")
    @ExactlyOne({"node", "ofBroker"})
    record NodeCrash(
            @Key("Name of the node.") Optional<String> node,

            @Key(value = "Brokers whose nodes are struck.", single = true)
            List<Integer> ofBroker,

            @Key(value = "How long it lasts.", name = "for", positive = true)
            Optional<Duration> duration)
            implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.NodeCrash(NodeChoices.of(node, ofBroker), duration);
        }
    }

    /** A machine restarts in order. */
    @Meaning("A machine restarts in order.")
    @ExactlyOne({"node", "ofBroker"})
    record NodeReboot(
            @Key("Name of the node.") Optional<String> node,

            @Key(value = "Brokers whose nodes are struck.", single = true)
            List<Integer> ofBroker)
            implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.NodeReboot(NodeChoices.of(node, ofBroker));
        }
    }

    /** A machine stands still. */
    @Meaning("A machine stands still.")
    @ExactlyOne({"node", "ofBroker"})
    record NodeFreeze(
            @Key("Name of the node.") Optional<String> node,

            @Key(value = "Brokers whose nodes are struck.", single = true)
            List<Integer> ofBroker,

            @Key(value = "How long it lasts.", name = "for", positive = true)
            Duration duration)
            implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.NodeFreeze(NodeChoices.of(node, ofBroker), duration);
        }
    }

    /** A machine moves to another host. */
    @Meaning("A machine moves to another host.")
    @ExactlyOne({"node", "ofBroker"})
    record NodeRedeploy(
            @Key("Name of the node.") Optional<String> node,

            @Key(value = "Brokers whose nodes are struck.", single = true)
            List<Integer> ofBroker)
            implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.NodeRedeploy(NodeChoices.of(node, ofBroker));
        }
    }

    /** A machine's system disk is written anew. */
    @Meaning("A machine's system disk is written anew.")
    @ExactlyOne({"node", "ofBroker"})
    record NodeReimage(
            @Key("Name of the node.") Optional<String> node,

            @Key(value = "Brokers whose nodes are struck.", single = true)
            List<Integer> ofBroker)
            implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.NodeReimage(NodeChoices.of(node, ofBroker));
        }
    }

    /** A machine no longer exists. */
    @Meaning("A machine no longer exists.")
    @ExactlyOne({"node", "ofBroker"})
    record NodeLoss(
            @Key("Name of the node.") Optional<String> node,

            @Key(value = "Brokers whose nodes are struck.", single = true)
            List<Integer> ofBroker,

            @Key(value = "How long after a new machine takes its place.", word = "never")
            Optional<Duration> refill)
            implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.NodeLoss(NodeChoices.of(node, ofBroker), refill);
        }
    }

    /** A machine is drained, deleted and replaced. */
    @Meaning("A machine is drained, deleted and replaced.")
    @ExactlyOne({"node", "ofBroker"})
    record ReplaceNode(
            @Key("Name of the node.") Optional<String> node,

            @Key(value = "Brokers whose nodes are replaced.", single = true)
            List<Integer> ofBroker,

            @Key(value = "How long the drain is waited for; left out, as long as it takes.", positive = true)
            Optional<Duration> drainTimeout,

            @Key("In which zone the new machine comes; left out, in the same.")
            Optional<String> zone)
            implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.ReplaceNode(NodeChoices.of(node, ofBroker), drainTimeout, zone);
        }
    }

    /** Machines lose power. */
    @Meaning("Machines lose power.")
    @ExactlyOne({"node", "ofBroker", "zone"})
    record PowerLoss(
            @Key("Name of the node.") Optional<String> node,

            @Key(value = "Brokers whose nodes lose power.", single = true)
            List<Integer> ofBroker,

            @Key("The zone all of whose machines lose power.")
            Optional<String> zone,

            @Key(value = "How long it lasts.", name = "for", positive = true)
            Duration duration)
            implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.PowerLoss(NodeChoices.ofZoneOr(zone, node, ofBroker), duration);
        }
    }

    /** A node takes no new pods. */
    @Meaning("A node takes no new pods.")
    @ExactlyOne({"node", "ofPod", "ofBroker"})
    record CordonNode(
            @Key("Name of the node.") Optional<String> node,

            @Key("Pod, namespace/name, whose node is struck.")
            Optional<String> ofPod,

            @Key(value = "Brokers whose nodes are struck.", single = true)
            List<Integer> ofBroker)
            implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.CordonNode(NodeChoices.of(node, ofBroker, ofPod));
        }
    }

    /** A node is cordoned and its pods are evicted. */
    @Meaning("A node is cordoned and its pods are evicted.")
    @ExactlyOne({"node", "ofPod", "ofBroker"})
    record DrainNode(
            @Key("Name of the node.") Optional<String> node,

            @Key("Pod, namespace/name, whose node is struck.")
            Optional<String> ofPod,

            @Key(value = "Brokers whose nodes are struck.", single = true)
            List<Integer> ofBroker)
            implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.DrainNode(NodeChoices.of(node, ofBroker, ofPod));
        }
    }

    /** All nodes of a zone are cordoned and drained. */
    @Meaning("All nodes of a zone are cordoned and drained.")
    record ZoneDrain(
            @Key("The zone.") String zone,

            @Key("How long after they take pods again; left out, never.")
            Optional<Duration> uncordonAfter)
            implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.ZoneDrain(zone, uncordonAfter);
        }
    }

    /** Azure maintains the hosts of a zone. */
    @Meaning("Azure maintains the hosts of a zone.")
    record ZoneMaintenance(
            @Key("The zone.") String zone,

            @Key(value = "What it does to a machine.", preset = "redeploy")
            TimelineEvent.ZoneMaintenance.Strategy strategy,

            @Key(value = "How long before it is announced.", catalogue = "node.rebootNotice")
            Duration notice,

            @Key(value = "How long each machine is out.", catalogue = "node.maintenanceDuration", positive = true)
            Duration duration,

            @Key(value = "Whether one machine is done before the next is touched.", preset = "true")
            boolean oneAtATime,

            @Key(
                    value =
                            "Hidden update domains of the zone: all machines of one together, then the next; left out, as oneAtATime says.",
                    min = 1,
                    max = 20)
            Optional<Integer> updateDomains,

            @Key(
                    value = "From the end of one update domain to the notice to the next.",
                    catalogue = "node.updateDomainPause")
            Duration pause)
            implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.ZoneMaintenance(
                    zone, strategy, notice, duration, oneAtATime, updateDomains, pause);
        }
    }

    /** The nodes of a pool get a new image, one after the other. */
    @Meaning("The nodes of a pool get a new image, one after the other.")
    record NodePoolUpgrade(
            @Key("The pool.") String pool,

            @Key(value = "Extra nodes meanwhile; left out, as the pool says.", max = 100)
            Optional<Integer> maxSurge)
            implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.NodePoolUpgrade(pool, maxSurge);
        }
    }

    /** The Kafka operator restarts every pod in turn, as for a new version or configuration. */
    @Meaning("The Kafka operator restarts every pod in turn, as for a new version or configuration.")
    record RollingUpdate() implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.RollingUpdate();
        }
    }

    /** Pods are deleted at once. */
    @Meaning("Pods are deleted at once.")
    record DeletePods(
            @Key("Labels that a pod must have to be deleted; none means all.")
            Map<String, String> selector) implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.DeletePods(ImmutableMap.copyOf(selector));
        }
    }

    /** Somebody deletes brokers' claims, and so their volumes. */
    @Meaning("Somebody deletes brokers' claims, and so their volumes.")
    record DeleteVolumeClaim(
            @Key(value = "The brokers.", single = true, nonEmpty = true)
            List<Integer> ofBroker) implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.DeleteVolumeClaim(ofBroker);
        }
    }

    /** A zone gets another number of nodes. */
    @Meaning("A zone gets another number of nodes.")
    record ScaleNodes(
            @Key("The zone.") String zone,

            @Key(value = "How many it has then.", max = 1000)
            int to) implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.ScaleNodes(zone, to);
        }
    }

    /** Somebody declares a node out of service. */
    @Meaning("Somebody declares a node out of service.")
    @ExactlyOne({"node", "ofPod", "ofBroker"})
    record OutOfServiceTaint(
            @Key("Name of the node.") Optional<String> node,

            @Key("Pod, namespace/name, whose node is struck.")
            Optional<String> ofPod,

            @Key(value = "Brokers whose nodes are struck.", single = true)
            List<Integer> ofBroker)
            implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.OutOfServiceTaint(NodeChoices.of(node, ofBroker, ofPod));
        }
    }

    /** A share of a zone's machines and disks goes down. */
    @Meaning("A share of a zone's machines and disks goes down.")
    record ZoneOutage(
            @Key("The zone.") String zone,

            @Key(value = "The share.", preset = "100%", share = true, positive = true)
            double fraction,

            @Key(value = "How long it lasts.", name = "for", positive = true)
            Duration duration)
            implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.ZoneOutage(zone, fraction, duration);
        }
    }

    /** A zone cannot be reached from the others. */
    @Meaning("A zone cannot be reached from the others.")
    record ZonePartition(
            @Key("The zone.") String zone,

            @Key(value = "How long it lasts.", name = "for", positive = true)
            Duration duration)
            implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.ZonePartition(zone, duration);
        }
    }

    /** The Kubernetes control plane answers nobody. */
    @Meaning("The Kubernetes control plane answers nobody.")
    record ControlPlaneOutage(
            @Key(value = "How long it lasts.", name = "for", positive = true)
            Duration duration) implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.ControlPlaneOutage(duration);
        }
    }

    /** Brokers' volumes answer no reads or writes. */
    @Meaning("Brokers' volumes answer no reads or writes.")
    record DiskUnavailable(
            @Key(value = "The brokers.", single = true, nonEmpty = true)
            List<Integer> broker,

            @Key(value = "How long it lasts.", name = "for", positive = true)
            Duration duration)
            implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.DiskUnavailable(broker, duration);
        }
    }

    /** The storage account behind the file shares is down. */
    @Meaning("The storage account behind the file shares is down.")
    record StorageAccountOutage(
            @Key(
                    value = "Brokers whose accounts are down, where each has its own; left out, every account.",
                    single = true)
            List<Integer> broker,

            @Key(value = "How long it lasts.", name = "for", positive = true)
            Duration duration)
            implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.StorageAccountOutage(broker, duration);
        }
    }

    /** Attaching and detaching disks takes longer. */
    @Meaning("Attaching and detaching disks takes longer.")
    record AttachSlow(
            @Key("How many times as long.") double factor,

            @Key(value = "How long it lasts.", name = "for", positive = true)
            Duration duration)
            implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.AttachSlow(factor, duration);
        }
    }

    /** A zone has no capacity for new machines. */
    @Meaning("A zone has no capacity for new machines.")
    record AllocationFailure(
            @Key("The zone.") String zone,

            @Key(value = "How long it lasts.", name = "for", positive = true)
            Duration duration)
            implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.AllocationFailure(zone, duration);
        }
    }

    /** SIGKILL of brokers. */
    @Meaning("SIGKILL of brokers.")
    record BrokerKill(
            @Key(value = "The brokers.", single = true, nonEmpty = true)
            List<Integer> broker,

            @Key(value = "Whether its log directories are all found empty afterwards.", preset = "false")
            boolean wipe,

            @Key(
                    value =
                            "How much of the end of each partition's log was in memory alone and is lost, as when power fails;"
                                    + " left out, nothing.",
                    positive = true)
            Optional<DataSize> loseTail,

            @Key("How long after it starts again; left out, when the platform restarts it.")
            Optional<Duration> restartAfter)
            implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.BrokerKill(broker, wipe, loseTail, restartAfter);
        }
    }

    /** SIGTERM of brokers: a controlled shutdown. */
    @Meaning("SIGTERM of brokers: a controlled shutdown.")
    record BrokerStop(
            @Key(value = "The brokers.", single = true, nonEmpty = true)
            List<Integer> broker,

            @Key(value = "Whether its log directories are all found empty afterwards.", preset = "false")
            boolean wipe,

            @Key("How long after it starts again; left out, when the platform restarts it.")
            Optional<Duration> restartAfter)
            implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.BrokerStop(broker, wipe, restartAfter);
        }
    }

    /** Brokers that were killed or stopped start again. */
    @Meaning("Brokers that were killed or stopped start again.")
    record BrokerStart(
            @Key(value = "The brokers.", single = true, nonEmpty = true)
            List<Integer> broker) implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.BrokerStart(broker);
        }
    }

    /** SIGSTOP of brokers, and SIGCONT afterwards. */
    @Meaning("SIGSTOP of brokers, and SIGCONT afterwards.")
    record BrokerFreeze(
            @Key(value = "The brokers.", single = true, nonEmpty = true)
            List<Integer> broker,

            @Key(value = "How long it lasts.", name = "for", positive = true)
            Duration duration)
            implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.BrokerFreeze(broker, duration);
        }
    }

    /** Brokers send heartbeats but neither fetch nor serve. */
    @Meaning("Brokers send heartbeats but neither fetch nor serve.")
    record BrokerHang(
            @Key(value = "The brokers.", single = true, nonEmpty = true)
            List<Integer> broker,

            @Key(value = "How long it lasts.", name = "for", positive = true)
            Duration duration)
            implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.BrokerHang(broker, duration);
        }
    }

    /** SIGKILL of controllers. */
    @Meaning("SIGKILL of controllers.")
    record ControllerKill(
            @Key(value = "The controllers, numbered from 100.", single = true, nonEmpty = true)
            List<Integer> controller,

            @Key(value = "Whether the log directory is found empty afterwards.", preset = "false")
            boolean wipe,

            @Key("How long after it starts again; left out, when the platform restarts it.")
            Optional<Duration> restartAfter)
            implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.ControllerKill(controller, wipe, restartAfter);
        }
    }

    /** Controllers that were killed start again. */
    @Meaning("Controllers that were killed start again.")
    record ControllerStart(
            @Key(value = "The controllers, numbered from 100.", single = true, nonEmpty = true)
            List<Integer> controller)
            implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.ControllerStart(controller);
        }
    }

    /** An I/O error takes a log directory of brokers offline, until they are started again. */
    @Meaning("An I/O error takes a log directory of brokers offline, until they are started again.")
    record LogDirFailure(
            @Key(value = "The brokers.", single = true, nonEmpty = true)
            List<Integer> broker,

            @Key("Which of kafka.config's log.dirs, counted from 0; left out, all of them.")
            Optional<Integer> directory)
            implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.LogDirFailure(broker, directory);
        }
    }

    /** Somebody deletes a topic. */
    @Meaning("Somebody deletes a topic.")
    record DeleteTopic(
            @Key("The topic.") String topic,

            @Key(
                    value =
                            "On Azure Files, the probability that a broker is refused to rename the topic's directories, at each"
                                    + " attempt; left out, the catalogue's for each of them. On other storage none is refused.",
                    share = true)
            Optional<Double> renameRefused)
            implements EventSpec {
        @Override
        public TimelineEvent event() {
            return event(0);
        }

        /** Returns the event as the model plays it where renaming is refused with a probability. */
        public TimelineEvent event(double refused) {
            return new TimelineEvent.DeleteTopic(topic, refused);
        }
    }

    /** Somebody runs an unclean leader election for all partitions. */
    @Meaning("Somebody runs an unclean leader election for all partitions.")
    record UncleanElection() implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.UncleanElection();
        }
    }

    /** Groups of consumers are away, and read what they have missed when they are back. */
    @Meaning("Groups of consumers are away, and read what they have missed when they are back.")
    record ConsumerOutage(
            @Key(value = "How many groups, of workload.consumerGroups.", preset = "1", min = 1, max = 1000)
            int groups,

            @Key(value = "How long they are away.", name = "for", positive = true)
            Duration duration)
            implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.ConsumerOutage(groups, duration);
        }
    }

    /** A broker joins and takes its share of the replicas. */
    @Meaning("A broker joins and takes its share of the replicas.")
    record AddBroker(
            @Key("At how many bytes a second replicas are copied, as with --throttle; left out, without a limit.")
            Optional<DataRate> throttle)
            implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.AddBroker(throttle);
        }
    }

    /** A broker joins, takes all replicas of another, and that one leaves for good. */
    @Meaning("A broker joins, takes all replicas of another, and that one leaves for good.")
    record ReplaceBroker(
            @Key(value = "The broker that leaves.", max = 1000)
            int broker,

            @Key("At how many bytes a second replicas are copied, as with --throttle; left out, without a limit.")
            Optional<DataRate> throttle)
            implements EventSpec {
        @Override
        public TimelineEvent event() {
            return new TimelineEvent.ReplaceBroker(broker, throttle);
        }
    }
}
