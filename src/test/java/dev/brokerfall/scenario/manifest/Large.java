package dev.brokerfall.scenario.manifest;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code kubectl get pods -A -o yaml} prints of a large cluster: a single List. */
public final class Large {

    private static final String POD = """
            - apiVersion: v1
              kind: Pod
              metadata:
                annotations:
                  cni.projectcalico.org/containerID: 4d7a0f0c4b0d4f7e9a6d6f0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d
                creationTimestamp: "2026-05-04T11:12:13Z"
                labels:
                  app.kubernetes.io/instance: orders
                  app.kubernetes.io/name: web-%1$d
                  pod-template-hash: 6f7d8c9b5
                name: web-%1$d
                namespace: shop
                resourceVersion: "1234567890"
                uid: 00000000-0000-4000-8000-%1$012d
              spec:
                affinity:
                  podAntiAffinity:
                    preferredDuringSchedulingIgnoredDuringExecution:
                    - podAffinityTerm:
                        labelSelector:
                          matchLabels:
                            app.kubernetes.io/instance: orders
                        topologyKey: kubernetes.io/hostname
                      weight: 50
                containers:
                - env:
                  - name: JAVA_TOOL_OPTIONS
                    value: -XX:MaxRAMPercentage=70 -Djava.security.egd=file:/dev/urandom
                  image: registry.example.com/shop/web:2.14.3
                  imagePullPolicy: IfNotPresent
                  name: web
                  ports:
                  - containerPort: 8080
                    name: http
                    protocol: TCP
                  resources:
                    limits:
                      memory: 768Mi
                    requests:
                      cpu: 50m
                      memory: 512Mi
                  volumeMounts:
                  - mountPath: /var/run/secrets/kubernetes.io/serviceaccount
                    name: kube-api-access
                    readOnly: true
                dnsPolicy: ClusterFirst
                restartPolicy: Always
                tolerations:
                - effect: NoExecute
                  key: node.kubernetes.io/not-ready
                  operator: Exists
                  tolerationSeconds: 300
                - effect: NoExecute
                  key: node.kubernetes.io/unreachable
                  operator: Exists
                  tolerationSeconds: 300
                volumes:
                - name: kube-api-access
                  projected:
                    defaultMode: 420
              status:
                conditions:
                - lastTransitionTime: "2026-05-04T11:12:20Z"
                  message: '0/3 nodes are available: 3 Insufficient cpu.'
                  reason: Unschedulable
                  status: "False"
                  type: PodScheduled
                phase: Pending
            """;

    private Large() {}

    /** Writes a file of at least so many bytes; returns how many pods it holds. */
    public static int write(Path file, long bytes) throws IOException {
        int pods = 0;
        long written = 0;
        try (Writer out = Files.newBufferedWriter(file)) {
            out.write("apiVersion: v1\nitems:\n");
            while (written < bytes) {
                String pod = POD.formatted(pods++);
                written += pod.length();
                out.write(pod);
            }
            out.write("kind: List\n");
        }
        return pods;
    }
}
