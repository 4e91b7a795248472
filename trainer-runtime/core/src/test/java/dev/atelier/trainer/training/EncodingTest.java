package dev.atelier.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.dataset.ImageShape;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.joblog.JobLogLine;
import dev.atelier.trainer.algorithm.Batch;
import dev.atelier.trainer.algorithm.Encoder;
import dev.atelier.trainer.algorithm.InputShape;
import dev.atelier.trainer.algorithm.Model;
import dev.atelier.trainer.attempt.TestJobs;
import dev.atelier.trainer.attempt.TinyAlgorithm;
import dev.atelier.trainer.attempt.TinyAlgorithm.BeforeStep;
import dev.atelier.trainer.batch.Selection;
import dev.atelier.trainer.control.RunInterruptedException;
import dev.atelier.trainer.control.RunStopSignal;
import dev.atelier.trainer.dataset.LoadedDataset;
import dev.atelier.trainer.features.FeatureStore;
import dev.atelier.trainer.log.JobLog;
import dev.atelier.trainer.log.JobLogs;
import dev.atelier.trainer.queue.Lease;
import dev.atelier.trainer.random.Seeds;
import dev.atelier.trainer.retention.Retention;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodingTest {
    private static final ImageShape SHAPE = RandomPixels.SHAPE;
    private static final LoadedDataset DATASET = RandomPixels.dataset();
    private static final RunStopSignal UNDISTURBED =
            new RunStopSignal(new Lease(() -> 0, Duration.ofDays(1), 0), Optional::empty);

    @TempDir
    private Path folder;

    private final SumEncoder encoder = new SumEncoder();
    private final List<JobLogLine> lines = new ArrayList<>();

    /** What every image comes to in every epoch must be what the encoder makes of it as it looks in that epoch. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"flip\": 0.5, \"mode\": \"once\"}",
                "{\"translate\": 0.5, \"mode\": \"once\", \"validation\": true}",
                "{\"translate\": 0.5, \"mode\": \"views\", \"views\": 3, \"validation\": true}"
            })
    void showsWhatTheEncoderMakesOfEachImage(String augment) throws Exception {
        Job job = job(augment);
        Inputs images = inputs(job);
        try (Encoding encoding = encoding(job, 1 << 20)) {
            Inputs features = encoding.encode(images).orElseThrow();
            assertThat(features.shape()).isEqualTo(encoder.features());
            assertThat(features.splitDigest()).isEqualTo(images.splitDigest());
            for (int epoch = 1; epoch <= job.training().epochs(); epoch++) {
                assertSame(images.training(), features.training(), epoch);
                assertSame(images.trained().orElseThrow(), features.trained().orElseThrow(), epoch);
                assertSame(images.validation(), features.validation(), epoch);
            }
            assertThat(features.tests()).hasSize(2);
            for (int look = 0; look < 2; look++) {
                assertSame(images.tests().get(look), features.tests().get(look), 1);
            }
        }
    }

    @Test
    void whatIsThereIsNotWorkedOutAgain() throws Exception {
        Job job = job("{}");
        encode(job);
        assertThat(encoder.encoded).isEqualTo(200 + 50 + 50);
        assertThat(lines)
                .extracting(JobLogLine::message)
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo("The features of images are computed, of each image once"),
                        last -> assertThat(last)
                                .matches("Features of 300 images computed in \\d+\\.\\d s; .* were stored already"));
        lines.clear();
        encode(job);
        assertThat(encoder.encoded).isEqualTo(200 + 50 + 50);
        assertThat(lines)
                .extracting(JobLogLine::message)
                .containsExactly("The features of all images were stored already");
    }

    @Test
    void aViewIsWorkedOutOnlyIfAnEpochShowsIt() throws Exception {
        encode(job("{\"translate\": 0.5, \"mode\": \"views\", \"views\": 1000}"));
        assertThat(encoder.encoded).isLessThanOrEqualTo(160 * 4 + 40 + 50 + 50);
    }

    @Test
    void whatWouldNotFitIsLeft() throws Exception {
        Job job = job("{}");
        try (Encoding encoding = encoding(job, 100)) {
            assertThat(encoding.encode(inputs(job))).isEmpty();
        }
        assertThat(encoder.encoded).isZero();
        assertThat(lines)
                .extracting(JobLogLine::level, JobLogLine::message)
                .containsExactly(
                        tuple(
                                "warn",
                                "Features are not kept, but computed again each time: they may take 2400 bytes, more than are kept"));
    }

    @Test
    void imagesThatNeverLookTheSameAreNotEncoded() {
        assertThat(Encoding.repeats(job("{\"flip\": 0.5}"))).isFalse();
        assertThat(Encoding.repeats(job("{}"))).isTrue();
        assertThat(Encoding.repeats(job("{\"flip\": 0.5, \"mode\": \"views\", \"views\": 2}")))
                .isTrue();
    }

    @Test
    void itStopsWhenTheJobIsCancelled() throws Exception {
        Job job = job("{}");
        var control = new JobControl(JobControl.CANCEL, "changed my mind", Instant.EPOCH);
        RunStopSignal cancelled =
                new RunStopSignal(new Lease(() -> 0, Duration.ofDays(1), 0), () -> Optional.of(control));
        try (Encoding encoding = new Encoding(encoder, store(1 << 20), cancelled, job, DATASET, log())) {
            assertThatThrownBy(() -> encoding.encode(inputs(job)))
                    .isInstanceOf(RunInterruptedException.class)
                    .hasMessageContaining("changed my mind");
        }
    }

    private void assertSame(Selection images, Selection features, int epoch) {
        for (int position = 0; position < images.size(); position++) {
            float[] pixels = new float[SHAPE.bytes()];
            images.show(position, epoch, pixels, 0);
            float[] made = new float[2];
            features.show(position, epoch, made, 0);
            assertThat(made).isEqualTo(SumEncoder.features(pixels, 0));
            assertThat(features.label(position)).isEqualTo(images.label(position));
        }
    }

    private void encode(Job job) throws Exception {
        try (Encoding encoding = encoding(job, 1 << 20)) {
            assertThat(encoding.encode(inputs(job))).isPresent();
        }
    }

    private Encoding encoding(Job job, long bytes) {
        return new Encoding(encoder, store(bytes), UNDISTURBED, job, DATASET, log());
    }

    private JobLog log() {
        return new JobLogs(lines::add, "test-trainer", Clock.systemUTC()).of("4f1c0000000000000000", "run", () -> 1);
    }

    private FeatureStore store(long bytes) {
        return new FeatureStore(folder, new Retention(bytes, Duration.ofDays(1)), Clock.systemUTC());
    }

    private static Inputs inputs(Job job) throws JobFailedException {
        return Inputs.of(job, DATASET, new Seeds(job.seed()), new TinyAlgorithm(BeforeStep.NOTHING));
    }

    private static Job job(String augment) {
        return TestJobs.small("""
                {"data": {"augment": %s}, "evaluation": {"flipAverage": true}}
                """.formatted(augment));
    }

    /** Makes two numbers of an image, which tell images and their looks apart. */
    private static final class SumEncoder implements Encoder {
        private int encoded;

        @Override
        public InputShape features() {
            return new InputShape(2, 1, 1, 2);
        }

        @Override
        public String digest() {
            return "sums";
        }

        @Override
        public void encode(Batch images, float[] features) {
            for (int image = 0; image < images.size(); image++) {
                float[] made = features(images.inputs(), image * images.features());
                System.arraycopy(made, 0, features, 2 * image, 2);
            }
            encoded += images.size();
        }

        static float[] features(float[] inputs, int offset) {
            float sum = 0;
            float weighted = 0;
            for (int i = 0; i < SHAPE.bytes(); i++) {
                sum += inputs[offset + i];
                weighted += i * inputs[offset + i];
            }
            return new float[] {sum, weighted};
        }

        @Override
        public Model model() {
            throw new UnsupportedOperationException("nothing is trained here");
        }

        @Override
        public void close() {}
    }
}
