package dev.brokerfall.real;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Three brokers (0, 1, 2) and a controller (100) of one release, each a JVM of its own on the loopback interface. Everything is as
 * Kafka has it by default, timers above all, but for addresses and folders.
 */
final class RealCluster implements AutoCloseable {

    /** How many partitions a topic has: each of the six orders of three replicas twice. */
    static final int PARTITIONS = 12;

    static final int BROKERS = 3;

    private static final int CONTROLLER = 100;
    private static final short MIN_IN_SYNC = 2;
    private static final Duration START = Duration.ofMinutes(5);
    private static final Ports PORTS = new Ports();
    private static final List<List<Integer>> ORDERS = List.of(
            List.of(0, 1, 2), List.of(1, 2, 0), List.of(2, 0, 1), List.of(0, 2, 1), List.of(1, 0, 2), List.of(2, 1, 0));

    private final Path folder;
    private final Path scratch;
    private final Node controller;
    private final List<Node> brokers = new ArrayList<>();
    private final String bootstrap;

    private RealCluster(KafkaVersion version, Path folder) throws IOException {
        this.folder = folder;
        scratch = Scratch.folder();
        Children.deleteInTheEnd(scratch);
        String clusterId = Uuid.randomUuid().toString();
        int controllerPort = PORTS.next();
        List<String> common = List.of(
                "controller.quorum.voters=%s@127.0.0.1:%s".formatted(CONTROLLER, controllerPort),
                "controller.listener.names=CONTROLLER",
                "listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
                "auto.create.topics.enable=false");
        controller = node(
                version,
                CONTROLLER,
                clusterId,
                common,
                List.of("process.roles=controller", "listeners=CONTROLLER://127.0.0.1:" + controllerPort));
        List<String> addresses = new ArrayList<>();
        for (int id = 0; id < BROKERS; id++) {
            String address = "127.0.0.1:" + PORTS.next();
            addresses.add(address);
            brokers.add(node(
                    version,
                    id,
                    clusterId,
                    common,
                    List.of(
                            "process.roles=broker",
                            "listeners=PLAINTEXT://" + address,
                            "advertised.listeners=PLAINTEXT://" + address)));
        }
        bootstrap = String.join(",", addresses);
    }

    private Node node(KafkaVersion version, int id, String clusterId, List<String> common, List<String> own)
            throws IOException {
        List<String> settings = new ArrayList<>(common);
        settings.add("node.id=" + id);
        settings.addAll(own);
        return new Node(
                id,
                clusterId,
                version.classPath(),
                folder.resolve("node-" + id),
                scratch.resolve("node-" + id),
                settings);
    }

    /** Starts a cluster in {@code folder}, which is made anew, and returns it when all brokers are there. */
    static RealCluster start(KafkaVersion version, Path folder)
            throws IOException, InterruptedException, ExecutionException {
        if (Files.exists(folder)) {
            MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
        }
        RealCluster cluster = new RealCluster(version, folder);
        try {
            cluster.begin();
        } catch (IOException | InterruptedException | ExecutionException | RuntimeException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    private void begin() throws IOException, InterruptedException, ExecutionException {
        List<Node> all = Stream.concat(Stream.of(controller), brokers.stream()).toList();
        for (Node node : all) {
            node.format();
        }
        // Brokers that wait for a controller give up after initial.broker.registration.timeout.ms.
        controller.start();
        MetadataLog metadata = metadata("");
        metadata.await(START, "active controller", metadata::isThere);
        for (Node broker : brokers) {
            broker.start();
        }
        for (int broker = 0; broker < BROKERS; broker++) {
            int id = broker;
            metadata.await(START, "broker %s unfenced".formatted(id), () -> metadata.unfencedSince(id, 0));
        }
    }

    /** Creates a topic and returns when all of it is in sync. */
    void createTopic(String name) throws IOException, InterruptedException, ExecutionException {
        Map<Integer, List<Integer>> assignment = new LinkedHashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            assignment.put(partition, ORDERS.get(partition % ORDERS.size()));
        }
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(name, assignment)
                            .configs(Map.of("min.insync.replicas", String.valueOf(MIN_IN_SYNC)))))
                    .all()
                    .get();
        }
        MetadataLog metadata = metadata(name);
        metadata.await(START, "topic", () -> metadata.isrFull(PARTITIONS));
    }

    /** Deletes a topic. */
    void deleteTopic(String name) throws InterruptedException, ExecutionException {
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of(name)).all().get();
        }
    }

    /** Returns a broker. */
    Node broker(int id) {
        return brokers.get(id);
    }

    /** Returns the addresses that clients begin with. */
    String bootstrap() {
        return bootstrap;
    }

    /** Returns what the controller writes about the brokers and about one topic, read from its beginning. */
    MetadataLog metadata(String topic) {
        return new MetadataLog(controller.data(), topic);
    }

    /** Throttles the replication of everything of {@code topic} that is not in sync, on the leaders' side and on the followers'. */
    void throttleCatchUp(String topic, long bytesPerSecond) throws InterruptedException, ExecutionException {
        Map<ConfigResource, List<ConfigEntry>> settings = new LinkedHashMap<>();
        String rate = String.valueOf(bytesPerSecond);
        for (int broker = 0; broker < BROKERS; broker++) {
            settings.put(
                    new ConfigResource(ConfigResource.Type.BROKER, String.valueOf(broker)),
                    List.of(
                            new ConfigEntry("leader.replication.throttled.rate", rate),
                            new ConfigEntry("follower.replication.throttled.rate", rate)));
        }
        settings.put(
                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                List.of(
                        new ConfigEntry("leader.replication.throttled.replicas", "*"),
                        new ConfigEntry("follower.replication.throttled.replicas", "*")));
        try (Admin admin = admin()) {
            admin.incrementalAlterConfigs(settings.entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey,
                                    entry -> entry.getValue().stream()
                                            .map(value -> new AlterConfigOp(value, AlterConfigOp.OpType.SET))
                                            .toList())))
                    .all()
                    .get();
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrap));
    }

    /** Ends all processes and deletes their data; what they said stays for whoever has to find a mistake. */
    @Override
    public void close() {
        brokers.forEach(Node::end);
        controller.end();
        Scratch.delete(scratch);
    }
}
