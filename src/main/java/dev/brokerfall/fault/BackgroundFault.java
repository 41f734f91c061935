package dev.brokerfall.fault;

import static com.google.common.base.Preconditions.checkArgument;

import dev.brokerfall.random.Distribution;
import dev.brokerfall.random.RandomDuration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A kind of fault that strikes by chance, again and again. When it is given for a larger unit than the one it strikes, the victim
 * is drawn evenly among those in the unit; given for a hidden fault domain, it strikes every machine of the domain together.
 *
 * @param kind what happens
 * @param per the unit that each suffers its own sequence of such faults
 * @param interarrival time from one to the next in one unit
 * @param duration how long one lasts; ignored by kinds that have no length of their own
 * @param fraction the share of a zone that one strikes, or of the usual speed at which disks are attached meanwhile, in (0, 1];
 *     ignored by kinds that strike one thing
 * @param bursts how machines are struck together; empty when each is struck for itself
 * @param since when the time to the next begins to run
 * @param wipe whether a broker that is killed finds its log directory empty; ignored by other kinds
 */
public record BackgroundFault(
        Kind kind,
        Per per,
        RandomDuration interarrival,
        RandomDuration duration,
        Distribution fraction,
        Optional<Bursts> bursts,
        Since since,
        boolean wipe) {

    /** When the time to the next fault begins to run. */
    public enum Since {
        /** When this one strikes, so that the next may strike before this one is over. */
        ARRIVAL,
        /** When this one is over, and what it struck is as good as new. */
        REPAIR
    }

    /** A fault that comes whether or not the last is over, and takes no data. */
    public BackgroundFault(
            Kind kind,
            Per per,
            RandomDuration interarrival,
            RandomDuration duration,
            Distribution fraction,
            Optional<Bursts> bursts) {
        this(kind, per, interarrival, duration, fraction, bursts, Since.ARRIVAL, false);
    }

    /** What happens, in the words of the scenario file. */
    public enum Kind {
        NODE_CRASH("nodeCrash", Per.NODE),
        NODE_REBOOT("nodeReboot", Per.NODE),
        NODE_FREEZE("nodeFreeze", Per.NODE),
        NODE_REDEPLOY("nodeRedeploy", Per.NODE),
        ZONE_OUTAGE("zoneOutage", Per.ZONE),
        ZONE_PARTITION("zonePartition", Per.ZONE),
        CONTROL_PLANE_OUTAGE("controlPlaneOutage", Per.CLUSTER),
        DISK_UNAVAILABLE("diskUnavailable", Per.BROKER),
        STORAGE_ACCOUNT_OUTAGE("storageAccountOutage", Per.CLUSTER),
        ATTACH_SLOW("attachSlow", Per.CLUSTER),
        ALLOCATION_FAILURE("allocationFailure", Per.ZONE),
        BROKER_KILL("brokerKill", Per.BROKER),
        LOG_DIR_FAILURE("logDirFailure", Per.BROKER),
        /** Something else than brokers fills a node's disk, and its kubelet evicts. */
        DISK_PRESSURE("diskPressure", Per.NODE),
        /** A new version of Kubernetes: every node of every pool is renewed. */
        CLUSTER_UPGRADE("clusterUpgrade", Per.CLUSTER),
        /** Somebody deletes the claim of a broker's volume. */
        DELETE_VOLUME_CLAIM("deleteVolumeClaim", Per.BROKER),
        /** Somebody scales the nodes of a zone to none, and back when it is noticed. */
        SCALE_NODES("scaleNodes", Per.ZONE);

        private final String key;
        private final Per unit;

        Kind(String key, Per unit) {
            this.key = key;
            this.unit = unit;
        }

        /** Returns the event's name in scenario files. */
        public String key() {
            return key;
        }

        /** Returns whether such a fault has a length of its own; the others last as long as the platform takes. */
        public boolean hasLength() {
            return this != NODE_REBOOT
                    && this != NODE_REDEPLOY
                    && this != LOG_DIR_FAILURE
                    && this != CLUSTER_UPGRADE
                    && this != DELETE_VOLUME_CLAIM;
        }

        /** Returns whether a trace can have such faults. */
        public boolean inTraces() {
            return this != DISK_PRESSURE && this != CLUSTER_UPGRADE && this != SCALE_NODES;
        }

        /** Returns whether such a fault has an extent: a share of a zone, or of the usual speed. */
        public boolean hasExtent() {
            return this == ZONE_OUTAGE || this == ATTACH_SLOW;
        }

        /** Returns whether such a fault strikes a machine, and so can strike those of a hidden fault domain together. */
        public boolean strikesMachines() {
            return unit == Per.NODE && this != DISK_PRESSURE;
        }

        /** Returns whether such faults can be given for each {@code per}. */
        public boolean canBePer(Per per) {
            return per == unit
                    || per == Per.CLUSTER
                    || (unit == Per.NODE && per == Per.ZONE)
                    || (strikesMachines() && per == Per.DOMAIN)
                    || (this == STORAGE_ACCOUNT_OUTAGE && per == Per.BROKER);
        }

        /** Returns the unit such faults strike. */
        public Per unit() {
            return unit;
        }
    }

    /** What suffers a sequence of faults of its own. */
    public enum Per {
        /** Each machine slot (zone, index), used or not. */
        NODE,
        /** Each hidden fault domain with a machine slot in it, all of whose machines are struck together. */
        DOMAIN,
        ZONE,
        /** Each broker, with its process and its volume. */
        BROKER,
        CLUSTER
    }

    public BackgroundFault {
        checkArgument(
                kind.canBePer(per),
                "%s strikes each %s or the whole cluster, not each %s",
                kind.key(),
                kind.unit(),
                per);
        checkArgument(
                bursts.isEmpty() || (kind.strikesMachines() && per != Per.DOMAIN),
                "%s for each %s cannot come in bursts",
                kind.key(),
                per);
        checkArgument(
                since == Since.ARRIVAL || (per == kind.unit() && kind.hasLength() && bursts.isEmpty()),
                "%s strikes nothing that is as good as new after it",
                kind.key());
        checkArgument(interarrival.meanSeconds() > 0, "%s: the mean interarrival time must be positive", kind.key());
    }

    /** Returns the names of the groups into which its faults fall, by whether they come alone. */
    public List<String> groups() {
        double share = bursts.map(Bursts::share).orElse(0.0);
        return Stream.of(false, true)
                .filter(burst -> burst ? share > 0 : share < 1)
                .map(this::group)
                .toList();
    }

    String group(boolean burst) {
        return burst ? kind.key() + " in bursts" : kind.key();
    }
}
