package dev.brokerfall.kafka;

/**
 * The log directories of one broker: what has become of each, and what the controller knows of it (KIP-858). Sets of directories are bit
 * masks.
 *
 * <pre>
 * a directory   becomes        when
 * online        offline        an I/O error: from that instant its replicas neither serve nor fetch
 * any           online         the broker is started again, with what lay in it, a prefix of that, or nothing (a new id)
 * any           unclean        the broker starts; only a clean stop marks those clean that are online then
 *
 * at the controller            becomes        when
 * registered id                its id         the broker registers, if it is online
 * registered id                none           the broker has told that it is offline
 * recorded id of its replicas  its id         the broker has assigned them (AssignReplicasToDirs)
 *
 * what happens                                what follows
 * one fails of several                        the broker tells the controller at once, or as soon as it can: it leaves the in-sync
 *                                             sets of the partitions that lie there, and others are elected where it led; it stays
 *                                             registered and unfenced, and nothing else notices
 * the controller is not told in time          the broker shuts down in good order, but for this directory
 * the first fails, or the last that is left   the broker halts: the metadata log lies in the first. ZooKeeper's has none
 * the broker starts, all directories clean    it registers as cleanly stopped
 * the broker starts, some are not             it registers as stopped uncleanly, and recovers the logs of those alone
 * </pre>
 *
 * <p>A replica may lead only while its recorded id is a registered one. A directory that was replaced by an empty one gets all its
 * replicas back, although Kafka chooses directories anew for them: it takes the one with the fewest partitions each time, and the empty
 * one has fewest until it has as many as the others.
 *
 * <p>Source: {@code LogManager.scala} ({@code handleLogDirFailure}, {@code nextLogDirs}, {@code readBrokerEpochFromCleanShutdownFiles}),
 * {@code BrokerLifecycleManager} ({@code OfflineDirEvent}, which has the next heartbeat sent at once, and
 * {@code OfflineDirBrokerFailureEvent}) and {@code ReplicationControlManager.handleDirectoriesOffline} of Apache Kafka 4.1.
 */
final class LogDirectories {

    /** The directory that holds the metadata log, unless {@code metadata.log.dir} says otherwise. */
    static final int METADATA = 0;

    private static final int NONE = -1;

    private final int count;
    private final int[] id;
    private final int[] registered;
    private final int[] recorded;
    private final long[] failed;
    private int offline;
    private int told;
    private int clean;

    LogDirectories(int count) {
        this.count = count;
        this.id = new int[count];
        this.registered = new int[count];
        this.recorded = new int[count];
        this.failed = new long[count];
    }

    int count() {
        return count;
    }

    int all() {
        return (1 << count) - 1;
    }

    /** Returns the set of those that are offline. */
    int offline() {
        return offline;
    }

    boolean isOnline(int directory) {
        return (offline >> directory & 1) == 0;
    }

    /** Returns the set of those that are as a clean stop has left them. */
    int clean() {
        return clean;
    }

    /** Takes a directory offline. */
    void fail(int directory, long now) {
        offline |= 1 << directory;
        failed[directory] = now;
    }

    /** Notes that a directory of a stopped broker lacks something. */
    void damaged(int directory) {
        clean &= ~(1 << directory);
    }

    /** Notes that a directory of a stopped broker is a new one. */
    void replaced(int directory) {
        id[directory]++;
    }

    /** Notes that the broker was stopped in good order, or has never run. */
    void stoppedCleanly() {
        clean = all() & ~offline;
    }

    /** Returns the set of those that are not as a clean stop has left them, now that the broker starts with all of them repaired. */
    int start() {
        int unclean = all() & ~clean;
        clean = 0;
        offline = 0;
        told = 0;
        return unclean;
    }

    /** Notes that the broker has registered with those that are online. */
    void register() {
        for (int d = 0; d < count; d++) {
            registered[d] = isOnline(d) ? id[d] : NONE;
        }
        told = offline;
    }

    /** Returns the set of those that the controller does not know to be offline. */
    int untold() {
        return offline & ~told;
    }

    /** Notes that the controller knows which are offline. */
    void told() {
        for (int d = 0; d < count; d++) {
            registered[d] = isOnline(d) ? registered[d] : NONE;
        }
        told = offline;
    }

    /** Returns when the first of those failed that the controller does not know to be offline. */
    long firstFailure() {
        long first = Long.MAX_VALUE;
        for (int set = untold(); set != 0; set &= set - 1) {
            first = Math.min(first, failed[Integer.numberOfTrailingZeros(set)]);
        }
        return first;
    }

    /** Returns the set of those whose replicas are recorded elsewhere. */
    int unassigned() {
        int unassigned = 0;
        for (int d = 0; d < count; d++) {
            unassigned |= isOnline(d) && recorded[d] != id[d] ? 1 << d : 0;
        }
        return unassigned;
    }

    /** Notes that replicas are recorded where they are. */
    void assign(int directories) {
        for (int set = directories; set != 0; set &= set - 1) {
            int d = Integer.numberOfTrailingZeros(set);
            recorded[d] = id[d];
        }
    }

    /**
     * Returns whether the controller takes replicas in a directory for online.
     *
     * @param gate whether it looks at ids; ZooKeeper's controller knows only which are offline
     */
    boolean mayLead(int directory, boolean gate) {
        return registered[directory] != NONE && (!gate || recorded[directory] == registered[directory]);
    }
}
