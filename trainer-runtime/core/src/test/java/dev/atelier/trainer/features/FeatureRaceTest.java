package dev.atelier.trainer.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.trainer.retention.Retention;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Trainers that share a folder of features which has room for a few of them only: processes of two threads each, one of
 * which is killed in the middle. Whatever one finds there is right and whole; what another has open it leaves alone.
 */
class FeatureRaceTest {
    private static final int TRAINERS = 3;
    private static final int ROUNDS = 150;
    private static final int KEYS = 5;
    private static final int IMAGES = 200;
    private static final int VALUES = 8;
    private static final long ROOM = 3L * IMAGES * VALUES * Float.BYTES;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @TempDir
    private Path folder;

    @Test
    void trainersThatShareAFolderDoNotTripOverEachOther() throws Exception {
        List<Process> trainers = new ArrayList<>();
        try {
            for (int seed = 0; seed < TRAINERS; seed++) {
                trainers.add(start(seed, ROUNDS));
            }
            Process killed = start(TRAINERS, Integer.MAX_VALUE);
            trainers.add(killed);
            assertThat(killed.inputReader().readLine()).isEqualTo("half way");
            killed.destroyForcibly();
            for (Process trainer : trainers.subList(0, TRAINERS)) {
                assertThat(trainer.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
                assertThat(trainer.exitValue()).isZero();
            }
        } finally {
            trainers.forEach(Process::destroyForcibly);
        }
        for (int key = 0; key < KEYS; key++) {
            store(folder).open(key(key), IMAGES, VALUES).close();
        }
    }

    private Process start(int seed, int rounds) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TrainerProcess.class.getName(),
                        folder.toString(),
                        String.valueOf(seed),
                        String.valueOf(rounds))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static FeatureStore store(Path folder) {
        return new FeatureStore(folder, new Retention(ROOM, Duration.ofDays(1)), Clock.systemUTC());
    }

    private static String key(int number) {
        return "key " + number;
    }

    /** A process with two threads of work, each of which opens, fills, reads and evicts features round after round. */
    static final class TrainerProcess {
        private TrainerProcess() {}

        /** @param arguments folder, seed, rounds of each thread */
        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            int rounds = Integer.parseInt(arguments[2]);
            try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
                List<Future<?>> work = new ArrayList<>();
                for (int thread = 0; thread < 2; thread++) {
                    Random random = new Random(2L * Long.parseLong(arguments[1]) + thread);
                    work.add(threads.submit(() -> {
                        for (int round = 0; round < rounds; round++) {
                            round(store(folder), random);
                            if (round == ROUNDS / 2) {
                                System.out.println("half way");
                            }
                        }
                        return null;
                    }));
                }
                for (Future<?> each : work) {
                    each.get();
                }
            } catch (Throwable failure) {
                failure.printStackTrace();
                System.exit(1);
            }
        }

        private static void round(FeatureStore store, Random random) throws IOException {
            int key = random.nextInt(KEYS);
            store.makeRoom((long) IMAGES * VALUES * Float.BYTES, List.of(key(key)));
            try (Features features = store.open(key(key), IMAGES, VALUES)) {
                for (int image = random.nextInt(IMAGES); image < IMAGES; image++) {
                    if (!features.has(image)) {
                        features.add(image, values(key, image), 0);
                    }
                }
                features.seal();
                for (int image = 0; image < IMAGES; image++) {
                    if (features.has(image)) {
                        float[] read = new float[VALUES];
                        features.read(image, read, 0);
                        if (!Arrays.equals(read, values(key, image))) {
                            throw new AssertionError("image " + image + " of " + key(key) + " has other features");
                        }
                    }
                }
            } catch (FeaturesInUseException inUse) {
                // Another has them open: a job does without then.
            }
        }

        private static float[] values(int key, int image) {
            float[] values = new float[VALUES];
            for (int i = 0; i < VALUES; i++) {
                values[i] = key * 10_000 + image + i / 16f;
            }
            return values;
        }
    }
}
