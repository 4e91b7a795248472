package dev.atelier.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.job.Job;
import dev.atelier.trainer.attempt.TestJobs;
import dev.atelier.trainer.attempt.TinyAlgorithm;
import dev.atelier.trainer.attempt.TinyAlgorithm.BeforeStep;
import dev.atelier.trainer.batch.Selection;
import dev.atelier.trainer.random.Seeds;
import java.util.List;
import org.junit.jupiter.api.Test;

class InputsTest {
    private static final int SIDE = RandomPixels.SHAPE.width();

    @Test
    void testsLookAtImagesAsPublishedUnlessTheJobAsksForMore() throws Exception {
        assertThat(tests("{}")).hasSize(1);
        assertThat(tests("{\"flipAverage\": true}")).hasSize(2);
        assertThat(tests("{\"shiftAverage\": 1}")).hasSize(5);
        assertThat(tests("{\"flipAverage\": true, \"shiftAverage\": 2}")).hasSize(10);
    }

    @Test
    void theLooksAreTheImageItsShiftsAndTheirMirrorImages() throws Exception {
        List<Selection> looks = tests("{\"flipAverage\": true, \"shiftAverage\": 1}");
        float[] published = show(looks.getFirst());
        int[][] shifts = {{0, 0}, {1, 0}, {-1, 0}, {0, 1}, {0, -1}};
        for (int i = 0; i < shifts.length; i++) {
            assertThat(show(looks.get(i))).isEqualTo(moved(published, false, shifts[i][0], shifts[i][1]));
            assertThat(show(looks.get(5 + i))).isEqualTo(moved(published, true, shifts[i][0], shifts[i][1]));
        }
    }

    private static float[] moved(float[] pixels, boolean flip, int right, int down) {
        float[] moved = new float[pixels.length];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int fromX = flip ? SIDE - 1 - (x - right) : x - right;
                int fromY = y - down;
                boolean inside = x - right >= 0 && x - right < SIDE && fromY >= 0 && fromY < SIDE;
                moved[y * SIDE + x] = inside ? pixels[fromY * SIDE + fromX] : 0;
            }
        }
        return moved;
    }

    private static float[] show(Selection look) {
        float[] pixels = new float[RandomPixels.SHAPE.bytes()];
        look.show(7, 1, pixels, 0);
        return pixels;
    }

    private static List<Selection> tests(String evaluation) throws Exception {
        Job job = TestJobs.small("""
                {"data": {"normalize": "unit"}, "evaluation": %s}
                """.formatted(evaluation));
        return Inputs.of(job, RandomPixels.dataset(), new Seeds(job.seed()), new TinyAlgorithm(BeforeStep.NOTHING))
                .tests();
    }
}
