package dev.brokerfall.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.random.Stream;
import dev.brokerfall.random.Streams;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class FairSharesTest {

    private static final double NO_CAP = Double.POSITIVE_INFINITY;

    @Test
    void flows_through_one_resource_get_the_same() {
        FairShares shares = new FairShares();
        shares.begin(1);
        shares.capacity(0, 90);
        for (int i = 0; i < 3; i++) {
            shares.flow(NO_CAP);
            shares.uses(0);
        }

        shares.share();

        assertThat(rates(shares, 3)).containsExactly(30, 30, 30);
    }

    @Test
    void what_a_capped_flow_leaves_goes_to_the_others() {
        FairShares shares = new FairShares();
        shares.begin(1);
        shares.capacity(0, 90);
        shares.flow(10);
        shares.uses(0);
        shares.flow(NO_CAP);
        shares.uses(0);
        shares.flow(NO_CAP);
        shares.uses(0);

        shares.share();

        // 10, and (90 - 10) / 2 for each of the two others.
        assertThat(rates(shares, 3)).containsExactly(10, 40, 40);
    }

    @Test
    void flows_that_take_a_multiple_of_their_rate_get_the_same_rate() {
        FairShares shares = new FairShares();
        shares.begin(2);
        shares.capacity(0, 120);
        shares.capacity(1, 10);
        shares.flow(1);
        shares.uses(0, 50);
        shares.flow(1);
        shares.uses(0, 125);
        shares.flow(1);
        shares.uses(0, 25);
        shares.uses(1, 40);

        shares.share();

        // The third is stopped at 10 / 40 and takes 25 / 4 of the first resource; the others share what is left of it.
        double[] rates = rates(shares, 3);
        assertThat(rates[2]).isEqualTo(0.25);
        assertThat(rates[0]).isCloseTo((120 - 6.25) / 175, within(1e-12)).isEqualTo(rates[1]);
    }

    @Test
    void the_textbook_network_is_shared_as_in_the_textbook() {
        // Three links in a row of capacity 1, 1 and 3; one flow over all three, one over each: the long flow and those
        // on the full links
        // get 1/2, the last takes what is left: 3 - 1/2.
        FairShares shares = new FairShares();
        shares.begin(3);
        shares.capacity(0, 1);
        shares.capacity(1, 1);
        shares.capacity(2, 3);
        shares.flow(NO_CAP);
        for (int link = 0; link < 3; link++) {
            shares.uses(link);
        }
        for (int link = 0; link < 3; link++) {
            shares.flow(NO_CAP);
            shares.uses(link);
        }

        shares.share();

        assertThat(rates(shares, 4)).containsExactly(0.5, 0.5, 0.5, 2.5);
    }

    @Test
    void an_exhausted_resource_lets_nothing_through() {
        FairShares shares = new FairShares();
        shares.begin(2);
        shares.capacity(0, -5);
        shares.flow(NO_CAP);
        shares.uses(0);
        shares.flow(7);
        shares.uses(1);

        shares.share();

        assertThat(rates(shares, 2)).containsExactly(0, 7);
    }

    @Test
    void a_flow_without_any_limit_is_refused() {
        FairShares shares = new FairShares();
        shares.begin(1);
        shares.flow(NO_CAP);
        shares.uses(0);

        assertThatThrownBy(shares::share)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a flow has neither a cap nor a resource with a limit");
    }

    @Test
    void in_random_networks_no_resource_is_overfull_and_every_flow_has_a_bottleneck() {
        Stream luck = new Streams(1, 0).stream("networks");
        FairShares shares = new FairShares();
        for (int network = 0; network < 500; network++) {
            Network random = Network.drawn(luck);
            random.describeTo(shares);

            shares.share();

            double[] rate = rates(shares, random.caps.length);
            double[] load = random.load(rate);
            for (int r = 0; r < load.length; r++) {
                assertThat(load[r])
                        .as("network %s, resource %s", network, r)
                        .isLessThanOrEqualTo(random.capacity[r] * (1 + 1e-9));
            }
            for (int f = 0; f < rate.length; f++) {
                assertThat(random.hasBottleneck(f, rate, load))
                        .as("network %s, flow %s of %s", network, f, rate[f])
                        .isTrue();
            }
        }
    }

    @Test
    void more_of_a_resource_never_lowers_the_smallest_rate() {
        Stream luck = new Streams(2, 0).stream("networks");
        FairShares shares = new FairShares();
        for (int network = 0; network < 200; network++) {
            Network random = Network.drawn(luck);
            random.describeTo(shares);
            shares.share();
            double before =
                    Arrays.stream(rates(shares, random.caps.length)).min().orElseThrow();
            random.capacity[luck.index(random.capacity.length)] *= 2;

            random.describeTo(shares);
            shares.share();

            double after =
                    Arrays.stream(rates(shares, random.caps.length)).min().orElseThrow();
            assertThat(after).isGreaterThanOrEqualTo(before * (1 - 1e-12));
        }
    }

    @Test
    void the_order_of_flows_does_not_matter() {
        FairShares shares = new FairShares();
        double[] one = pairOfFlows(shares, 10, NO_CAP);
        double[] other = pairOfFlows(shares, NO_CAP, 10);

        assertThat(one[0]).isEqualTo(other[1], within(0.0));
        assertThat(one[1]).isEqualTo(other[0], within(0.0));
    }

    @Test
    void no_flow_can_gain_without_a_slower_or_equal_one_losing() {
        Stream luck = new Streams(3, 0).stream("networks");
        FairShares shares = new FairShares();
        for (int network = 0; network < 500; network++) {
            Network random = Network.drawnWithMultiples(luck);
            random.describeTo(shares);
            shares.share();
            double[] rate = rates(shares, random.caps.length);
            for (int f = 0; f < rate.length; f++) {
                // Whoever has more gives up everything, the others keep what they have.
                double[] other = new double[rate.length];
                for (int g = 0; g < rate.length; g++) {
                    other[g] = rate[g] <= rate[f] * (1 + 1e-9) ? rate[g] : 0;
                }
                other[f] = rate[f] * (1 + 1e-6) + 1e-9;

                assertThat(random.carries(other))
                        .as("network %s, flow %s of %s has more", network, f, rate[f])
                        .isFalse();
            }
        }
    }

    @Test
    void neither_capacities_nor_caps_are_exceeded_by_flows_that_take_multiples() {
        Stream luck = new Streams(4, 0).stream("networks");
        FairShares shares = new FairShares();
        for (int network = 0; network < 500; network++) {
            Network random = Network.drawnWithMultiples(luck);
            random.describeTo(shares);

            shares.share();

            assertThat(random.carries(rates(shares, random.caps.length)))
                    .as("network %s", network)
                    .isTrue();
        }
    }

    @Test
    void in_another_unit_everything_is_the_same() {
        Stream luck = new Streams(5, 0).stream("networks");
        FairShares shares = new FairShares();
        for (int network = 0; network < 200; network++) {
            Network random = Network.drawnWithMultiples(luck);
            random.describeTo(shares);
            shares.share();
            double[] before = rates(shares, random.caps.length);
            double factor = Math.pow(10, 12 * luck.uniform() - 6);

            random.scale(factor);
            random.describeTo(shares);
            shares.share();

            for (int f = 0; f < before.length; f++) {
                assertThat(shares.rate(f))
                        .as("network %s, flow %s", network, f)
                        .isCloseTo(before[f] * factor, within(before[f] * factor * 1e-9));
            }
        }
    }

    @Test
    void in_whatever_order_flows_and_resources_are_named_each_gets_the_same() {
        Stream luck = new Streams(6, 0).stream("networks");
        FairShares shares = new FairShares();
        for (int network = 0; network < 200; network++) {
            Network random = Network.drawnWithMultiples(luck);
            random.describeTo(shares);
            shares.share();
            double[] before = rates(shares, random.caps.length);
            int[] flows = shuffled(before.length, luck);
            int[] resources = shuffled(random.capacity.length, luck);

            random.reordered(flows, resources).describeTo(shares);
            shares.share();

            for (int f = 0; f < before.length; f++) {
                assertThat(shares.rate(f))
                        .as("network %s, flow %s", network, flows[f])
                        .isCloseTo(before[flows[f]], within(before[flows[f]] * 1e-9));
            }
        }
    }

    private static int[] shuffled(int count, Stream luck) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = luck.index(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private static double[] pairOfFlows(FairShares shares, double firstCap, double secondCap) {
        shares.begin(1);
        shares.capacity(0, 100.0 / 3);
        shares.flow(firstCap);
        shares.uses(0);
        shares.flow(secondCap);
        shares.uses(0);
        shares.share();
        return rates(shares, 2);
    }

    private static double[] rates(FairShares shares, int flows) {
        double[] rates = new double[flows];
        Arrays.setAll(rates, shares::rate);
        return rates;
    }

    private static final class Network {

        private final double[] capacity;
        private final double[] caps;
        private final boolean[][] uses;
        private final double[][] amount;

        Network(int resources, int flows) {
            capacity = new double[resources];
            caps = new double[flows];
            uses = new boolean[flows][resources];
            amount = new double[flows][resources];
            Arrays.stream(amount).forEach(its -> Arrays.fill(its, 1));
        }

        static Network drawn(Stream luck) {
            Network network = new Network(1 + luck.index(20), 1 + luck.index(40));
            Arrays.setAll(network.capacity, r -> 1 + 100 * luck.uniform());
            for (int f = 0; f < network.caps.length; f++) {
                network.caps[f] = luck.uniform() < 0.3 ? 1 + 20 * luck.uniform() : NO_CAP;
                network.uses[f][luck.index(network.capacity.length)] = true;
                for (int r = 0; r < network.capacity.length; r++) {
                    network.uses[f][r] |= luck.uniform() < 0.2;
                }
            }
            return network;
        }

        /** Flows take from a tenth to ten times their rate of what they use. */
        static Network drawnWithMultiples(Stream luck) {
            Network network = drawn(luck);
            for (double[] its : network.amount) {
                Arrays.setAll(its, r -> Math.pow(10, 2 * luck.uniform() - 1));
            }
            return network;
        }

        void scale(double factor) {
            Arrays.setAll(capacity, r -> capacity[r] * factor);
            Arrays.setAll(caps, f -> caps[f] * factor);
        }

        Network reordered(int[] flows, int[] resources) {
            Network other = new Network(resources.length, flows.length);
            Arrays.setAll(other.capacity, r -> capacity[resources[r]]);
            Arrays.setAll(other.caps, f -> caps[flows[f]]);
            for (int f = 0; f < flows.length; f++) {
                for (int r = 0; r < resources.length; r++) {
                    other.uses[f][r] = uses[flows[f]][resources[r]];
                    other.amount[f][r] = amount[flows[f]][resources[r]];
                }
            }
            return other;
        }

        /** Returns whether neither a cap nor a capacity is exceeded. */
        boolean carries(double[] rate) {
            for (int f = 0; f < rate.length; f++) {
                if (rate[f] > caps[f] * (1 + 1e-9)) {
                    return false;
                }
            }
            double[] load = load(rate);
            for (int r = 0; r < load.length; r++) {
                if (load[r] > capacity[r] * (1 + 1e-9)) {
                    return false;
                }
            }
            return true;
        }

        void describeTo(FairShares shares) {
            shares.begin(capacity.length);
            for (int r = 0; r < capacity.length; r++) {
                shares.capacity(r, capacity[r]);
            }
            for (int f = 0; f < caps.length; f++) {
                shares.flow(caps[f]);
                for (int r = 0; r < capacity.length; r++) {
                    if (uses[f][r]) {
                        shares.uses(r, amount[f][r]);
                    }
                }
            }
        }

        double[] load(double[] rate) {
            double[] load = new double[capacity.length];
            for (int f = 0; f < rate.length; f++) {
                for (int r = 0; r < load.length; r++) {
                    load[r] += uses[f][r] ? rate[f] * amount[f][r] : 0;
                }
            }
            return load;
        }

        /** A rate is max-min fair if and only if it is at its cap or uses a full resource on which no flow has more. */
        boolean hasBottleneck(int flow, double[] rate, double[] load) {
            if (rate[flow] >= caps[flow] * (1 - 1e-9)) {
                return true;
            }
            for (int r = 0; r < load.length; r++) {
                if (uses[flow][r] && load[r] >= capacity[r] * (1 - 1e-9) && isLargestOn(r, flow, rate)) {
                    return true;
                }
            }
            return false;
        }

        private boolean isLargestOn(int resource, int flow, double[] rate) {
            for (int f = 0; f < rate.length; f++) {
                if (uses[f][resource] && rate[f] > rate[flow] * (1 + 1e-9)) {
                    return false;
                }
            }
            return true;
        }
    }
}
