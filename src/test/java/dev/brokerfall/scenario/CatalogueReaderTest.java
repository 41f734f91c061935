package dev.brokerfall.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.catalogue.Entry;
import dev.brokerfall.catalogue.Label;
import dev.brokerfall.scenario.text.ScenarioException;
import dev.brokerfall.unit.DataRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CatalogueReaderTest {

    @TempDir
    private Path folder = Path.of("");

    private Catalogue read(String text) throws IOException {
        Path file = folder.resolve("mine.yaml");
        Files.writeString(file, text);
        return CatalogueReader.read(Catalogue.standard(), file);
    }

    @Test
    void a_value_alone_is_stated_by_its_user() throws IOException {
        Entry entry = read("# ours\nprices.disk.P40: 240 USD\n").entry("prices.disk.P40");

        assertThat(entry.value()).isEqualTo("240 USD");
        assertThat(entry.label()).isEqualTo(Label.STATED);
        assertThat(entry.range()).isEmpty();
        assertThat(entry.note()).isEmpty();
        assertThat(entry.sources())
                .singleElement()
                .satisfies(source -> assertThat(source.title()).isEqualTo("mine.yaml, line 2"));
        assertThat(entry.instead()).map(Entry::label).contains(Label.UNKNOWN);
    }

    @Test
    void a_value_may_have_label_source_note_and_range_of_its_own() throws IOException {
        Entry entry = read("""
                azureDisk.attach:
                  value: {lognormal: {median: 90s, p95: 5m}}
                  range: [60s, 3m]
                  label: derived
                  source: our attach log
                  note: Of 212 moves.
                """).entry("azureDisk.attach");

        assertThat(entry.rangeText()).isEqualTo("[60s, 3m]");
        assertThat(entry.label()).isEqualTo(Label.DERIVED);
        assertThat(entry.sources())
                .singleElement()
                .satisfies(source -> assertThat(source.title()).isEqualTo("our attach log"));
        assertThat(entry.note()).isEqualTo("Of 212 moves.");
    }

    @Test
    void a_size_of_machines_can_be_added_with_all_its_columns_and_a_price() throws IOException {
        Catalogue catalogue = read("""
                vmSizes.Standard_D16s_v5: {vcpus: 16, memory: 64Gi, maxDataDisks: 32, uncachedIops: 25600, uncachedRate: 600MB/s, burstIops: 40000, burstRate: 1200MB/s, nicRate: 1562.5MB/s, ephemeralOs: false, liveMigration: true}
                prices.vm.Standard_D16s_v5: {value: 0.768 USD, label: stated, source: our bill}
                """);

        assertThat(catalogue.vmSize("Standard_D16s_v5"))
                .hasValueSatisfying(
                        size -> assertThat(size.uncachedRate()).isEqualTo(DataRate.megabytesPerSecond(600)));
        assertThat(catalogue.money("prices.vm.Standard_D16s_v5").usd()).isEqualTo(0.768);
        assertThat(catalogue.replaced()).as("it stands in the place of nothing").isEmpty();
    }

    @Test
    void a_set_of_faults_can_be_added_with_what_other_sets_have() throws IOException {
        Catalogue catalogue = read("""
                faults.our-year.nodeCrash.interarrival: {exponential: {mean: 2y}}
                faults.our-year.nodeCrash.duration: {constant: 10m}
                """);

        assertThat(catalogue.children("faults")).contains("our-year");
        assertThat(catalogue.entry("faults.our-year.nodeCrash.interarrival").per())
                .contains("node");
    }

    @Test
    void one_column_of_an_entry_can_be_replaced() throws IOException {
        Catalogue catalogue = read("""
                vmSizes.Standard_D8ds_v5.uncachedRate: 400MB/s
                vmSizes.Standard_D8ds_v5.maxDataDisks: 12
                """);

        assertThat(catalogue.vmSize("Standard_D8ds_v5").orElseThrow().uncachedRate())
                .isEqualTo(DataRate.megabytesPerSecond(400));
        assertThat(catalogue.vmSize("Standard_D8ds_v5").orElseThrow().maxDataDisks())
                .isEqualTo(12);
        assertThat(catalogue.vmSize("Standard_D8ds_v5").orElseThrow().vcpus()).isEqualTo(8);
        assertThat(catalogue.replaced())
                .singleElement()
                .satisfies(entry ->
                        assertThat(entry.instead().orElseThrow().text()).contains("290MB/s"));
    }

    @Test
    void a_machine_may_have_no_data_disks() throws IOException {
        assertThat(read("vmSizes.Standard_D8ds_v5.maxDataDisks: 0")
                        .vmSize("Standard_D8ds_v5")
                        .orElseThrow()
                        .maxDataDisks())
                .isZero();
    }

    @Test
    void an_empirical_distribution_is_read_from_a_file_beside_it() throws IOException {
        Files.writeString(folder.resolve("waits.csv"), "10s\n30s\n");

        Catalogue catalogue = read("azureDisk.mount: {empirical: waits.csv}");

        assertThat(catalogue.randomDuration("azureDisk.mount").meanSeconds()).isEqualTo(20);
    }

    @Test
    void names_with_dots_of_their_own_are_found() throws IOException {
        assertThat(read("kafka.config.broker.session.timeout.ms: 18s")
                        .duration("kafka.config.broker.session.timeout.ms"))
                .isEqualTo(Duration.ofSeconds(18));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            kubernetes.tolerations: 60s                | 1:1  | the catalogue has no 'kubernetes.tolerations'    | did you mean 'kubernetes.toleration'?
            prices.vm.Standard_D8ds_v55: 1 USD         | 1:1  | there is no VM size 'Standard_D8ds_v55'          | did you mean 'Standard_D8ds_v5'?
            faults.azure-typicl.nodeCrash.duration: 1s | 1:1  | the catalogue has no 'faults.azure-typicl        | did you mean
            faults.mine.nodeCrush.duration: 1s         | 1:1  | the catalogue has no 'faults.mine.nodeCrush      |
            vmSizes.Standard_X1: {vcpus: 1}            | 1:22 | the columns must be vcpus, memory                | vmSizes.Standard_X1
            nonsense: 1                                | 1:1  | the catalogue has no 'nonsense'                  | explain --list
            kubernetes.podGc: 20s                      | 1:1  | 'kubernetes.podGc' is a group of 2 entries       | kubernetes.podGc.loop: …
            vmSizes.Standard_D8ds_v5.uncachedrates: 1  | 1:1  | vmSizes.Standard_D8ds_v5 has no 'uncachedrates'  | did you mean 'uncachedRate'?
            kubernetes.toleration: 60                  | 1:24 | '60' has no unit                                 | write it like 90s
            kubernetes.toleration: 60Gi                | 1:24 | '60Gi' is not a duration                         | write it like 90s
            kubernetes.toleration: {constant: 60s}     | 1:24 | kubernetes.toleration:                           | write
            kubernetes.toleration: 400s                | 1:24 | 400s is outside the range from 30s to 300s       | give a range of your own
            azureDisk.attach: {lognormal: {median: 9m, p95: 20m}} | 1:19 | is outside the range from 10s to 60s  | give a range of your own
            azureDisk.attach: {lognormale: {median: 9m}} | 1:19 | 'lognormale' is not a distribution            | write one of
            kafka.semantics.default: kafka-4.4         | 1:26 | 'kafka-4.4' is not one of                        | did you mean 'kafka-4.3'?
            kafka.controllers: 12                      | 1:20 | must be at most 9, found 12                      |
            kafka.controllers: 2.5                     | 1:20 | '2.5' is not a whole number                      | write a whole number
            strimzi.drainCleaner: maybe                | 1:23 | 'maybe' is neither true nor false                | write true or false
            azureDisk.storageClass.managed-csi.sku: Fast | 1:41 | 'Fast' is not one of [StandardSSD, Premium]   | write a word
            vmSizes.Standard_D8ds_v5: {vcpus: 8}       | 1:27 | the columns must be vcpus, memory                | or name one of them
            vmSizes.Standard_D8ds_v5.vcpus: 0          | 1:33 | vcpus: must be more than zero, found 0           | write a whole number
            vmSizes.Standard_D8ds_v5.memory: 0Gi       | 1:34 | memory: must be more than zero, found 0Gi        | write an amount of data
            vmSizes.Standard_D8ds_v5.nicRate: 0MB/s    | 1:35 | nicRate: must be more than zero, found 0MB/s     | write a flow of data
            vmSizes.Standard_D8ds_v5: {vcpus: 8, memory: 32Gi, maxDataDisks: 0, uncachedIops: 0, uncachedRate: 290MB/s, burstIops: 20000, burstRate: 1200MB/s, nicRate: 1562.5MB/s, tempSize: 300Gi, tempIops: 38000, tempRate: 500MB/s, ephemeralOs: true, liveMigration: true} | 1:27 | uncachedIops must be more than zero, found 0 |
            azureDisk.premiumV2.minSize: 2Gi           | 1:1  | the model does not read 'azureDisk.premiumV2     | would change nothing
            {prices.regionFactor: {value: 1.1, lable: stated}} | 1:36 | unknown key 'lable'                      | did you mean 'label'?
            {prices.regionFactor: {value: 1.1, label: sure}}   | 1:43 | 'sure' is not a label                    | known: stated, derived, inferred, unknown
            {prices.regionFactor: {value: 2, range: [1]}}      | 1:41 | a range has a least and a greatest value | write [least, greatest]
            `{prices.regionFactor: {value: 2, range: [3, 1]}}`   | 1:41 | range: the least comes first             | write two of
            azureDisk.mount: {empirical: none.csv}     | 1:18 | there is no such file                            | file names are relative to the file that names them
            [a, b]                                     | 1:1  | a catalogue file is one map                      | write it like
            """)
    void what_is_wrong_is_told_with_its_place_and_a_remedy(String text, String place, String message, String help) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("mine.yaml:%s: error: ".formatted(place))
                .hasMessageContaining(message)
                .hasMessageContaining(help == null ? "" : help);
    }

    @Test
    void all_mistakes_are_told_at_once() {
        assertThatThrownBy(() -> read("kubernetes.toleration: 60\nnonsense: 1\n"))
                .hasMessageContaining("mine.yaml:1:24")
                .hasMessageContaining("mine.yaml:2:1");
    }
}
