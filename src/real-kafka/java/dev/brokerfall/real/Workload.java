package dev.brokerfall.real;

import static com.google.common.base.Preconditions.checkState;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Two producers that each send a record of 100 bytes to every partition every 100 ms, as clients do by default and with
 * {@code acks=all}, after a third has filled the topic. Every record is numbered; what was acknowledged is held against what can be
 * read in the end.
 */
final class Workload implements AutoCloseable {

    private static final int STEADY = 2;
    private static final int FILLER = STEADY;
    private static final int RECORD_BYTES = 100;
    private static final int FILLER_BYTES = 10_000;
    private static final long PERIOD_MS = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String bootstrap;
    private final String topic;
    private final int partitions;
    private final List<Ledger> ledgers;
    private final List<KafkaProducer<byte[], byte[]>> producers = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(STEADY);
    private final Map<Integer, Long> next = new HashMap<>();
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();

    /** What one producer was told about one partition: which records are acknowledged, and when none was. */
    private static final class Ledger {

        private static final long SHORTEST_GAP_MS = 1000;

        private final BitSet acknowledged = new BitSet();
        private final List<Gap> gaps = new ArrayList<>();
        private long lastMillis;

        synchronized void acknowledge(int number, long millis) {
            acknowledged.set(number);
            if (lastMillis > 0 && millis - lastMillis > SHORTEST_GAP_MS) {
                gaps.add(new Gap(lastMillis, millis));
            }
            lastMillis = Math.max(lastMillis, millis);
        }

        synchronized BitSet acknowledged() {
            return (BitSet) acknowledged.clone();
        }

        /** Returns whether nothing was acknowledged from {@code from} to {@code to}. */
        synchronized boolean silent(long from, long to) {
            return lastMillis < from || gaps.stream().anyMatch(gap -> gap.from() <= from && to <= gap.to());
        }
    }

    private record Gap(long from, long to) {}

    /**
     * What became of everything that was acknowledged.
     *
     * @param acknowledged records of the two steady producers
     * @param lost those of them that cannot be read
     * @param acknowledgedBytes of all three producers
     * @param lostBytes those of them that cannot be read
     */
    record Audit(long acknowledged, long lost, long acknowledgedBytes, long lostBytes) {}

    Workload(String bootstrap, String topic, int partitions) {
        this.bootstrap = bootstrap;
        this.topic = topic;
        this.partitions = partitions;
        ledgers = IntStream.range(0, (STEADY + 1) * partitions)
                .mapToObj(each -> new Ledger())
                .toList();
    }

    /** Fills the topic with {@code bytes}, all of it acknowledged. */
    void fill(long bytes) {
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of("linger.ms", 50, "batch.size", 500_000))) {
            long rounds = bytes / FILLER_BYTES / partitions;
            for (long round = 0; round < rounds; round++) {
                sendRound(producer, FILLER, FILLER_BYTES);
            }
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException(
                    "%s records that were to fill the topic were refused".formatted(failures.size()), failures.peek());
        }
    }

    /** Sends from now on. */
    void start() {
        for (int number = 0; number < STEADY; number++) {
            int own = number;
            KafkaProducer<byte[], byte[]> producer = producer(Map.of());
            producers.add(producer);
            ScheduledFuture<?> unused = clock.scheduleWithFixedDelay(
                    () -> sendRound(producer, own, RECORD_BYTES), 0, PERIOD_MS, TimeUnit.MILLISECONDS);
        }
    }

    /** Sends no more, and waits until what was sent is acknowledged or given up. */
    void stop() throws InterruptedException {
        clock.shutdown();
        clock.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        producers.forEach(producer -> producer.close(PATIENCE));
        producers.clear();
    }

    private KafkaProducer<byte[], byte[]> producer(Map<String, Object> own) {
        Map<String, Object> settings = new HashMap<>(Map.of("bootstrap.servers", bootstrap, "acks", "all"));
        settings.putAll(own);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private void sendRound(KafkaProducer<byte[], byte[]> producer, int who, int size) {
        for (int partition = 0; partition < partitions; partition++) {
            int index = index(who, partition);
            int number = Math.toIntExact(next(index));
            byte[] value = ByteBuffer.allocate(size).putInt(who).putInt(number).array();
            Future<RecordMetadata> unused =
                    producer.send(new ProducerRecord<>(topic, partition, null, value), (metadata, failure) -> {
                        if (failure != null) {
                            failures.add(failure);
                        } else {
                            ledgers.get(index).acknowledge(number, System.currentTimeMillis());
                        }
                    });
        }
    }

    private synchronized long next(int index) {
        return next.merge(index, 1L, Long::sum) - 1;
    }

    private int index(int who, int partition) {
        return who * partitions + partition;
    }

    /** Returns for how many partitions neither steady producer got an acknowledgement between the two instants. */
    int silentPartitions(long from, long to) {
        return Math.toIntExact(IntStream.range(0, partitions)
                .filter(partition -> IntStream.range(0, STEADY)
                        .allMatch(who -> ledgers.get(index(who, partition)).silent(from, to)))
                .count());
    }

    /** Reads everything that can be read. */
    Audit audit() {
        List<BitSet> missing = ledgers.stream().map(Ledger::acknowledged).toList();
        long acknowledged = records(missing.subList(0, index(FILLER, 0)));
        long filler = records(missing.subList(index(FILLER, 0), ledgers.size()));
        readAll(record -> {
            ByteBuffer value = ByteBuffer.wrap(record.value());
            missing.get(index(value.getInt(), record.partition())).clear(value.getInt());
        });
        long lost = records(missing.subList(0, index(FILLER, 0)));
        long lostFiller = records(missing.subList(index(FILLER, 0), ledgers.size()));
        return new Audit(
                acknowledged,
                lost,
                acknowledged * RECORD_BYTES + filler * FILLER_BYTES,
                lost * RECORD_BYTES + lostFiller * FILLER_BYTES);
    }

    private static long records(List<BitSet> ledgers) {
        return ledgers.stream().mapToLong(BitSet::cardinality).sum();
    }

    private void readAll(Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all, PATIENCE);
            long began = System.nanoTime();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                checkState(
                        System.nanoTime() - began < PATIENCE.toNanos(),
                        "the topic could not be read to its end within %s s",
                        PATIENCE.toSeconds());
                consumer.poll(Duration.ofMillis(200)).forEach(reader);
            }
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        producers.forEach(producer -> producer.close(Duration.ZERO));
    }
}
