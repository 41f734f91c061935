package dev.brokerfall.scenario.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What {@code kubectl get nodes,pv,pvc,sc,sts,pods,pdb,volumeattachments,kafka,kafkanodepool,kafkatopic -A -o yaml} prints of an AKS
 * cluster that does not exist, in kubectl's form: keys sorted, with uids, resource versions, managed fields and states.
 *
 * @param style how Strimzi is used
 * @param nodes of the pool for Kafka, a multiple of three; the cluster has as many for other work, and four of its own, unless it is small
 * @param brokers of which two thirds are in a first node pool, where Kafka has node pools
 * @param topics how many
 * @param small whether only what Kafka needs is there, without managed fields
 */
record AksCluster(Style style, int nodes, int brokers, int topics, boolean small) {

    /** How Strimzi is used. */
    enum Style {
        /** Strimzi 0.45 with v1beta2 resources, {@code spec.kafka.replicas} and ZooKeeper. */
        ZOOKEEPER_0_45("v1beta2", "3.9.0"),
        /** Strimzi 0.45 with v1beta2 resources, node pools and KRaft, both asked for by annotations. */
        KRAFT_0_45("v1beta2", "3.9.0"),
        /** Strimzi 1.2 with v1 resources. */
        V1_1_2("v1", "4.3.1");

        private final String api;
        private final String kafka;

        Style(String api, String kafka) {
            this.api = api;
            this.kafka = kafka;
        }
    }

    private static final String REGION = "westeurope";
    private static final int ZONES = 3;
    private static final String GIB = "Gi";

    /** Returns the 40 nodes with nine brokers. */
    static AksCluster large(Style style) {
        return new AksCluster(style, 18, 9, 40, false);
    }

    /** Returns six nodes with three brokers. */
    static AksCluster small(Style style) {
        return new AksCluster(style, 6, 3, 2, true);
    }

    /** Returns the output. */
    String yaml() {
        List<String> items = new ArrayList<>();
        nodes(items);
        volumes(items);
        items.add(storageClass());
        pods(items);
        items.add(budget());
        kafka(items);
        StringBuilder out = new StringBuilder("apiVersion: v1\nitems:\n");
        for (String item : items) {
            String[] lines = item.stripTrailing().split("\n", -1);
            for (int line = 0; line < lines.length; line++) {
                out.append(line == 0 ? "- " : "  ").append(lines[line]).append('\n');
            }
        }
        return out.append("kind: List\nmetadata:\n  resourceVersion: \"\"\n").toString();
    }

    private static String uid(String of) {
        int hash = of.hashCode();
        return String.format(
                Locale.ROOT,
                "%08x-%04x-4%03x-a%03x-%08x%04x",
                hash,
                hash & 0xffff,
                hash & 0xfff,
                (hash >> 4) & 0xfff,
                hash * 31,
                (hash >> 8) & 0xffff);
    }

    private String managed(String manager) {
        return small
                ? ""
                : """
                    managedFields:
                    - apiVersion: v1
                      fieldsType: FieldsV1
                      fieldsV1:
                        f:metadata:
                          f:labels:
                            .: {}
                            f:kubernetes.io/hostname: {}
                        f:status:
                          f:conditions:
                            k:{"type":"Ready"}:
                              .: {}
                              f:lastHeartbeatTime: {}
                      manager: %s
                      operation: Update
                      time: "2026-10-01T08:00:00Z"
                  """.formatted(manager).indent(2).replaceFirst("^ {4}", "    ").replaceAll("(?m)^ {2}", "");
    }

    private static String zone(int number) {
        return REGION + "-" + (number % ZONES + 1);
    }

    private void nodes(List<String> items) {
        if (!small) {
            for (int number = 0; number < 4; number++) {
                items.add(node("system", "Standard_D4ds_v5", number, "system", false));
            }
        }
        for (int number = 0; number < nodes; number++) {
            items.add(node("kafka", "Standard_D8ds_v5", number, "user", true));
        }
        for (int number = 0; !small && number < nodes; number++) {
            items.add(node("apps", "Standard_D8s_v5", number, "user", false));
        }
    }

