package dev.brokerfall.measured;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.measured.MeasuredBrokers.Figure;
import dev.brokerfall.measured.MeasuredBrokers.Row;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes {@code docs/measured-brokers.md}: what real brokers did beside what is simulated. */
final class MeasuredBrokersDocument {

    private static final String HEAD = """
            # Measurements of real brokers

            Stories that were played on real Kafka brokers, and the same stories simulated over 1,000 seeds each: `scenarios/measured/` has
            them, `src/test/resources/dev/brokerfall/measured/measured-brokers.yaml` has what was measured, and `MeasuredBrokersTest` holds
            one against the other. It writes this page too (`-Dtest=MeasuredBrokersTest -Dgolden=update`).

            %s

            %s Measured in %s.

            ## Who leads, and what is lost

            Brokers are numbered from 0. All replicas of all partitions were in sync again at the end of every story, and are in the
            simulation wherever somebody leads.

            | story | Kafka | what was done | lead at the end, measured | simulated | records lost, measured | simulated: min, median, max |
            | --- | --- | --- | --- | --- | --- | --- |
            """;

    private static final String TIMES = """

            ## When

            Seconds after the first fault, or a length in seconds. *Predicted* figures are decided by the protocol's timers and must lie
            within the simulated ones; *rounded* ones too, but were given in whole seconds. *Inputs* are taken from the measurement, and what
            follows from them is no prediction. *Machine* means that the speed of the machine decided: 2 cores shared by all brokers, the
            controller, producers and consumer. Gaps are those of single partitions, over all of them.

            | story | Kafka | | measured | simulated: min | p5 | median | p95 | max | |
            | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
            """;

    private static final String NOTES = """

            ## What the tables do not say

            * **From SIGTERM to the move of leaderships** passes no time in the simulation; the saturated machine took 0.02 to 1.0 s. The
              victim goes on serving meanwhile, so that nothing hangs on it.
            * **E3 fast**: in one of six repeats the producers' gap was 2 s longer than the controller took to move the leaders; it lies
              within what a leader's start (0.05 to 0.5 s) and the producers' refresh (0.1 to 1 s) add, but only just.
            * **E4 not waiting** is a race between catch-up and the next step. The measured machine started a JVM beside the copying and
              took 5 to 8 s; here a follower copies up to the catalogue's `kafka.catchUpRate`, and in most trials it is back in the in-sync
              sets before the next step.
            * **E4 throttled**: what is lost follows from when the second broker is stopped, which with Kafka 4.1.1 is taken from the
              measurement and with Kafka 4.3.1 is simulated.
            * **E4 throttled, E8 and the empty last leader** end by a race: the controller elects the empty broker if it has recorded its new
              directory before it unfences the broker. Both orders were seen on real brokers. While the old session lives the directory
              always comes first; where the JVM takes longer than that to start, the other may win, and the partitions stay without a
              leader until another broker is unfenced.
            * **E5, E8, E9a**: how long producers stand still is the length of the outage that was staged, and the start of JVMs. In E9a the
              controllers took 23 to 30 s to come back there, and the dead broker was fenced 14 to 18 s after, where 9 to 10.1 s follow from
              the session that a new controller grants; neither is predicted here.
            * **E8** counts about 8 % fewer lost records: producers hold back what they cannot deliver and deliver part of it after the
              first outage, which is not simulated.
            * **Catch-up**: 1 GiB came at 266 MiB/s without a throttle and at 16.8 MiB/s under one of 20 MB/s (19.1 MiB/s); on Kafka 4.3.1
              at 382 MiB/s without load, 199 MiB/s with it, and 17 MiB/s under the same throttle. The catalogue's cap says {cap} MiB/s, within
              its range of 80 to 400 MB/s; a throttle is taken at its word, where real brokers stay an eighth below it.
            * **Start of a broker** (Kafka 4.3.1, quiet machine): registered 1.6 s and unfenced 2.1 s after the start of the process with 12
              partitions and 2 GB after a clean stop, 1.7 and 2.9 s after SIGKILL; with 600 partitions and 1 GB 2.2 and 5.9 s, 1.8 and
              10.4 s. These are inputs (`kafka.startup`).
            * SIGKILL keeps the page cache: power failures were not measured.
            """;

    private final MeasuredBrokers measured;

    MeasuredBrokersDocument(MeasuredBrokers measured) {
        this.measured = measured;
    }

    String write() {
        StringBuilder text = new StringBuilder(
                HEAD.formatted(measured.machine().strip(), measured.cluster().strip(), measured.date()));
        measured.rows().forEach(row -> text.append(outcome(row)));
        text.append(TIMES);
        measured.rows().forEach(row -> row.figures().forEach(figure -> text.append(time(row, figure))));
        double cap = Catalogue.standard().rate("kafka.catchUpRate").bytesPerSecond() / (1 << 20);
        return text.append(NOTES.replace("{cap}", grouped(cap))).toString();
    }

    private static String outcome(Row row) {
        Replay replay = Replay.of(row);
        double[] lost = replay.lost();
        return "| %s | %s | %s | %s | %s | %s | %s |%n"
                .formatted(
                        row.row(),
                        row.kafka(),
                        row.did(),
                        names(row.leaders()),
                        leaders(replay),
                        row.lost().isEmpty()
                                ? "all"
                                : row.lost().stream()
                                        .map(MeasuredBrokersDocument::grouped)
                                        .collect(Collectors.joining("; ")),
                        lost[lost.length - 1] == 0
                                ? "0"
                                : "%s, %s, %s"
                                        .formatted(
                                                grouped(lost[0]),
                                                grouped(lost[lost.length / 2]),
                                                grouped(lost[lost.length - 1])));
    }

    private static String leaders(Replay replay) {
        Map<String, Long> shares = replay.seen().stream()
                .collect(Collectors.groupingBy(
                        one -> names(List.copyOf(one.leaders())), TreeMap::new, Collectors.counting()));
        if (shares.size() == 1) {
            return shares.keySet().iterator().next();
        }
        return shares.entrySet().stream()
                .map(share -> "%s in %.0f %%".formatted(share.getKey(), 100.0 * share.getValue() / Replay.SEEDS))
                .collect(Collectors.joining("; "));
    }

    private static String names(List<Integer> leaders) {
        return leaders.equals(List.of(-1))
                ? "nobody"
                : leaders.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static String time(Row row, Figure figure) {
        double[] values = Replay.of(row).values(figure);
        String what = figure.of().words()
                + figure.from().map(" from the step `%s` on"::formatted).orElse("")
                + figure.to().map(" until the step `%s`"::formatted).orElse("");
        return "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |%n"
                .formatted(
                        row.row(),
                        row.kafka(),
                        what,
                        figure.least() == figure.most()
                                ? seconds(figure.least())
                                : seconds(figure.least()) + "–" + seconds(figure.most()),
                        seconds(values[0]),
                        seconds(values[(int) (0.05 * values.length)]),
                        seconds(values[values.length / 2]),
                        seconds(values[(int) (0.95 * values.length)]),
                        seconds(values[values.length - 1]),
                        figure.nature().name().toLowerCase(Locale.ROOT));
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.2f", seconds);
    }

    private static String grouped(double count) {
        return String.format(Locale.ROOT, "%,.0f", count);
    }
}
