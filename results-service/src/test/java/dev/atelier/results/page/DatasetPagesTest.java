package dev.atelier.results.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.results.SampleEvents;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** The pages of datasets. */
@QuarkusTest
class DatasetPagesTest extends PageTest {
    @Test
    void aDatasetIsShownAlsoWhereItsImagesCannotBeRead() {
        publish(SampleEvents.dataset());
        await().untilAsserted(() ->
                assertThat(get("/datasets").body()).contains("href=\"/datasets/fashion-mnist@dddddddddddd\""));

        assertThat(get("/datasets/fashion-mnist@dddddddddddd").body())
                .contains("<code>" + "d".repeat(64) + "</code>", "1 × 28 × 28 bytes")
                .contains("2 for training, 2 for testing", "id=\"distribution\"")
                .doesNotContain("NOT_FOUND")
                .contains("Batch 0 of train of fashion-mnist@dddddddddddd cannot be read at offset 0");
        assertThat(get("/datasets/nothing").statusCode()).isEqualTo(404);
    }
}
