package dev.brokerfall.report;

import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;

/** A chart that can become a file: the same bytes each time. */
public final class ChartFile {

    private static final int SCALE = 2;
    private static final Pattern CLIP = Pattern.compile("clip-?\\d+");

    private final XYChart chart;
    private final String caption;

    ChartFile(XYChart chart, String caption) {
        this.chart = chart;
        this.caption = caption;
    }

    /** Returns what the chart shows, in one sentence. */
    public String caption() {
        return caption;
    }

    /** Returns the chart as a PNG picture of twice its nominal size. */
    public byte[] png() {
        BufferedImage image =
                new BufferedImage(chart.getWidth() * SCALE, chart.getHeight() * SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.scale(SCALE, SCALE);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        chart.paint(graphics, chart.getWidth(), chart.getHeight());
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Returns the chart as SVG; its letters are outlines, so a title says in text what is shown. */
    public byte[] svg() {
        VectorGraphics2D graphics = new VectorGraphics2D();
        chart.paint(graphics, chart.getWidth(), chart.getHeight());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            Processors.get("svg")
                    .getDocument(graphics.getCommands(), new PageSize(0, 0, chart.getWidth(), chart.getHeight()))
                    .writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String svg = numbered(out.toString(StandardCharsets.UTF_8));
        int head = svg.indexOf('>', svg.indexOf("<svg"));
        String title = "<title>" + caption.replace("&", "&amp;").replace("<", "&lt;") + "</title>";
        return (svg.substring(0, head) + " role=\"img\">" + title + svg.substring(head + 1))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The encoder names clips after hash codes, which differ from run to run; here they are counted. */
    private static String numbered(String svg) {
        Map<String, String> names = new HashMap<>();
        return CLIP.matcher(svg).replaceAll(clip -> names.computeIfAbsent(clip.group(), name -> "clip" + names.size()));
    }
}