    private static String nodeName(String pool, int number) {
        return "aks-%s-31906424-vmss%06x".formatted(pool, number);
    }

    private String node(String pool, String vm, int number, String mode, boolean tainted) {
        String name = nodeName(pool, number);
        boolean managedDisk = vm.equals("Standard_D8s_v5");
        return """
                apiVersion: v1
                kind: Node
                metadata:
                  annotations:
                    csi.volume.kubernetes.io/nodeid: '{"disk.csi.azure.com":"%1$s","file.csi.azure.com":"%1$s"}'
                    node.alpha.kubernetes.io/ttl: "0"
                    volumes.kubernetes.io/controller-managed-attach-detach: "true"
                  creationTimestamp: "2026-09-28T06:11:40Z"
                  labels:
                    agentpool: %2$s
                    beta.kubernetes.io/arch: amd64
                    failure-domain.beta.kubernetes.io/region: %3$s
                    failure-domain.beta.kubernetes.io/zone: %4$s
                    kubernetes.azure.com/agentpool: %2$s
                    kubernetes.azure.com/cluster: MC_kafka-prod_%3$s
                    kubernetes.azure.com/mode: %5$s
                    kubernetes.azure.com/node-image-version: AKSUbuntu-2204gen2containerd-202609.15.0
                    kubernetes.azure.com/os-sku: Ubuntu
                    kubernetes.azure.com/role: agent
                %6$s    kubernetes.io/hostname: %1$s
                    node.kubernetes.io/instance-type: %7$s
                    topology.disk.csi.azure.com/zone: %4$s
                    topology.kubernetes.io/region: %3$s
                    topology.kubernetes.io/zone: %4$s
                %8$s  name: %1$s
                  resourceVersion: "%9$s"
                  uid: %10$s
                spec:
                  podCIDR: 10.244.%11$s.0/24
                  providerID: azure:///subscriptions/0/resourceGroups/mc/providers/Microsoft.Compute/virtualMachineScaleSets/%2$s/virtualMachines/%11$s
                %12$sstatus:
                  allocatable:
                    cpu: 7820m
                    ephemeral-storage: "119703055367"
                    memory: 28379580Ki
                    pods: "110"
                  capacity:
                    cpu: "8"
                    memory: 32863676Ki
                    pods: "110"
                  conditions:
                  - lastHeartbeatTime: "2026-11-25T07:58:03Z"
                    message: kubelet is posting ready status
                    reason: KubeletReady
                    status: "True"
                    type: Ready
                  nodeInfo:
                    architecture: amd64
                    kernelVersion: 5.15.0-1092-azure
                    kubeletVersion: v1.33.4
                    osImage: Ubuntu 22.04.5 LTS
                """.formatted(
                        name,
                        pool,
                        REGION,
                        zone(number),
                        mode,
                        managedDisk
                                ? "    kubernetes.azure.com/storageprofile: managed\n    kubernetes.azure.com/storagetier: Premium_LRS\n"
                                : "",
                        vm,
                        managed("kubelet"),
                        8_000_000 + number,
                        uid(name),
                        number,
                        tainted ? "  taints:\n  - effect: NoSchedule\n    key: dedicated\n    value: kafka\n" : "");
    }

    /** A pod of Kafka: its name, where it runs, what it is, and how much storage it has. */
    private record Member(String name, int node, String pool, boolean broker, boolean controller, int gibibytes) {}

