package dev.brokerfall.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.scenario.text.ScenarioException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of brokers that cannot join or be replaced, on the bare platform and on others. */
final class BrokerChangeChecksTest {

    private static final String BARE = """
            apiVersion: brokerfall.dev/v1alpha1
            kind: Scenario
            metadata: {name: changes}
            spec:
              horizon: 30d
              platform: {bare: {}}
              kafka:
                brokers: 3
                topics:
                  - {name: orders, partitions: 12, replicationFactor: 3, minInsyncReplicas: 2}
                workload: {produce: 1MB/s, retained: 12GB}
              faults: {none: true}
              timeline:
            """;

    @Test
    void brokers_may_join_and_be_replaced_one_after_the_other_and_what_joined_can_be_struck() {
        assertThat(messages(
                        "{id: grow, at: 1d, addBroker: {throttle: 50MB/s}}",
                        "{id: swap, after: {event: grow}, replaceBroker: {broker: 3}}",
                        "{at: 20d, replaceBroker: {broker: 0}}",
                        "{at: 25d, brokerKill: {broker: 5}}"))
                .containsExactly("it is not sure to happen after the addBroker or replaceBroker before it");
        assertThat(messages(
                        "{id: grow, at: 1d, addBroker: {throttle: 50MB/s}}",
                        "{id: swap, after: {event: grow}, replaceBroker: {broker: 3}}",
                        "{after: {event: swap}, replaceBroker: {broker: 0}}",
                        "{at: 25d, brokerKill: {broker: 5}}"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{at: 1d, replaceBroker: {broker: 7}}              | there is no broker 7",
                "{at: 1d, replaceBroker: {broker: 3}}              | there is no broker 3",
                "{at: 1d, replaceBroker: {}}                       | 'broker' is missing",
                "{at: 1d, addBroker: {throttle: 0MB/s}}            | throttle must be positive, was 0B/s",
                "{at: 1d, addBroker: {throttle: -50MB/s}}          | 'throttle': a rate must not be negative",
                "{every: 1d, addBroker: {}}                        | addBroker happens once",
                "{at: 1d, brokerKill: {broker: 3}}                 | there is no broker 3"
            })
    void a_mistake_is_told(String entry, String message) {
        assertThat(messages(entry)).singleElement().asString().startsWith(message);
    }

    @Test
    void a_broker_is_replaced_once() {
        assertThat(messages("{id: one, at: 1d, replaceBroker: {broker: 1}}", "{at: 2d, replaceBroker: {broker: 1}}"))
                .containsExactly("broker 1 has been replaced by then");
    }

    @Test
    void a_network_of_its_own_needs_a_broker_that_is_there_or_comes_and_is_given_once() {
        String grow = "{at: 1d, addBroker: {}}";
        assertThat(messages(BARE.replace("bare: {}", "bare: {brokers: [{broker: 3, nic: 1GB/s}]}"), List.of(grow)))
                .isEmpty();
        assertThat(messages(BARE.replace("bare: {}", "bare: {brokers: [{broker: 4, nic: 1GB/s}]}"), List.of(grow)))
                .containsExactly("there is no broker 4");
        assertThat(messages(
                        BARE.replace("bare: {}", "bare: {brokers: [{broker: 1, nic: 1GB/s}, {broker: 1, nic: 2GB/s}]}"),
                        List.of(grow)))
                .containsExactly("broker 1 is there twice");
        assertThat(messages(BARE.replace("bare: {}", "bare: {nic: 0MB/s}"), List.of(grow)))
                .containsExactly("'nic': must be more than 0, found '0MB/s'");
    }

    private static List<String> messages(String... entries) {
        return messages(BARE, List.of(entries));
    }

    private static List<String> messages(String head, List<String> entries) {
        StringBuilder text = new StringBuilder(head);
        for (String entry : entries) {
            text.append("    - ").append(entry).append('\n');
        }
        try {
            return new ScenarioReader(Catalogue.standard(), List.of())
                    .read("changes.yaml", text.toString(), Path.of("")).stream()
                            .flatMap(scenario -> scenario.warnings().stream())
                            .map(problem -> problem.message())
                            .toList();
        } catch (ScenarioException e) {
            return e.problems().stream().map(problem -> problem.message()).toList();
        }
    }
}
