package dev.brokerfall.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.metric.BillItem;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.stats.Estimate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bills of three brokers and three controllers on six machines of 0.452 USD an hour, 730 hours a month. */
final class PricingTest {

    private static final double MACHINES = 6 * 730 * 0.452;
    private static final double CONTROLLERS = 3 * 2.40;

    @TempDir
    private Path folder = Path.of("");

    private static Composition option(Catalogue catalogue, String storage) {
        return option(catalogue, storage, "[a, b, c]");
    }

    private static Composition option(Catalogue catalogue, String storage, String zones) {
        Scenario scenario = new ScenarioReader(catalogue, List.of())
                .read("priced.yaml", """
                        apiVersion: brokerfall.dev/v1alpha1
                        kind: Scenario
                        metadata: {name: priced}
                        spec:
                          platform:
                            aks:
                              nodePools: [{name: kafka, vmSize: Standard_D8ds_v5, zones: %s, nodesPerZone: 2}]
                          storage: %s
                          kafka:
                            brokers: 3
                            controllers: {count: 3, roles: separate, storage: {azureDisk: {sku: Premium_LRS, size: 16Gi}}}
                            placement: {rack: zone, antiAffinity: {topology: zone, mode: preferred}}
                            topics: [{name: orders, partitions: 12, replicationFactor: 3, minInsyncReplicas: 2}]
                            workload: {produce: 10MB/s, retained: 50Gi, consumerGroups: 2}
                          simulation: {trials: 1}
                        """.formatted(zones, storage), Path.of(""))
                .get(0);
        return new Composer(catalogue, scenario).compose().get(0);
    }

    private static Composition option(String storage) {
        return option(Catalogue.standard(), storage);
    }

    private static BillItem line(Composition option, String what) {
        return option.bill().stream()
                .filter(item -> item.what().contains(what))
                .findFirst()
                .orElseThrow();
    }

    private static Estimate cost(Composition option) {
        return option.fixed().getOrDefault(Metric.MONTHLY_COST, Estimate.NONE);
    }

    @Test
    void every_line_says_how_much_of_what_at_which_price_of_which_date() {
        Composition option = option("{azureDisk: {sku: Premium_LRS, size: 512Gi}}");

        BillItem machines = line(option, "Standard_D8ds_v5");
        assertThat(machines.amount()).isEqualTo(6 * 730.0);
        assertThat(machines.basis()).isEqualTo("hour");
        assertThat(machines.entry()).isEqualTo("prices.vm.Standard_D8ds_v5");
        assertThat(machines.priceDate()).isEqualTo("2024");
        assertThat(line(option, "512Gi").monthly().value()).isEqualTo(3 * 73.22, within(1e-9));
        assertThat(line(option, "controllers").placeHolder()).isTrue();
        assertThat(cost(option).value()).isEqualTo(MACHINES + 3 * 73.22 + CONTROLLERS, within(1e-9));
    }

    @Test
    void a_zone_redundant_disk_costs_more_by_a_factor_that_nobody_states() {
        Composition option = option("{azureDisk: {sku: Premium_ZRS, size: 512Gi}}");

        assertThat(line(option, "Premium_ZRS").monthly())
                .isEqualTo(new Estimate(3 * 73.22 * 1.5, 3 * 73.22 * 1.2, 3 * 73.22 * 2));
        assertThat(line(option, "Premium_ZRS").placeHolder()).isTrue();
        assertThat(option.placeHolders()).contains(Metric.MONTHLY_COST);
    }

    @Test
    void provisioned_disks_pay_for_what_goes_beyond_the_base() {
        Composition option = option("{azureDisk: {sku: PremiumV2_LRS, size: 512Gi, iops: 5000, throughput: 225MB/s}}");

        assertThat(line(option, "IOPS beyond").amount()).isEqualTo(3 * 2000.0);
        assertThat(line(option, "throughput beyond").amount()).isEqualTo(300, within(1e-9));
        assertThat(line(option, "PremiumV2_LRS of 512Gi, brokers").amount()).isEqualTo(3 * 512.0);
    }

    @Test
    void shares_pay_for_each_gibibyte_and_one_share_is_paid_once() {
        assertThat(line(option("{azureFiles: {size: 512Gi, redundancy: ZRS}}"), "share")
                        .amount())
                .isEqualTo(3 * 512.0);
        assertThat(line(option("{azureFiles: {size: 1Ti, share: one}}"), "share")
                        .amount())
                .isEqualTo(1024);
    }

    @Test
    void traffic_between_zones_is_counted_and_costs_nothing_until_a_user_says_otherwise() throws IOException {
        Path mine = folder.resolve("mine.yaml");
        Files.writeString(mine, "prices.crossZonePerGb: 0.02 USD\n");
        String storage = "{azureDisk: {sku: Premium_LRS, size: 512Gi}}";
        Composition free = option(storage);
        Composition charged = option(CatalogueReader.read(Catalogue.standard(), mine), storage);

        // Both followers are in other zones; producers and two groups of consumers are so two times in three.
        double gigabytes = 10e6 * (2 + 3 * 2 / 3.0) * 730 * 3600 / 1e9;
        assertThat(line(free, "traffic").amount()).isEqualTo(gigabytes, within(1e-6));
        assertThat(line(free, "traffic").monthly().value()).isZero();
        assertThat(cost(charged).value() - cost(free).value()).isEqualTo(0.02 * gigabytes, within(1e-6));
    }

    @Test
    void three_copies_in_two_zones_cross_over_once_or_twice_as_their_leader_stands_with_another_or_alone() {
        Composition option = option(Catalogue.standard(), "{azureDisk: {sku: Premium_LRS, size: 512Gi}}", "[a, b]");

        // Two of three copies have one neighbour that is elsewhere, the third has two: 4/3; clients are once in two.
        double gigabytes = 10e6 * (4 / 3.0 + 3 / 2.0) * 730 * 3600 / 1e9;
        assertThat(line(option, "traffic").amount()).isEqualTo(gigabytes, within(1e-6));
    }

    @Test
    void a_users_own_price_takes_the_place_of_a_place_holder() throws IOException {
        Path mine = folder.resolve("mine.yaml");
        Files.writeString(mine, "prices.disk.P40: 240 USD\nprices.disk.P3: 2 USD\n");
        String storage = "{azureDisk: {sku: Premium_LRS, size: 2Ti}}";

        Composition standard = option(storage);
        Composition own = option(CatalogueReader.read(Catalogue.standard(), mine), storage);

        assertThat(standard.placeHolders()).contains(Metric.MONTHLY_COST);
        assertThat(cost(standard).lower()).isEqualTo(MACHINES + 3 * 220 + 3 * 1.6, within(1e-9));
        assertThat(cost(standard).upper()).isEqualTo(MACHINES + 3 * 300 + 3 * 4, within(1e-9));
        assertThat(own.placeHolders()).doesNotContain(Metric.MONTHLY_COST);
        assertThat(cost(own)).isEqualTo(Estimate.exactly(cost(own).value()));
    }
}
