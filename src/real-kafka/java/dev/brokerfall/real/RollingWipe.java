package dev.brokerfall.real;

import dev.brokerfall.real.Finding.Fact;
import java.util.ArrayList;
import java.util.List;

/**
 * Three brokers in turn are stopped in good order, wiped and started, each as soon as the one before is unfenced again but long before
 * a throttle lets it catch up.
 */
record RollingWipe() implements Story {

    private static final List<String> STEPS = List.of("first", "second", "third");
    /** Who leads after the last step is elected as soon as a JVM has started; that is among what is so in the end. */
    private static final String WHEN_THE_JVM_IS_UP = "third: new leaders";

    private static final long THROTTLE = 1_500_000;
    private static final long GRACE_SECONDS = 30;

    @Override
    public String name() {
        return "E4";
    }

    @Override
    public String scenario() {
        return "e4-rolling-wipe-throttled";
    }

    @Override
    public int fillingMegabytes() {
        // 64 s of catching up under the throttle, twice what both steps take. More would be written for nothing.
        return 96;
    }

    @Override
    public void play(Stage stage) throws Exception {
        stage.cluster().throttleCatchUp(stage.topic(), THROTTLE);
        for (int id = 0; id < STEPS.size(); id++) {
            int broker = id;
            Node node = stage.cluster().broker(broker);
            stage.mark(STEPS.get(broker), System.currentTimeMillis());
            node.stop(GRACE_SECONDS);
            node.wipe();
            long started = System.currentTimeMillis();
            node.start();
            stage.await("broker %s unfenced".formatted(broker), metadata -> metadata.unfencedSince(broker, started));
        }
        Story.lead(stage, 0);
    }

    @Override
    public List<Finding> findings(Played played) {
        List<Finding> findings = new ArrayList<>();
        for (int broker = 0; broker < STEPS.size(); broker++) {
            findings.add(noticed(played, STEPS.get(broker), broker));
            Story.departure(played, STEPS.get(broker), broker).stream()
                    .filter(each -> !each.what().equals(WHEN_THE_JVM_IS_UP))
                    .forEach(findings::add);
        }
        findings.addAll(Story.end(played, STEPS.get(STEPS.size() - 1)));
        return findings;
    }

    /** A controlled shutdown asks the controller to move everything away; one that fails is found out by silence. */
    private static Finding noticed(Played played, String step, int broker) {
        long stopped = played.at(step);
        String how = played.chronicle()
                .shrunk(broker, stopped)
                .map(gone -> gone - stopped < FENCE_LEAST.toMillis() ? "at the stop" : "by its silence")
                .orElse("never");
        return new Fact("%s: broker %s leaves the in-sync sets".formatted(step, broker), how);
    }
}
