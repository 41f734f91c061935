package dev.brokerfall.scenario.imports;

/** Three nodes and a StatefulSet as Bitnami's chart makes it: three controllers that are brokers too, without Strimzi. */
final class BitnamiChart {

    private BitnamiChart() {}

    static String yaml() {
        StringBuilder nodes = new StringBuilder();
        for (int number = 1; number <= 3; number++) {
            nodes.append("""
                    apiVersion: v1
                    kind: Node
                    metadata:
                      name: aks-data-1-vmss00000%1$s
                      labels:
                        kubernetes.azure.com/agentpool: data
                        kubernetes.azure.com/mode: user
                        kubernetes.azure.com/storageprofile: managed
                        node.kubernetes.io/instance-type: Standard_D4s_v5
                        topology.kubernetes.io/region: northeurope
                        topology.kubernetes.io/zone: northeurope-%1$s
                    status:
                      conditions:
                      - {type: Ready, status: "True"}
                      nodeInfo: {kubeletVersion: v1.32.7}
                    ---
                    """.formatted(number));
        }
        return nodes + """
                apiVersion: storage.k8s.io/v1
                kind: StorageClass
                metadata:
                  name: default
                  annotations: {storageclass.kubernetes.io/is-default-class: "true"}
                provisioner: disk.csi.azure.com
                parameters: {skuname: StandardSSD_ZRS}
                volumeBindingMode: WaitForFirstConsumer
                ---
                apiVersion: apps/v1
                kind: StatefulSet
                metadata:
                  name: kafka-controller
                  namespace: stream
                  labels:
                    app.kubernetes.io/instance: kafka
                    app.kubernetes.io/name: kafka
                    app.kubernetes.io/component: controller-eligible
                spec:
                  replicas: 3
                  template:
                    metadata:
                      labels: {app.kubernetes.io/instance: kafka, app.kubernetes.io/component: controller-eligible}
                    spec:
                      affinity:
                        podAntiAffinity:
                          preferredDuringSchedulingIgnoredDuringExecution:
                          - weight: 1
                            podAffinityTerm:
                              labelSelector: {matchLabels: {app.kubernetes.io/instance: kafka}}
                              topologyKey: kubernetes.io/hostname
                      containers:
                      - name: kafka
                        image: docker.io/bitnami/kafka:3.9.0-debian-12-r1
                        env:
                        - {name: KAFKA_CFG_PROCESS_ROLES, value: "controller,broker"}
                        - {name: KAFKA_CFG_REPLICA_LAG_TIME_MAX_MS, value: "20000"}
                        - {name: KAFKA_CLIENT_PASSWORDS, value: hunter2}
                  volumeClaimTemplates:
                  - metadata: {name: data}
                    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Ti}}}
                """;
    }
}
