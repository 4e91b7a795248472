package dev.atelier.results.page;

import dev.atelier.results.chart.Chart;
import dev.atelier.results.page.template.Assets;
import dev.atelier.results.report.StudyReport;
import dev.atelier.results.report.image.ModelReport;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Writes reports as files, which need no service to be read. */
@Singleton
public final class ReportFiles {
    private final Template html;
    private final Template markdown;

    ReportFiles(@Location("report-file.html") Template html, @Location("report.md") Template markdown) {
        this.html = html;
        this.markdown = markdown;
    }

    /**
     * A report as files.
     *
     * @param html the whole report in one file
     * @param markdown the report without its charts and images, which it looks for as {@code charts/NAME.svg} and
     *     {@code images/NAME.png}
     * @param library path of the script that draws the charts here, ECharts
     */
    @Schema(name = "ReportBundle")
    public record Bundle(
            String html,
            String markdown,
            String library,
            @Schema(maxItems = MOST) List<Chart> charts,
            @Schema(maxItems = MOST) List<Image> images) {
        /** A study has 1,000 variants at most; each has these at most. */
        private static final int MOST = 50_000;

        public Bundle {
            charts = List.copyOf(charts);
            images = List.copyOf(images);
        }
    }

    /** An image of a report. */
    @Schema(name = "ReportImage")
    @SuppressWarnings("ArrayRecordComponent") // written, never compared
    public record Image(String name, byte[] png) {
        static Image of(ModelReport.Mistake mistake) {
            return new Image(mistake.name(), mistake.picture().png());
        }
    }

    /** The whole report in one file, charts and all. */
    public String html(StudyReport report) {
        return html.data("report", report).render();
    }

    public Bundle bundle(StudyReport report) {
        return new Bundle(
                html(report),
                markdown.data("report", report).render(),
                Assets.library(),
                report.charts().toList(),
                report.mistakes().map(Image::of).toList());
    }
}