    private List<Member> members() {
        List<Member> members = new ArrayList<>();
        boolean pools = style != Style.ZOOKEEPER_0_45;
        int first = small ? brokers : brokers * 2 / 3;
        for (int number = 0; number < brokers; number++) {
            String pool = pools ? number < first ? "broker" : "broker-large" : "kafka";
            members.add(new Member(
                    "prod-%s-%s".formatted(pool, number),
                    number,
                    pool,
                    true,
                    false,
                    pool.equals("broker-large") ? 1024 : 512));
        }
        for (int number = 0; number < 3; number++) {
            String pool = pools ? "controller" : "zookeeper";
            int id = pools ? brokers + number : number;
            members.add(new Member("prod-%s-%s".formatted(pool, id), nodes - 3 + number, pool, false, pools, 16));
        }
        return members;
    }

    private String claim(Member member) {
        return style == Style.ZOOKEEPER_0_45 ? "data-" + member.name() : "data-0-" + member.name();
    }

    private void volumes(List<String> items) {
        for (Member member : members()) {
            items.add(volume(member));
        }
        for (Member member : members()) {
            items.add(boundClaim(member));
        }
        for (Member member : members()) {
            items.add(attachment(member));
        }
    }

    private static String volumeName(Member member) {
        return "pvc-" + uid(member.name());
    }

    private String volume(Member member) {
        return """
                apiVersion: v1
                kind: PersistentVolume
                metadata:
                  annotations:
                    pv.kubernetes.io/provisioned-by: disk.csi.azure.com
                  creationTimestamp: "2026-09-28T07:02:11Z"
                  finalizers:
                  - external-provisioner.volume.kubernetes.io/finalizer
                  - kubernetes.io/pv-protection
                  name: %1$s
                  resourceVersion: "7100231"
                  uid: %2$s
                spec:
                  accessModes:
                  - ReadWriteOnce
                  capacity:
                    storage: %3$s
                  claimRef:
                    apiVersion: v1
                    kind: PersistentVolumeClaim
                    name: %4$s
                    namespace: kafka
                  csi:
                    driver: disk.csi.azure.com
                    volumeAttributes:
                      csi.storage.k8s.io/pv/name: %1$s
                      csi.storage.k8s.io/pvc/name: %4$s
                      requestedsizegib: "%5$s"
                      skuname: Premium_LRS
                      storage.kubernetes.io/csiProvisionerIdentity: 1759040000000-8081-disk.csi.azure.com
                    volumeHandle: /subscriptions/0/resourceGroups/mc/providers/Microsoft.Compute/disks/%1$s
                  nodeAffinity:
                    required:
                      nodeSelectorTerms:
                      - matchExpressions:
                        - key: topology.disk.csi.azure.com/zone
                          operator: In
                          values:
                          - %6$s
                  persistentVolumeReclaimPolicy: Retain
                  storageClassName: kafka-premium
                  volumeMode: Filesystem
                status:
                  phase: Bound
                """.formatted(
                        volumeName(member),
                        uid("pv" + member.name()),
                        member.gibibytes() + GIB,
                        claim(member),
                        member.gibibytes(),
                        zone(member.node()));
    }

    private String boundClaim(Member member) {
        return """
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata:
                  annotations:
                    pv.kubernetes.io/bind-completed: "yes"
                    pv.kubernetes.io/bound-by-controller: "yes"
                    strimzi.io/delete-claim: "false"
                    volume.kubernetes.io/storage-provisioner: disk.csi.azure.com
                  finalizers:
                  - kubernetes.io/pvc-protection
                  labels:
                    strimzi.io/cluster: prod
                    strimzi.io/pool-name: %2$s
                  name: %1$s
                  namespace: kafka
                  uid: %3$s
                spec:
                  accessModes:
                  - ReadWriteOnce
                  resources:
                    requests:
                      storage: %4$s
                  storageClassName: kafka-premium
                  volumeMode: Filesystem
                  volumeName: %5$s
                status:
                  capacity:
                    storage: %4$s
                  phase: Bound
                """.formatted(
                claim(member), member.pool(), uid("pvc" + member.name()), member.gibibytes() + GIB, volumeName(member));
    }

