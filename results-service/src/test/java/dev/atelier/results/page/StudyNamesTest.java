package dev.atelier.results.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.json.Json;
import dev.atelier.results.SampleEvents;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a study and its parts are called changes no id and no class of its page, and no file of its report. */
@QuarkusTest
class StudyNamesTest extends PageTest {
    private static final Pattern ID = Pattern.compile(" id=\"([^\"]*)\"");
    private static final Pattern CLASS = Pattern.compile(" class=\"([^\"]*)\"");
    private static final Pattern LINK = Pattern.compile(" href=\"#([^\"]*)\"");
    private static final List<String> PLAIN =
            List.of("one", "two", "three", "four", "five", "six", "seven", "eight", "nine");
    private static final List<String> HOSTILE = List.of(
            "live",
            "curves",
            "__proto__",
            "a b",
            "\"><script>alert(1)</script>",
            "\uD83E\uDD84",
            "n".repeat(200),
            "mlp.deep",
            "mlp-deep");

    @Test
    void thePageIsTheSameWhateverTheNames() {
        publishStudy("plain", PLAIN);
        publishStudy("hostile", HOSTILE);

        String page = page("/studies/hostile-12345678");

        assertThat(found(ID, page))
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[a-z0-9-]+"))
                .isEqualTo(found(ID, page("/studies/plain-12345678")));
        assertThat(found(CLASS, page)).isEqualTo(found(CLASS, page("/studies/plain-12345678")));
        assertThat(found(ID, page)).containsAll(found(LINK, page));
        assertThat(found(LINK, page).stream().filter(link -> link.startsWith("part-")))
                .hasSize(2 * HOSTILE.size());
        assertThat(page).doesNotContain("<script>alert");
    }

    @Test
    void theFilesOfAReportAreTheSameWhateverTheNames() throws Exception {
        publishStudy("plain-files", PLAIN);
        publishStudy("hostile-files", HOSTILE);

        JsonNode files = Json.MAPPER.readTree(page("/studies/hostile-files-12345678/report.json"));
        JsonNode plain = Json.MAPPER.readTree(page("/studies/plain-files-12345678/report.json"));

        assertThat(names(files))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z0-9-]+"))
                .containsExactlyElementsOf(names(plain));
        assertThat(found(ID, files.path("html").textValue()))
                .doesNotHaveDuplicates()
                .isEqualTo(found(ID, plain.path("html").textValue()));
    }

    /** A study of studies, each of one variant of the same name as the study. */
    private void publishStudy(String name, List<String> parts) {
        ObjectNode request = Json.MAPPER.createObjectNode().put("study", name);
        parts.forEach(part -> request.withArray("include")
                .addObject()
                .put("study", part)
                .putObject("base")
                .put("family", "mlp"));
        StudyEvents events = new StudyEvents(name + "-12345678", request);
        for (int i = 0; i < parts.size(); i++) {
            events.completed(parts.get(i), parts.get(i), 1, name + "-" + i, "{}", 0.8);
        }
        publish(events.all());
        publish(SampleEvents.dataset());
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(page("/studies/" + name + "-12345678"))
                        .contains(parts.size() + " of " + parts.size() + " jobs", "part-9-confusion"));
    }

    private static List<String> names(JsonNode files) {
        return files.path("charts")
                .valueStream()
                .map(chart -> chart.path("name").textValue())
                .toList();
    }

    private String page(String path) {
        return get(path).body();
    }

    private static List<String> found(Pattern pattern, String page) {
        return pattern.matcher(page).results().map(match -> match.group(1)).toList();
    }
}
