package dev.brokerfall.real;

import dev.brokerfall.real.Finding.Fact;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One of three brokers is killed, and is back after 30 s with its data. */
record BrokerKilled() implements Story {

    private static final String KILL = "kill";
    private static final int VICTIM = 0;
    private static final Duration AWAY = Duration.ofSeconds(30);

    @Override
    public String name() {
        return "E2";
    }

    @Override
    public String scenario() {
        return "e2-kill";
    }

    @Override
    public int fillingMegabytes() {
        return 12;
    }

    @Override
    public void play(Stage stage) throws Exception {
        Node victim = stage.cluster().broker(VICTIM);
        long killed = victim.kill();
        stage.mark(KILL, killed);
        stage.await("broker fenced", metadata -> metadata.fencedSince(VICTIM, killed));
        stage.wait(AWAY.minusMillis(System.currentTimeMillis() - killed));
        victim.start();
        stage.await("full in-sync sets", metadata -> metadata.chronicle().recovered(killed));
    }

    @Override
    public List<Finding> findings(Played played) {
        List<Finding> findings = new ArrayList<>();
        findings.add(new Fact("kill: partitions that stall for acks=all", played.stalledAt(KILL)));
        findings.addAll(Story.silence(played, KILL, VICTIM));
        findings.addAll(Story.departure(played, KILL, VICTIM));
        findings.addAll(Story.end(played, KILL));
        return findings;
    }
}