    private String attachment(Member member) {
        return """
                apiVersion: storage.k8s.io/v1
                kind: VolumeAttachment
                metadata:
                  name: csi-%s
                  uid: %s
                spec:
                  attacher: disk.csi.azure.com
                  nodeName: %s
                  source:
                    persistentVolumeName: %s
                status:
                  attached: true
                """.formatted(
                        uid("csi" + member.name()).replace("-", ""),
                        uid("va" + member.name()),
                        nodeName("kafka", member.node()),
                        volumeName(member));
    }

    private static String storageClass() {
        return """
                allowVolumeExpansion: true
                apiVersion: storage.k8s.io/v1
                kind: StorageClass
                metadata:
                  name: kafka-premium
                  uid: 5f0b1c1e-1111-4222-8333-944455556666
                parameters:
                  cachingMode: None
                  skuName: Premium_LRS
                provisioner: disk.csi.azure.com
                reclaimPolicy: Retain
                volumeBindingMode: WaitForFirstConsumer
                """;
    }

    private void pods(List<String> items) {
        for (Member member : members()) {
            items.add(pod(member));
        }
        items.add(otherPod("strimzi", "strimzi-cluster-operator-6c8fd7d9c5-x2k4z", "strimzi-cluster-operator"));
        items.add(otherPod("strimzi", "strimzi-drain-cleaner-7b6c5d4f9-q8w7e", "strimzi-drain-cleaner"));
        for (int number = 0; !small && number < 60; number++) {
            items.add(otherPod("shop", "orders-api-5d9c7b8f6-%05d".formatted(number), "orders-api"));
        }
    }

    private String pod(Member member) {
        String component = style == Style.ZOOKEEPER_0_45 && !member.broker() ? "zookeeper" : "kafka";
        return """
                apiVersion: v1
                kind: Pod
                metadata:
                  annotations:
                    strimzi.io/revision: a1b2c3d4
                  labels:
                    strimzi.io/broker-role: "%1$s"
                    strimzi.io/cluster: prod
                    strimzi.io/controller: strimzipodset
                    strimzi.io/controller-role: "%2$s"
                    strimzi.io/kind: Kafka
                    strimzi.io/name: prod-%3$s
                    strimzi.io/pool-name: %4$s
                    strimzi.io/pod-name: %5$s
                %6$s  name: %5$s
                  namespace: kafka
                  ownerReferences:
                  - apiVersion: core.strimzi.io/%7$s
                    blockOwnerDeletion: false
                    controller: true
                    kind: StrimziPodSet
                    name: prod-%4$s
                    uid: %8$s
                  uid: %9$s
                spec:
                %10$s  containers:
                  - image: quay.io/strimzi/kafka:%11$s-kafka-%12$s
                    name: kafka
                    resources:
                      limits:
                        memory: 16Gi
                      requests:
                        cpu: "4"
                        memory: 16Gi
                    volumeMounts:
                    - mountPath: /var/lib/kafka/data-0
                      name: data-0
                  nodeName: %13$s
                  terminationGracePeriodSeconds: 30
                  tolerations:
                  - effect: NoSchedule
                    key: dedicated
                    operator: Equal
                    value: kafka
                  - effect: NoExecute
                    key: node.kubernetes.io/not-ready
                    operator: Exists
                    tolerationSeconds: 300
                  volumes:
                  - name: data-0
                    persistentVolumeClaim:
                      claimName: %14$s
                  - emptyDir:
                      medium: Memory
                      sizeLimit: 5Mi
                    name: strimzi-tmp
                  - configMap:
                      name: %5$s
                    name: kafka-metrics-and-logging
                status:
                  phase: Running
                """.formatted(
                        member.broker(),
                        member.controller(),
                        component,
                        member.pool(),
                        member.name(),
                        managed("strimzi-cluster-operator"),
                        style.api,
                        uid(member.pool()),
                        uid("pod" + member.name()),
                        podAffinity(),
                        style == Style.V1_1_2 ? "1.2.0" : "0.45.0",
                        style.kafka,
                        nodeName("kafka", member.node()),
                        claim(member));
    }

