package dev.brokerfall.real;

import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metadata.BrokerRegistrationChangeRecord;
import org.apache.kafka.common.metadata.PartitionChangeRecord;
import org.apache.kafka.common.metadata.PartitionRecord;
import org.apache.kafka.common.metadata.RegisterBrokerRecord;
import org.apache.kafka.common.metadata.TopicRecord;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.metadata.MetadataRecordSerde;
import org.jspecify.annotations.Nullable;

/**
 * The log in which the only controller writes every decision, read while it grows. No broker is asked, so that it can be followed
 * while none is there; its times are the controller's own.
 */
final class MetadataLog {

    private static final String FILE = "__cluster_metadata-0/00000000000000000000.log";
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int NO_LEADER = -1;
    private static final int NO_LEADER_CHANGE = -2;
    private static final byte RECOVERING = 1;
    private static final byte FENCE = 1;
    private static final byte UNFENCE = -1;

    private final Path file;
    private final String topic;
    private final MetadataRecordSerde serde = new MetadataRecordSerde();
    private final SortedMap<Integer, Partition> partitions = new TreeMap<>();
    private final List<Chronicle.Happening> happenings = new ArrayList<>();
    private Optional<Uuid> topicId = Optional.empty();
    private long position;
    private boolean full = true;

    private record Partition(
            int replicas, int leader, ImmutableSortedSet<Integer> isr, ImmutableSortedSet<Integer> elr) {}

    MetadataLog(Path data, String topic) {
        this.file = data.resolve(FILE);
        this.topic = topic;
    }

    /** Waits until {@code condition} holds, which is looked at whenever the log has been read as far as it goes. */
    void await(Duration limit, String what, BooleanSupplier condition) throws IOException, InterruptedException {
        if (!holds(limit, condition)) {
            throw new IllegalStateException(
                    "no %s within %s s; partitions %s".formatted(what, limit.toSeconds(), partitions));
        }
    }

    /** Waits for {@code condition}, and returns whether it came to hold within {@code limit}. */
    boolean holds(Duration limit, BooleanSupplier condition) throws IOException, InterruptedException {
        long began = System.nanoTime();
        while (System.nanoTime() - began < limit.toNanos()) {
            read();
            if (condition.getAsBoolean()) {
                return true;
            }
            Thread.sleep(PAUSE.toMillis());
        }
        return false;
    }

    /** Returns everything that has been read. */
    Chronicle chronicle() {
        return new Chronicle(happenings);
    }

    /** Returns whether anything has been written. */
    boolean isThere() {
        return position > 0;
    }

    /** Returns whether {@code broker} was unfenced at or after {@code millis}. */
    boolean unfencedSince(int broker, long millis) {
        return happenings.stream()
                .anyMatch(each -> each instanceof Chronicle.Unfenced unfenced
                        && unfenced.broker() == broker
                        && unfenced.millis() >= millis);
    }

    /** Returns whether {@code broker} was fenced at or after {@code millis}. */
    boolean fencedSince(int broker, long millis) {
        return chronicle().fenced(broker, millis).isPresent();
    }

    /** Returns whether there are {@code count} partitions, all of them with all replicas in sync. */
    boolean isrFull(int count) {
        return partitions.size() == count
                && partitions.values().stream().allMatch(each -> each.isr().size() == each.replicas());
    }

    /** Returns whether every partition has a leader. */
    boolean allLed() {
        return partitions.values().stream().noneMatch(each -> each.leader() == NO_LEADER);
    }

    private void read() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(channel.size() - position));
            while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) >= 0) {
                // A read may return less than was asked for.
            }
            buffer.flip();
            // A batch that is only partly there yet is not iterated over.
            for (RecordBatch batch : MemoryRecords.readableRecords(buffer).batches()) {
                position += batch.sizeInBytes();
                if (!batch.isControlBatch()) {
                    for (Record record : batch) {
                        ByteBuffer value = record.value();
                        take(
                                record.timestamp(),
                                serde.read(new ByteBufferAccessor(value), value.remaining())
                                        .message());
                    }
                }
            }
        }
    }

    private void take(long millis, ApiMessage message) {
        if (message instanceof RegisterBrokerRecord registered) {
            happenings.add(new Chronicle.Registered(millis, registered.brokerId()));
        } else if (message instanceof BrokerRegistrationChangeRecord change) {
            if (change.fenced() == FENCE) {
                happenings.add(new Chronicle.Fenced(millis, change.brokerId()));
            } else if (change.fenced() == UNFENCE) {
                happenings.add(new Chronicle.Unfenced(millis, change.brokerId()));
            }
        } else if (message instanceof TopicRecord created && created.name().equals(topic)) {
            topicId = Optional.of(created.topicId());
        } else if (message instanceof PartitionRecord created && isOurs(created.topicId())) {
            partitions.put(
                    created.partitionId(),
                    new Partition(
                            created.replicas().size(),
                            created.leader(),
                            ImmutableSortedSet.copyOf(created.isr()),
                            ImmutableSortedSet.of()));
        } else if (message instanceof PartitionChangeRecord change && isOurs(change.topicId())) {
            change(millis, change);
        }
    }

    private boolean isOurs(Uuid id) {
        return topicId.filter(id::equals).isPresent();
    }

    private void change(long millis, PartitionChangeRecord change) {
        Partition was =
                Optional.ofNullable(partitions.get(change.partitionId())).orElseThrow();
        Partition is = new Partition(
                was.replicas(),
                change.leader() == NO_LEADER_CHANGE ? was.leader() : change.leader(),
                changed(was.isr(), change.isr()),
                changed(was.elr(), change.eligibleLeaderReplicas()));
        partitions.put(change.partitionId(), is);
        Sets.difference(was.isr(), is.isr())
                .forEach(gone -> happenings.add(new Chronicle.Shrunk(millis, 1, gone, is.isr(), is.elr())));
        if (is.leader() != was.leader()) {
            happenings.add(
                    is.leader() == NO_LEADER
                            ? new Chronicle.Leaderless(millis, 1)
                            : new Chronicle.Led(millis, 1, is.leader(), change.leaderRecoveryState() != RECOVERING));
        }
        boolean now = isrFull(partitions.size());
        if (now && !full) {
            happenings.add(new Chronicle.Recovered(millis));
        }
        full = now;
    }

    private static ImmutableSortedSet<Integer> changed(
            ImmutableSortedSet<Integer> before, @Nullable List<Integer> after) {
        return after == null ? before : ImmutableSortedSet.copyOf(after);
    }
}
