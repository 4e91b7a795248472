package dev.atelier.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The library that draws charts, as the results-service serves it. */
final class ECharts {
    private ECharts() {}

    static String text() {
        String version = read("META-INF/maven/org.mvnpm/echarts/pom.properties")
                .lines()
                .filter(line -> line.startsWith("version="))
                .findFirst()
                .orElseThrow()
                .substring("version=".length());
        return read("META-INF/resources/_static/echarts/" + version + "/dist/echarts.min.js");
    }

    private static String read(String path) {
        try (InputStream in = ECharts.class.getClassLoader().getResourceAsStream(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