    private static String podAffinity() {
        return """
                  affinity:
                    nodeAffinity:
                      requiredDuringSchedulingIgnoredDuringExecution:
                        nodeSelectorTerms:
                        - matchExpressions:
                          - key: agentpool
                            operator: In
                            values:
                            - kafka
                          - key: topology.kubernetes.io/zone
                            operator: Exists
                    podAntiAffinity:
                      requiredDuringSchedulingIgnoredDuringExecution:
                      - labelSelector:
                          matchLabels:
                            strimzi.io/cluster: prod
                        topologyKey: kubernetes.io/hostname
                """.indent(2).replaceAll("(?m)^ {2}", "");
    }

    private String otherPod(String namespace, String name, String app) {
        return """
                apiVersion: v1
                kind: Pod
                metadata:
                  labels:
                    app: %3$s
                  name: %2$s
                  namespace: %1$s
                  uid: %4$s
                spec:
                  containers:
                  - image: example.azurecr.io/%3$s:1.0
                    name: %3$s
                    resources:
                      requests:
                        cpu: 100m
                        memory: 256Mi
                  nodeName: %5$s
                status:
                  phase: Running
                """.formatted(
                        namespace,
                        name,
                        app,
                        uid(namespace + name),
                        nodeName(small ? "kafka" : "apps", Math.floorMod(name.hashCode(), nodes)));
    }

    private String budget() {
        int covered = style == Style.ZOOKEEPER_0_45 ? brokers : brokers + 3;
        return """
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata:
                  labels:
                    strimzi.io/cluster: prod
                  name: prod-kafka
                  namespace: kafka
                spec:
                  minAvailable: %s
                  selector:
                    matchLabels:
                      strimzi.io/cluster: prod
                      strimzi.io/kind: Kafka
                      strimzi.io/name: prod-kafka
                status:
                  currentHealthy: %s
                  disruptionsAllowed: 1
                """.formatted(covered - 1, covered);
    }

    private void kafka(List<String> items) {
        items.add(style == Style.ZOOKEEPER_0_45 ? zookeeperCluster() : kraftCluster());
        if (style != Style.ZOOKEEPER_0_45) {
            int first = small ? brokers : brokers * 2 / 3;
            items.add(nodePool("broker", "broker", first, 512));
            if (first < brokers) {
                items.add(nodePool("broker-large", "broker", brokers - first, 1024));
            }
            items.add(nodePool("controller", "controller", 3, 16));
        }
        for (int number = 0; number < topics; number++) {
            items.add(topic(number));
        }
    }

    private String template() {
        return """
                template:
                  pod:
                    affinity:
                      nodeAffinity:
                        requiredDuringSchedulingIgnoredDuringExecution:
                          nodeSelectorTerms:
                          - matchExpressions:
                            - key: agentpool
                              operator: In
                              values:
                              - kafka
                      podAntiAffinity:
                        requiredDuringSchedulingIgnoredDuringExecution:
                        - labelSelector:
                            matchLabels:
                              strimzi.io/cluster: prod
                          topologyKey: kubernetes.io/hostname
                    tolerations:
                    - effect: NoSchedule
                      key: dedicated
                      operator: Equal
                      value: kafka
                """;
    }

    private String brokerSettings() {
        return """
                config:
                  auto.create.topics.enable: false
                  default.replication.factor: 3
                  min.insync.replicas: 2
                  offsets.topic.replication.factor: 3
                  replica.lag.time.max.ms: 20000
                listeners:
                - name: tls
                  port: 9093
                  tls: true
                  type: internal
                metricsConfig:
                  type: jmxPrometheusExporter
                  valueFrom:
                    configMapKeyRef:
                      key: kafka-metrics-config.yml
                      name: kafka-metrics
                rack:
                %s  topologyKey: topology.kubernetes.io/zone
                """.formatted(style == Style.V1_1_2 ? "  type: topology-label\n" : "");
    }

