package dev.brokerfall.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.random.Distribution;
import dev.brokerfall.scenario.format.Guide;
import dev.brokerfall.scenario.format.ScenarioField;
import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CatalogueTest {

    private final Catalogue catalogue = Catalogue.standard();

    @Test
    void every_entry_has_a_parent_or_admits_that_it_has_none() {
        assertThat(catalogue.entries()).hasSizeGreaterThan(200);
        assertThat(catalogue.entries())
                .filteredOn(entry -> entry.sources().isEmpty())
                .filteredOn(
                        entry -> entry.label() == Label.STATED || entry.note().isEmpty())
                .extracting(Entry::path)
                .isEmpty();
        assertThat(catalogue.entries().stream().flatMap(entry -> entry.sources().stream()))
                .allMatch(source -> source.address().startsWith("https://"));
    }

    @Test
    void an_unknown_number_has_a_range() {
        assertThat(catalogue.entries())
                .filteredOn(entry -> entry.label() == Label.UNKNOWN)
                .filteredOn(entry -> entry.range().size() != 2 && !(entry.value() instanceof Map))
                .extracting(Entry::path)
                .isEmpty();
    }

    @Test
    void each_value_reads_as_what_it_is() {
        assertThat(catalogue.duration("kubernetes.nodeMonitorGrace")).isEqualTo(Duration.ofSeconds(50));
        assertThat(catalogue.share("azureDisk.availability")).isEqualTo(0.99999);
        assertThat(catalogue.rate("kafka.catchUpRate")).isEqualTo(DataRate.megabytesPerSecond(250));
        assertThat(catalogue.rate("kafka.config.follower.replication.throttled.rate"))
                .isEqualTo(DataRate.UNLIMITED);
        assertThat(catalogue.randomDuration("azureDisk.attach").seconds())
                .isEqualTo(new Distribution.Lognormal(15.6, 0.85));
        assertThat(catalogue.number("azureFiles.deleteRenameFault.smb")).isEqualTo(1e-5);
        assertThat(catalogue.money("prices.disk.P20").usd()).isEqualTo(73.22);
        assertThatThrownBy(() -> catalogue.text("kubernetes.nodeMonitorGrave"))
                .hasMessageContaining("kubernetes.nodeMonitorGrave");
    }

    @Test
    void a_vm_size_knows_its_limits() {
        VmSize size = catalogue.vmSize("Standard_D8ds_v5").orElseThrow();
        assertThat(size.maxDataDisks()).isEqualTo(16);
        assertThat(size.uncachedRate()).isEqualTo(DataRate.megabytesPerSecond(290));
        assertThat(size.ephemeralOsRoom()).contains(DataSize.gibibytes(300));
        assertThat(size.nvme()).isEmpty();
        assertThat(catalogue.vmSize("Standard_D8_v5")).isEmpty();
        assertThat(catalogue.vmSizeNames())
                .hasSize(11)
                .allMatch(name -> catalogue.vmSize(name).isPresent());
        assertThat(catalogue.vmSizeNames())
                .allMatch(name -> catalogue.find("prices.vm." + name).isPresent());
    }

    @Test
    void a_disk_is_rated_by_the_tier_that_holds_it() {
        assertThat(catalogue
                        .diskTier("premium", DataSize.gibibytes(512))
                        .orElseThrow()
                        .name())
                .isEqualTo("P20");
        assertThat(catalogue
                        .diskTier("premium", DataSize.gibibytes(513))
                        .orElseThrow()
                        .name())
                .isEqualTo("P30");
        assertThat(catalogue.diskTier("premium", DataSize.gibibytes(40_000))).isEmpty();
        assertThat(catalogue.osDiskTier(8).name()).isEqualTo("P15");
    }

    @Test
    void disks_are_away_as_often_as_their_availability_says() {
        // Lognormal with median 1 min and p95 10 min has the mean exp((ln 10 / 1.645)^2 / 2) = 2.66 min;
        // 1 - 0.99999 of the time is one such outage in 2.66 min / 1e-5 = 185 days.
        double between = catalogue
                .randomDuration("faults.azure-typical.diskUnavailable.interarrival")
                .meanSeconds();
        double length = catalogue
                .randomDuration("faults.azure-typical.diskUnavailable.duration")
                .meanSeconds();
        assertThat(length / between).isCloseTo(1 - catalogue.share("azureDisk.availability"), within(1e-8));
    }

    @Test
    void every_duration_and_share_of_the_faults_can_be_drawn() {
        for (String profile : List.of("azure-typical", "azure-pessimistic", "quiet")) {
            for (String event : catalogue.children("faults." + profile)) {
                String path = "faults." + profile + "." + event + ".";
                if (catalogue.find(path + "interarrival").isPresent()) {
                    assertThat(catalogue.randomDuration(path + "interarrival").meanSeconds())
                            .isPositive();
                    assertThat(catalogue.randomDuration(path + "duration").meanSeconds())
                            .isPositive();
                    assertThat(catalogue.entry(path + "interarrival").per()).isPresent();
                }
            }
            assertThat(catalogue
                            .randomShare("faults." + profile + ".zoneOutage.fraction")
                            .mean())
                    .isBetween(0.2, 1.0);
        }
    }

    @Test
    void another_entry_takes_the_place_of_its_own_and_remembers_it() {
        Entry own = catalogue.entry("kubernetes.toleration");

        Catalogue changed =
                catalogue.with(List.of(own.replacedBy("30s", List.of(), Label.INFERRED, List.of(), "ours")));

        assertThat(changed.duration("kubernetes.toleration")).isEqualTo(Duration.ofSeconds(30));
        assertThat(catalogue.duration("kubernetes.toleration")).isEqualTo(Duration.ofMinutes(5));
        assertThat(changed.replaced())
                .singleElement()
                .satisfies(entry -> assertThat(entry.instead()).contains(own));
    }

    @Test
    void it_tells_who_watches_what_is_read() {
        List<String> read = new ArrayList<>();

        Catalogue watched = catalogue.watched(read::add);
        watched.duration("kubernetes.toleration");
        watched.diskTier("premium", DataSize.gibibytes(512));
        watched.osDiskTier(8);

        assertThat(read).contains("kubernetes.toleration", "azureDisk.premium.P20", "osDisk.vcpu8");
        assertThat(read).doesNotContain("azureDisk.premium.P10", "osDisk.vcpu16");
    }

    @Test
    void every_value_lies_in_its_range() {
        assertThat(catalogue.entries()).allSatisfy(entry -> entry.form().check(entry.value(), entry.range()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kubernetes.toleration                             | DURATION
            azureDisk.attach                                  | RANDOM_DURATION
            azureDisk.availability                            | SHARE
            faults.azure-typical.zoneOutage.fraction          | RANDOM_SHARE
            faults.quiet.zoneOutage.fraction                  | RANDOM_SHARE
            kafka.config.log.segment.bytes                    | SIZE
            kafka.config.follower.replication.throttled.rate  | RATE
            prices.disk.P20                                   | MONEY
            prices.regionFactor                               | NUMBER
            azureFiles.deleteRenameFault.smb                  | NUMBER
            kafka.controllers                                 | COUNT
            strimzi.drainCleaner                              | FLAG
            kubernetes.version                                | VERSION
            kafka.semantics.default                           | WORD
            vmSizes.Standard_D8ds_v5                          | COLUMNS
            """)
    void the_kind_of_a_value_follows_from_its_text(String path, Form form) {
        assertThat(catalogue.entry(path).form()).isEqualTo(form);
    }

    @Test
    void what_is_stated_elsewhere_has_a_source_of_its_own() {
        assertThat(catalogue.entries())
                .flatExtracting(Entry::alternatives)
                .isNotEmpty()
                .allSatisfy(alternative -> assertThat(alternative.sources()).isNotEmpty());
    }

    @Test
    void an_entry_says_what_it_means_unless_a_field_does() {
        List<String> explained =
                Guide.fields(catalogue).stream().map(ScenarioField::catalogue).toList();

        assertThat(catalogue.entries())
                .filteredOn(entry -> entry.note().isEmpty() && !explained.contains(entry.path()))
                .extracting(Entry::path)
                .isEmpty();
    }

    @Test
    void every_tier_allows_as_many_operations_as_its_rates_need_at_256_kibibytes_each() {
        List<String> tiers = List.of(
                "P1", "P2", "P3", "P4", "P6", "P10", "P15", "P20", "P30", "P40", "P50", "P60", "P70", "P80", "E1", "E2",
                "E3", "E4", "E6", "E10", "E15", "E20", "E30", "E40", "E50", "E60", "E70", "E80");
        for (String name : tiers) {
            String path = (name.startsWith("P") ? "azureDisk.premium." : "azureDisk.standardSsd.") + name;
            Fields tier = Fields.of(catalogue.entry(path));

            assertThat(tier.count("iops") * 256.0 * 1024)
                    .as("%s for good", name)
                    .isGreaterThanOrEqualTo(tier.rate("rate").bytesPerSecond());
            assertThat(tier.count("burstIops") * 256.0 * 1024)
                    .as("%s bursting", name)
                    .isGreaterThanOrEqualTo(tier.rate("burstRate").bytesPerSecond());
        }
    }
}
