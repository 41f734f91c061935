package dev.brokerfall.world;

import dev.brokerfall.cluster.DataState;
import dev.brokerfall.cluster.Workload;
import dev.brokerfall.fault.ProcessStage;
import dev.brokerfall.fault.Stage;
import dev.brokerfall.hosts.Hosts;
import dev.brokerfall.hosts.HostsListener;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kubernetes.Kubernetes;
import dev.brokerfall.kubernetes.KubernetesListener;
import dev.brokerfall.random.Streams;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/**
 * A platform that is up and running below its processes.
 *
 * @param stage by which faults reach it
 * @param platform by which its processes answer
 * @param zoneOf the zone that a process is in now; empty when it is in none
 */
record Below(Stage stage, KafkaProcesses.Platform platform, IntFunction<Optional<String>> zoneOf) {

    /** Starts the platform that {@code config} asks for. */
    static Below start(
            Agenda agenda,
            Streams streams,
            TrialConfig config,
            Workload workload,
            ProcessStage processes,
            KubernetesListener kubernetesFacts,
            HostsListener hostsFacts) {
        if (config.platform() instanceof PlatformConfig.Aks aks) {
            return on(
                    new Kubernetes(agenda, streams, aks.config(), aks.pods(), workload, kubernetesFacts),
                    config,
                    processes);
        }
        if (config.platform() instanceof PlatformConfig.Manifests manifests) {
            return on(
                    new Kubernetes(agenda, streams, manifests.config(), manifests.objects(), workload, kubernetesFacts),
                    config,
                    processes);
        }
        if (config.platform() instanceof PlatformConfig.Hosts below) {
            Hosts hosts = new Hosts(agenda, streams, below.config(), workload, hostsFacts);
            return new Below(
                    new HostsStage(hosts, config.topology(), config.healing(), processes),
                    new KafkaProcesses.Platform() {
                        @Override
                        public void exited(int process) {
                            hosts.exited(process);
                        }

                        @Override
                        public void workloadChanged() {
                            hosts.workloadChanged();
                        }

                        @Override
                        public void launch(int process, Cause cause) {
                            throw new UnsupportedOperationException("no broker can join agents");
                        }

                        @Override
                        public void retire(int process, Cause cause) {
                            throw new UnsupportedOperationException("no broker can leave agents");
                        }
                    },
                    process -> Optional.of(hosts.zoneOf(process)));
        }
        return new Below(
                new BareStage(processes),
                new KafkaProcesses.Platform() {
                    @Override
                    public void exited(int process) {
                        // Nobody takes its place.
                    }

                    @Override
                    public void workloadChanged() {
                        // Nobody waits.
                    }

                    @Override
                    public void launch(int process, Cause cause) {
                        workload.started(process, DataState.INTACT, cause);
                    }

                    @Override
                    public void retire(int process, Cause cause) {
                        workload.stopRequested(process, cause);
                    }
                },
                process -> Optional.empty());
    }

    private static Below on(Kubernetes kubernetes, TrialConfig config, ProcessStage processes) {
        return new Below(
                new AksStage(kubernetes, config.topology(), config.healing(), config.notice(), processes),
                new KafkaProcesses.Platform() {
                    @Override
                    public void exited(int process) {
                        kubernetes.exited(process);
                    }

                    @Override
                    public void workloadChanged() {
                        kubernetes.workloadChanged();
                    }

                    @Override
                    public void launch(int process, Cause cause) {
                        throw new UnsupportedOperationException("no broker can join pods");
                    }

                    @Override
                    public void retire(int process, Cause cause) {
                        throw new UnsupportedOperationException("no broker can leave pods");
                    }
                },
                process -> zoneOf(kubernetes, process));
    }

    private static Optional<String> zoneOf(Kubernetes kubernetes, int process) {
        OptionalInt node = kubernetes.nodeOf(process);
        return node.isPresent() ? Optional.of(kubernetes.zoneOf(node.getAsInt())) : Optional.empty();
    }
}
