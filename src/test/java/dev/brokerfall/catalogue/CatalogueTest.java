package dev.brokerfall.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.random.Distribution;
import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
        for (String profile : List.of("azure-typical", "quiet")) {
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
                    .isBetween(0.2, 0.6);
        }
    }

    @Test
    void another_file_overrules_it() {
        Catalogue changed = catalogue.with(
                "mine.yaml", "entries: {kubernetes: {toleration: {value: 30s, label: inferred, note: ours}}}");
        assertThat(changed.duration("kubernetes.toleration")).isEqualTo(Duration.ofSeconds(30));
        assertThat(catalogue.duration("kubernetes.toleration")).isEqualTo(Duration.ofMinutes(5));
    }
}
