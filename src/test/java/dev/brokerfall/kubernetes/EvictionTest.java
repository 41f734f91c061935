package dev.brokerfall.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.kubernetes.objects.ClusterObjects;
import dev.brokerfall.kubernetes.objects.LabelSelector;
import dev.brokerfall.kubernetes.objects.Node;
import dev.brokerfall.kubernetes.objects.Pod;
import dev.brokerfall.kubernetes.objects.PodDisruptionBudget;
import dev.brokerfall.kubernetes.objects.PodRules;
import dev.brokerfall.kubernetes.objects.PodTemplate;
import dev.brokerfall.kubernetes.objects.Resources;
import dev.brokerfall.kubernetes.objects.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the eviction API says to a drain of one node that holds all pods of an application. */
final class EvictionTest {

    private static final Map<String, String> APP = Map.of("app", "echo");

    @Test
    void without_a_budget_every_eviction_is_allowed() {
        assertThat(drain(4, 0).when("podDeleted")).containsExactly(0L, 0L, 0L, 0L);
    }

    /** Percentages round up, both of them: a third of 7 must be 3 healthy, or may be 3 out. */
    @ParameterizedTest
    @CsvSource({"34%,,7,4", "3,,7,4", ",34%,7,3", ",3,7,3", ",50%,3,2", "50%,,3,1", ",25%,2,1", "100%,,3,0", ",0,3,0"})
    void as_many_pods_go_at_once_as_the_budget_has_to_spare(
            @Nullable String min, @Nullable String max, int pods, int go) {
        PodDisruptionBudget budget = budget("echo", min, max, false);

        assertThat(drain(pods, 0, budget).when("podDeleted")).hasSize(go);
    }

    @Test
    void two_budgets_over_one_pod_are_an_error_and_it_never_goes() {
        Play play = drain(3, 0, budget("one", null, "1", false), budget("other", null, "1", false));

        play.kubernetes.workloadChanged();
        play.run(Duration.ofDays(1));
        assertThat(play.when("podDeleted")).isEmpty();
        assertThat(play.when("nodeCordoned")).hasSize(1);
    }

    @Test
    void a_pod_that_is_not_ready_may_go_while_enough_others_are() {
        // Two of three are wanted and are ready: the third may go although nothing is to spare, and no other.
        assertThat(drain(3, 1, budget("echo", "2", null, false)).story)
                .filteredOn(line -> line.contains("podDeleted"))
                .containsExactly("0 podDeleted 0");
        assertThat(drain(3, 2, budget("echo", "2", null, false)).when("podDeleted"))
                .as("one of three is ready")
                .isEmpty();
        assertThat(drain(3, 2, budget("echo", "2", null, true)).when("podDeleted"))
                .as("AlwaysAllow lets both go that are not")
                .hasSize(2);
    }

    @Test
    void an_upgrade_does_not_begin_while_a_budget_never_allows_an_eviction() {
        Play play = play(3, budget("echo", null, "0", false));

        play.kubernetes.nodePoolUpgrade("nodepool2", OptionalInt.empty(), Play.CAUSE);
        play.run(Duration.ofHours(1));

        assertThat(play.story)
                .anyMatch(line -> line.contains("stopped: a disruption budget allows no eviction (UnsatisfiablePDB)"));
        assertThat(play.when("nodeCordoned")).isEmpty();
    }

    private static Play drain(int pods, int unready, PodDisruptionBudget... budgets) {
        Play play = play(pods, budgets);
        play.workload.unready.set(0, unready);
        play.kubernetes.drain(play.kubernetes.node("n0").orElseThrow(), Play.CAUSE);
        // Whoever is gone is Pending: there is no other node.
        return play;
    }

    private static Play play(int pods, PodDisruptionBudget... budgets) {
        List<Pod> all = new ArrayList<>();
        for (int pod = 0; pod < pods; pod++) {
            PodTemplate template =
                    new PodTemplate(APP, PodRules.NONE, Resources.NONE, List.of(), Duration.ofSeconds(30));
            all.add(new Pod(
                    "default",
                    "echo-" + pod,
                    template,
                    Optional.of("n0"),
                    false,
                    false,
                    Optional.of("ReplicaSet/echo")));
        }
        Node node = new Node(
                "n0",
                Map.of("agentpool", "nodepool2", Topology.HOSTNAME, "n0", Topology.ZONE, "westus2-1"),
                false,
                List.of(),
                new Resources(8000, 1L << 35),
                30,
                Map.of(),
                true);
        ClusterObjects objects = new ClusterObjects(
                List.of(node),
                all,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(budgets),
                List.of(),
                Set.of(),
                Map.of());
        return Play.of(1, Play.config(Play.NOBODY, Play.ROUND, Play.NEVER), objects);
    }

    private static PodDisruptionBudget budget(
            String name, @Nullable String min, @Nullable String max, boolean unhealthyMayGo) {
        return new PodDisruptionBudget(
                "default",
                name,
                LabelSelector.of(APP),
                Optional.ofNullable(min),
                Optional.ofNullable(max),
                unhealthyMayGo);
    }
}
