package dev.atelier.results.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.results.SampleEvents;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The page of jobs. */
@QuarkusTest
class JobListPageTest extends PageTest {
    private static final Pattern OPTION = Pattern.compile("<option[^>]*>([^<]+)</option>");
    private static final Pattern CARD = Pattern.compile("<li class=\"job\" id=\"job-([^\"]+)\"");

    @Test
    void jobsAreFilteredByNameAndStateAndOrdered() {
        double[] accuracies = {0.7, 0.9, 0.8};
        for (int i = 1; i <= 3; i++) {
            publish(
                    SampleEvents.queued("Sorted-" + i, 1),
                    SampleEvents.started("Sorted-" + i, "r"),
                    SampleEvents.epoch("Sorted-" + i, "r", 5),
                    SampleEvents.completed("Sorted-" + i, "r", accuracies[i - 1]));
        }
        publish(SampleEvents.queued("sorted-waiting", 1));
        await().untilAsserted(() -> assertThat(cards("/?name=sorted")).hasSize(4));

        await().untilAsserted(() -> assertThat(cards("/?name=SORTED&state=COMPLETED&family=mlp&sort=test"))
                .containsExactly("Sorted-2", "Sorted-3", "Sorted-1"));
        assertThat(cards("/?name=sorted-&sort=name&study=&state="))
                .containsExactly("Sorted-1", "Sorted-2", "Sorted-3", "sorted-waiting");
        assertThat(cards("/?name=sorted&state=QUEUED")).containsExactly("sorted-waiting");
        assertThat(get("/?name=nothing-like-this").body()).contains("No matching jobs");
    }

    @Test
    void aLongListIsTurnedOverPageByPage() {
        IntStream.range(0, 120).forEach(i -> publish(SampleEvents.queued("paged-%03d".formatted(i), 1)));
        await().untilAsserted(() -> assertThat(get("/?name=paged-").body()).contains("1 to 100 of 120"));

        String first = get("/?name=paged-&sort=name").body();
        assertThat(first).contains("href=\"?name=paged-&amp;sort=name&amp;page=2\" rel=\"next\"");
        assertThat(cards("/?name=paged-&sort=name&page=2")).hasSize(20).startsWith("paged-100");
    }

    @Test
    void eachOrderIsOfferedOnceAndAddressesOfEarlierVersionsAreUnderstood() {
        List<String> offered = OPTION.matcher(get("/").body())
                .results()
                .map(found -> found.group(1))
                .filter(label -> label.startsWith("best "))
                .toList();

        assertThat(offered).doesNotHaveDuplicates().contains("best test accuracy", "best validation accuracy");
        assertThat(get("/?sort=test").body()).contains("<option value=\"test.accuracy\" selected>");
        assertThat(get("/?sort=validation").body()).contains("<option value=\"validation.accuracy\" selected>");
    }

    @Test
    void anInvalidParameterIsRefusedWithASentenceOnAPage() {
        var refused = get("/?state=DONE");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
        assertThat(refused.body())
                .contains(
                        "state is &#39;DONE&#39;; expected one of QUEUED, RUNNING, PAUSED, COMPLETED, FAILED, CANCELLED");
        assertThat(get("/?sort=luck").body())
                .contains("expected one of latest, name, test.accuracy, validation.accuracy, duration");
        assertThat(get("/?page=0").body()).contains("page is &#39;0&#39;; expected a whole number from 1");
    }

    @Test
    void aCardStatesWhatDistinguishesItsJobAndWhyItWaits() {
        publish(
                SampleEvents.queued("distinct-00001", 1),
                SampleEvents.accepted(
                        "asked-of-distinct",
                        "distinct-00001",
                        "distinct",
                        Map.of("owner", "<me>", "verifies", "other")),
                SampleEvents.study("asked-of-cards", "cards-12345678", "distinct-00001"));

        await().untilAsserted(() -> assertThat(get("/?name=distinct").body())
                .contains("<time datetime=\"2026-03-01T12:00:01.123456Z\">2026-03-01 12:00:01 UTC</time>")
                .contains("verifies <a href=\"/jobs/other\">another job</a>")
                .contains("<a href=\"/?tag=owner%3D%3Cme%3E\" title=\"jobs with this tag\">owner=&lt;me&gt;</a>")
                .contains("<a href=\"/?study=cards-12345678\" title=\"jobs of this study\">cards-12345678</a>")
                .contains("<a href=\"/datasets/fashion-mnist@dddddddddddd\">fashion-mnist</a>")
                .contains("seed 42, <code>distinct</code>")
                .containsPattern("\\d+ of \\d+ in the queue: no mlp trainer is running")
                .doesNotContain("NOT_FOUND"));
        assertThat(cards("/?name=distinct&dataset=fashion-mnist@dddddddddddd")).containsExactly("distinct-00001");
        assertThat(cards("/?name=distinct&dataset=mnist")).isEmpty();
        publish(SampleEvents.started("distinct-00001", "r"), SampleEvents.epoch("distinct-00001", "r", 1));
        await().untilAsserted(() -> assertThat(get("/?name=distinct").body())
                .contains("about 5.0 s left")
                .doesNotContain("in the queue"));
        publish(SampleEvents.cancelled("distinct-00001", "r"));
        await().untilAsserted(() -> assertThat(get("/?name=distinct").body())
                .contains("took 1 min 26 s", "CANCELLED", "<small class=\"reason\">no longer wanted</small>")
                .doesNotContain("NOT_FOUND"));
    }

    @Test
    void theMenuMarksWhereThePageBelongs() {
        Map.of(
                        "/",
                        "/",
                        "/studies",
                        "/studies",
                        "/datasets",
                        "/datasets",
                        "/submit",
                        "/submit",
                        "/dead-letters",
                        "/dead-letters")
                .forEach((page, entry) -> assertThat(get(page).body())
                        .containsOnlyOnce("aria-current=\"page\"")
                        .contains("href=\"" + entry + "\" aria-current=\"page\""));
        assertThat(get("/jobs/nobody").body()).doesNotContain("aria-current");
    }

    private List<String> cards(String path) {
        return CARD.matcher(get(path).body())
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
