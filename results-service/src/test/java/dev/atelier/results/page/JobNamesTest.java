package dev.atelier.results.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.results.SampleEvents;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Names and tags of a job belong to whoever asked for it: several may have, under different ones. */
@QuarkusTest
class JobNamesTest extends PageTest {
    @Test
    void aJobIsFoundUnderEachNameThatItWasSubmittedUnder() {
        publish(
                SampleEvents.queued("first-name", 1),
                SampleEvents.accepted("asked-1", "first-name", "first-name", Map.of()),
                SampleEvents.accepted("asked-2", "first-name", "Second Name", Map.of()),
                SampleEvents.accepted("asked-3", "first-name", "<b>third</b>", Map.of()));

        await().untilAsserted(
                        () -> assertThat(get("/?name=second%20name").body()).contains("id=\"job-first-name\""));
        assertThat(get("/?name=first-name").body()).contains("id=\"job-first-name\"");
        await().untilAsserted(() -> assertThat(get("/jobs/first-name").body())
                .contains("Also called &lt;b&gt;third&lt;/b&gt;, Second Name."));
        assertThat(get("/?name=third").body()).contains("also called &lt;b&gt;third&lt;/b&gt;, Second Name");
        assertThat(get("/api/jobs?name=SECOND%20NAME").body())
                .contains("\"otherNames\":[\"<b>third</b>\",\"Second Name\"]");
    }

    @Test
    void aJobIsFoundByEachTagThatItWasRequestedWith() {
        publish(
                SampleEvents.queued("tagged", 1),
                SampleEvents.accepted("asked-4", "tagged", "tagged", Map.of("owner", "me", "why", "a=b")),
                SampleEvents.accepted("asked-5", "tagged", "tagged", Map.of("owner", "you")));

        for (String tag : new String[] {"owner%3Dme", "owner%3Dyou", "why%3Da%3Db"}) {
            await().untilAsserted(() -> assertThat(get("/api/jobs?tag=" + tag).body())
                    .contains("\"id\":\"tagged\"", "\"tags\":[\"owner=me\",\"owner=you\",\"why=a=b\"]"));
        }
        assertThat(get("/api/jobs?tag=owner%3Dnobody").body()).contains("\"total\":0");
        assertThat(get("/?tag=owner").body())
                .contains("tag is &#39;owner&#39;; expected the name and the value of a tag, name=value");
        assertThat(get("/jobs/tagged").body()).contains("<code>owner=me</code>");
    }
}
