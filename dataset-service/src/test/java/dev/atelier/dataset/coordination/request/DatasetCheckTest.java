package dev.atelier.dataset.coordination.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.dataset.DatasetManifest.SplitManifest;
import dev.atelier.contracts.dataset.ImageShape;
import dev.atelier.contracts.study.StudyExpansion.Member;
import dev.atelier.dataset.publishing.publication.Catalogue;
import dev.atelier.dataset.publishing.publication.Catalogue.Available;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a job follows from its dataset. */
class DatasetCheckTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            60000 | {"family": "mlp", "data": {"dataset": "d"}}                              | 10000
            1800  | {"family": "mlp", "data": {"dataset": "d"}}                              | 300
            1800  | {"family": "cnn", "data": {"dataset": "d", "split": {"seed": 7}}}        | 300
            1800  | {"family": "mlp", "data": {"dataset": "d", "split": {"validation": 10}}} | 10
            2     | {"family": "mlp", "data": {"dataset": "d"}}                              | 1
            1800  | {"study": "s", "base": {"family": "mlp"}, "grid": {"data.dataset": ["d"]}, "seeds": [1, 2]} | 300
            """)
    void theImagesHeldBackAreASixthOfTheDatasets(int images, String written, int validation) {
        assertThat(read(images, written))
                .isInstanceOfSatisfying(
                        Request.Sound.class,
                        sound -> assertThat(sound.members())
                                .extracting(Member::job)
                                .allSatisfy(job -> assertThat(job.data().split().validation())
                                        .isEqualTo(validation)));
    }

    private static Request read(int images, String written) {
        SplitManifest split = new SplitManifest(images, List.of(images), "ab", List.of(0L));
        Catalogue catalogue = new Catalogue();
        catalogue.put(new Available(new DatasetManifest(
                "d",
                "abc",
                "abc",
                "nowhere",
                List.of("a", "b"),
                new ImageShape(1, 28, 28),
                List.of(0.5),
                List.of(0.5),
                split,
                split,
                "batches",
                0)));
        return new SubmissionReader(new DatasetCheck(catalogue, Ancestries.NONE, "1"), () -> 0)
                .read(Optional.of(written.getBytes(StandardCharsets.UTF_8)));
    }
}