    private String zookeeperCluster() {
        return """
                apiVersion: kafka.strimzi.io/v1beta2
                kind: Kafka
                metadata:
                  creationTimestamp: "2024-02-05T09:30:00Z"
                  generation: 12
                  name: prod
                  namespace: kafka
                  uid: 0a1b2c3d-0000-4000-8000-000000000001
                spec:
                  entityOperator:
                    topicOperator: {}
                    userOperator: {}
                  kafka:
                %s    replicas: %s
                    resources:
                      requests:
                        cpu: "4"
                        memory: 16Gi
                    storage:
                      type: jbod
                      volumes:
                      - class: kafka-premium
                        deleteClaim: false
                        id: 0
                        size: 512Gi
                        type: persistent-claim
                %s    version: %s
                  zookeeper:
                    replicas: 3
                    storage:
                      class: kafka-premium
                      size: 16Gi
                      type: persistent-claim
                status:
                  clusterId: 4sQkJ1u6R5y2mP0aBcDeFg
                  conditions:
                  - lastTransitionTime: "2026-11-20T10:00:00Z"
                    status: "True"
                    type: Ready
                  kafkaVersion: %s
                  observedGeneration: 12
                """.formatted(brokerSettings().indent(4), brokers, template().indent(4), style.kafka, style.kafka);
    }

    private String kraftCluster() {
        boolean old = style == Style.KRAFT_0_45;
        return """
                apiVersion: kafka.strimzi.io/%1$s
                kind: Kafka
                metadata:
                %2$s  creationTimestamp: "2026-09-28T07:00:00Z"
                  generation: 4
                  name: prod
                  namespace: kafka
                  uid: 0a1b2c3d-0000-4000-8000-000000000001
                spec:
                  cruiseControl: {}
                  entityOperator:
                    topicOperator: {}
                    userOperator: {}
                  kafka:
                %3$s    metadataVersion: %4$s
                %5$s    version: %6$s
                status:
                  clusterId: 4sQkJ1u6R5y2mP0aBcDeFg
                  conditions:
                  - lastTransitionTime: "2026-11-20T10:00:00Z"
                    status: "True"
                    type: Ready
                  kafkaMetadataVersion: %4$s
                  kafkaVersion: %6$s
                  observedGeneration: 4
                """.formatted(
                style.api,
                old ? "  annotations:\n    strimzi.io/kraft: enabled\n    strimzi.io/node-pools: enabled\n" : "",
                brokerSettings().indent(4),
                old ? "3.9-IV0" : "4.3-IV0",
                template().indent(4),
                style.kafka);
    }

    private String nodePool(String name, String role, int replicas, int gibibytes) {
        return """
                apiVersion: kafka.strimzi.io/%s
                kind: KafkaNodePool
                metadata:
                  labels:
                    strimzi.io/cluster: prod
                  name: %s
                  namespace: kafka
                spec:
                  replicas: %s
                  resources:
                    requests:
                      cpu: "4"
                      memory: 16Gi
                  roles:
                  - %s
                  storage:
                    type: jbod
                    volumes:
                    - class: kafka-premium
                      deleteClaim: false
                      id: 0
                      kraftMetadata: shared
                      size: %sGi
                      type: persistent-claim
                status:
                  replicas: %s
                """.formatted(style.api, name, replicas, role, gibibytes, replicas);
    }

    private String topic(int number) {
        return """
                apiVersion: kafka.strimzi.io/%s
                kind: KafkaTopic
                metadata:
                  labels:
                    strimzi.io/cluster: prod
                  name: %s
                  namespace: kafka
                spec:
                  config:
                    retention.ms: 604800000
                  partitions: %s
                  replicas: 3
                """.formatted(
                        style.api,
                        number == 0 ? "orders" : number == 1 ? "payments" : "events-" + number,
                        number < 2 ? 60 : 12);
    }
}
