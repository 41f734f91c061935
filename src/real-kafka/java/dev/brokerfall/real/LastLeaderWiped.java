package dev.brokerfall.real;

import dev.brokerfall.real.Finding.Fact;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Three brokers are killed in turn, each after the one before has been fenced. The last leader of everything is wiped. The others, with
 * all their data, come back first, and then it.
 */
record LastLeaderWiped() implements Story {

    private static final List<String> KILLS = List.of("one", "two", "three");
    private static final String OTHERS = "others";
    private static final String LAST = "last";
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration LONG_ENOUGH_TO_ELECT = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "E8";
    }

    @Override
    public String scenario() {
        return "e8-last-leader-wiped";
    }

    @Override
    public int fillingMegabytes() {
        return 12;
    }

    @Override
    public void play(Stage stage) throws Exception {
        RealCluster cluster = stage.cluster();
        for (int id = 0; id < KILLS.size(); id++) {
            int broker = id;
            long killed = cluster.broker(broker).kill();
            stage.mark(KILLS.get(broker), killed);
            stage.await("broker %s fenced".formatted(broker), metadata -> metadata.fencedSince(broker, killed));
            stage.wait(PAUSE);
        }
        int last = KILLS.size() - 1;
        cluster.broker(last).wipe();
        long began = System.currentTimeMillis();
        stage.mark(OTHERS, began);
        for (int broker = 0; broker < last; broker++) {
            cluster.broker(broker).start();
        }
        stage.await(
                "the others unfenced",
                metadata -> metadata.unfencedSince(0, began) && metadata.unfencedSince(1, began));
        stage.wait(LONG_ENOUGH_TO_ELECT);
        long start = System.currentTimeMillis();
        stage.mark(LAST, start);
        cluster.broker(last).start();
        stage.await("the last leader unfenced", metadata -> metadata.unfencedSince(last, start));
        Story.lead(stage, 0);
    }

    @Override
    public List<Finding> findings(Played played) {
        List<Finding> findings = new ArrayList<>();
        for (int broker = 0; broker < KILLS.size(); broker++) {
            findings.addAll(Story.silence(played, KILLS.get(broker), broker));
            findings.addAll(Story.departure(played, KILLS.get(broker), broker));
        }
        findings.add(new Fact(
                "others back: new leaders",
                played.chronicle().leaders(played.at(OTHERS), played.at(LAST), each -> true)));
        findings.addAll(Story.end(played, LAST));
        return findings;
    }
}
