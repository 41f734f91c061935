package dev.brokerfall.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Leaves the pictures in {@code target/charts}, to be looked at. */
final class ChartSetTest {

    private static ChartFile timeline() {
        return TimelineChart.of(
                "emptydir, trial 17: the longest outage",
                List.of(
                        new Lane(
                                "faults",
                                List.of(
                                        new Span(86_500, 88_300, Span.State.FAULT),
                                        new Span(88_000, 88_001, Span.State.FAULT))),
                        broker(0, 86_500, 87_400, 88_600),
                        broker(1, 88_000, 88_040, 88_400),
                        broker(2, 0, 0, 0),
                        new Lane("cannot write", List.of(new Span(88_000, 88_009, Span.State.NOT_WRITABLE)))),
                86_000,
                89_000);
    }

    private static Lane broker(int id, double down, double up, double full) {
        return down == 0
                ? new Lane("broker " + id, List.of(new Span(0, 1e6, Span.State.IN_SYNC)))
                : new Lane(
                        "broker " + id,
                        List.of(
                                new Span(0, down, Span.State.IN_SYNC),
                                new Span(down, up, Span.State.DOWN),
                                new Span(up, up + 20, Span.State.FENCED),
                                new Span(up + 20, full, Span.State.CATCHING_UP),
                                new Span(full, 1e6, Span.State.IN_SYNC)));
    }

    @Test
    void every_chart_is_drawn_as_a_picture_and_as_vectors() throws IOException {
        Map<String, byte[]> first =
                ChartSet.of(Fixture.sevenOptions(), Optional.of(timeline())).files();
        ChartSet.of(Fixture.sevenOptions(), Optional.of(timeline())).files();

        assertThat(first.keySet())
                .containsExactly(
                        "charts/cost.png",
                        "charts/cost.svg",
                        "charts/loss.png",
                        "charts/loss.svg",
                        "charts/recovery-2.png",
                        "charts/recovery-2.svg",
                        "charts/recovery.png",
                        "charts/recovery.svg",
                        "charts/timeline.png",
                        "charts/timeline.svg",
                        "charts/unavailability.png",
                        "charts/unavailability.svg");
        for (Map.Entry<String, byte[]> file : first.entrySet()) {
            Path path = Path.of("target").resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        assertThat(ImageIO.read(new ByteArrayInputStream(first.get("charts/cost.png")))
                        .getWidth())
                .isEqualTo(2000);
        assertThat(new String(first.get("charts/loss.svg"), StandardCharsets.UTF_8))
                .contains("role=\"img\"")
                .contains("<title>How often each option loses acknowledged data")
                .endsWith("</svg>\n");
    }

    @Test
    void the_same_chart_has_the_same_bytes() {
        assertThat(timeline().png()).isEqualTo(timeline().png());
        assertThat(timeline().svg()).isEqualTo(timeline().svg());
    }

    @Test
    void a_platform_without_kafka_has_no_charts() {
        assertThat(ChartSet.of(Fixture.nothingToJudge(), Optional.empty()).files())
                .isEmpty();
    }
}
