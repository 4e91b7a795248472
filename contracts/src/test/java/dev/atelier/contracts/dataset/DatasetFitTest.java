package dev.atelier.contracts.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.dataset.DatasetManifest.SplitManifest;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.schema.JobSchema;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetFitTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {'family': 'mlp', 'data': {'split': {'validation': 1800}}}                        | data.split.validation is 1800; expected less than the 1800 training images of small
            {'family': 'mlp', 'data': {'split': {'validation': 300}, 'limit': 1501}}          | data.limit is 1501; expected at most 1500, which small leaves after 300 for validation
            {'family': 'mlp', 'data': {'split': {'validation': 300}, 'augment': {'crop': 28}}} | data.augment.crop is 28; expected less than the 28 pixels of a side of the images
            {'family': 'mlp', 'data': {'split': {'validation': 300}}, 'evaluation': {'shiftAverage': 30}} | evaluation.shiftAverage is 30; expected less than the 28 pixels of a side of the images
            {'family': 'cnn', 'data': {'split': {'validation': 300}}, 'model': {'kernel': 29, 'filters': [8]}} | model.kernel is 29; expected at most 28: the input of layer 1 of model.filters has 28 × 28 pixels where the images have 28 × 28
            {'family': 'cnn', 'data': {'split': {'validation': 300}}, 'model': {'kernel': 5, 'filters': [8, 8, 8, 8]}} | model.kernel is 5; expected at most 3: the input of layer 4 of model.filters has 3 × 3 pixels where the images have 28 × 28
            {'family': 'cnn', 'data': {'split': {'validation': 300}}, 'model': {'kernel': 3, 'filters': [4, 4, 4, 4, 4]}} | model.kernel is 3; expected at most 1: the input of layer 5 of model.filters has 1 × 1 pixels where the images have 28 × 28
            """)
    void whatDoesNotFitIsNamed(String job, String sentence) {
        assertThat(DatasetFit.violations(job(job), small(0.3)))
                .extracting(Violation::sentence)
                .containsExactly(sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {'family': 'mlp', 'data': {'split': {'validation': 1799}, 'limit': 1}}
            {'family': 'mlp', 'data': {'split': {'validation': 300}, 'limit': 1500, 'augment': {'crop': 27}}, 'evaluation': {'shiftAverage': 27}}
            {'family': 'cnn', 'data': {'split': {'validation': 300}}, 'model': {'kernel': 28, 'filters': [8]}}
            {'family': 'cnn', 'data': {'split': {'validation': 300}}, 'model': {'kernel': 3, 'filters': [8, 8, 8, 8]}}
            {'family': 'cnn', 'data': {'split': {'validation': 300}}, 'model': {'kernel': 1, 'filters': [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]}}
            {'family': 'cnn', 'data': {'split': {'validation': 300}}, 'model': {'kind': 'resnet'}}
            {'family': 'transfer', 'data': {'split': {'validation': 300}, 'resize': 64, 'augment': {'crop': 40}}, 'model': {'weights': {'source': 'scratch'}}}
            """)
    void whatFitsIsNot(String job) {
        assertThat(DatasetFit.violations(job(job), small(0.3))).isEmpty();
    }

    @Test
    void pixelsThatAreAllTheSameCannotBeStandardised() {
        assertThat(DatasetFit.violations(job("{'family': 'mlp', 'data': {'split': {'validation': 300}}}"), small(0)))
                .extracting(Violation::field)
                .containsExactly("data.normalize");
        assertThat(DatasetFit.violations(
                        job("{'family': 'mlp', 'data': {'normalize': 'unit', 'split': {'validation': 300}}}"),
                        small(0)))
                .isEmpty();
    }

    private static DatasetManifest small(double deviation) {
        SplitManifest split = new SplitManifest(1800, List.of(900, 900), "ab", List.of(0L));
        return new DatasetManifest(
                "small",
                "ab",
                "abcd",
                "nowhere",
                List.of("a", "b"),
                new ImageShape(1, 28, 28),
                List.of(0.3),
                List.of(deviation),
                split,
                split,
                "batches",
                0);
    }

    private static Job job(String json) {
        try {
            return JobSchema.resolve(Json.MAPPER.readTree(json.replace('\'', '"')))
                    .orElseThrow();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
