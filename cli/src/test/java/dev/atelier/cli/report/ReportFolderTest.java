package dev.atelier.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.cli.client.Report;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** With the real library: it may look for what an engine without a browser lacks. */
class ReportFolderTest {
    private static final String LIBRARY = ECharts.text();
    private static final byte[] PNG = {1, 2, 3};

    @TempDir
    Path temporary;

    @Test
    void everythingLiesWhereTheMarkdownLooksForIt() throws Exception {
        Path folder = temporary.resolve("new/report");
        List<Integer> drawn = new ArrayList<>();

        new ReportFolder(folder)
                .write(report(List.of(lines("depth-loss"), heatMap("depth-grid"))), LIBRARY, drawn::add);

        assertThat(drawn).containsExactly(1, 2);
        assertThat(folder.resolve("report.html")).content().isEqualTo("<p>html</p>");
        assertThat(folder.resolve("report.md")).content().isEqualTo("# markdown");
        assertThat(folder.resolve("images/depth-image-7.png")).binaryContent().isEqualTo(PNG);
        Element lines = svg(folder.resolve("charts/depth-loss.svg"));
        assertThat(lines.getAttribute("width")).isEqualTo("720");
        assertThat(lines.getAttribute("height")).isEqualTo("340");
        assertThat(lines.getTextContent()).contains("epoch", "loss, nats", "linear <&> deep");
        assertThat(svg(folder.resolve("charts/depth-grid.svg")).getTextContent())
                .contains("0.001", "91.25");
    }

    @Test
    void aReportIsWrittenOverAnEarlierOneAndIsTheSameAgain() throws IOException {
        ReportFolder folder = new ReportFolder(temporary);
        folder.write(report(List.of(lines("a"), lines("b"))), LIBRARY, count -> {});
        String first = Files.readString(temporary.resolve("charts/b.svg"));

        folder.write(report(List.of(lines("a"), lines("b"))), LIBRARY, count -> {});

        assertThat(temporary.resolve("charts/b.svg")).content().isEqualTo(first);
    }

    @Test
    void nothingIsWrittenOutsideOfTheFolder() {
        Report outside = report(List.of(new Report.Chart("../../escaped", 100, Map.of())));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReportFolder(temporary.resolve("a/b")).write(outside, LIBRARY, count -> {}))
                .withMessage("the report has a file '../../escaped'; expected lower-case letters, digits and hyphens");
    }

    @Test
    void aFolderThatCannotBeIsNamed() throws IOException {
        Path file = Files.writeString(temporary.resolve("taken"), "");

        assertThatThrownBy(() -> new ReportFolder(file).write(report(List.of()), LIBRARY, count -> {}))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("the report cannot be written to " + file);
    }

    private static Report report(List<Report.Chart> charts) {
        return new Report(
                "<p>html</p>", "# markdown", "/echarts.js", charts, List.of(new Report.Image("depth-image-7", PNG)));
    }

    private static Report.Chart lines(String name) {
        return new Report.Chart(
                name,
                340,
                Map.of(
                        "animation", false,
                        "legend", Map.of("type", "scroll", "top", 8),
                        "tooltip", Map.of("trigger", "axis"),
                        "xAxis", Map.of("type", "category", "name", "epoch", "data", List.of("1", "2", "3")),
                        "yAxis", Map.of("type", "value", "name", "loss, nats", "scale", true),
                        "series",
                                List.of(Map.of(
                                        "type", "line", "name", "linear <&> deep", "data", List.of(2.5, 1.25, "-")))));
    }

    private static Report.Chart heatMap(String name) {
        return new Report.Chart(
                name,
                300,
                Map.of(
                        "xAxis", Map.of("type", "category", "data", List.of("0.001", "0.01")),
                        "yAxis", Map.of("type", "category", "data", List.of("32")),
                        "visualMap", Map.of("min", 90, "max", 92),
                        "series",
                                List.of(Map.of(
                                        "type", "heatmap",
                                        "data", List.of(List.of(0, 0, 91.25), List.of(1, 0, 91.5)),
                                        "label", Map.of("show", true, "formatter", "{@[2]}")))));
    }

    private static Element svg(Path file) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Element svg = factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(Files.readString(file).getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
        assertThat(svg.getLocalName()).isEqualTo("svg");
        return svg;
    }
}
