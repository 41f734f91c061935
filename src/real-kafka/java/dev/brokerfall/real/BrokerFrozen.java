package dev.brokerfall.real;

import dev.brokerfall.real.Finding.Fact;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One of three brokers is frozen for 15 s, longer than its session, and wakes. */
record BrokerFrozen() implements Story {

    private static final String FREEZE = "freeze";
    private static final int VICTIM = 0;
    private static final Duration LENGTH = Duration.ofSeconds(15);

    @Override
    public String name() {
        return "E11";
    }

    @Override
    public String scenario() {
        return "e11-freeze-15s";
    }

    @Override
    public int fillingMegabytes() {
        return 12;
    }

    @Override
    public void play(Stage stage) throws Exception {
        Node victim = stage.cluster().broker(VICTIM);
        long frozen = System.currentTimeMillis();
        victim.freeze();
        stage.mark(FREEZE, frozen);
        stage.wait(LENGTH.minusMillis(System.currentTimeMillis() - frozen));
        victim.thaw();
        stage.await("full in-sync sets", metadata -> metadata.chronicle().recovered(frozen));
    }

    @Override
    public List<Finding> findings(Played played) {
        List<Finding> findings = new ArrayList<>();
        findings.add(new Fact("freeze: partitions that stall for acks=all", played.stalledAt(FREEZE)));
        findings.addAll(Story.silence(played, FREEZE, VICTIM));
        findings.addAll(Story.departure(played, FREEZE, VICTIM));
        findings.add(new Fact(
                "thaw: registrations of broker %s".formatted(VICTIM),
                played.chronicle().registrations(VICTIM, played.at(FREEZE))));
        findings.addAll(Story.end(played, FREEZE));
        return findings;
    }
}
