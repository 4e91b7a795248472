package dev.atelier.pipeline.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The wall clock of one process, which a test steps while it runs, by the library of Debian's package {@code libfaketime}.
 * Where that is not installed the clock stays right. {@code -Dfaults.faketime=FILE} names the library elsewhere.
 */
final class SteppedClock {
    private final Path file;

    SteppedClock(Path file) {
        this.file = file;
        step(Duration.ZERO);
    }

    /** The library, where there is one. */
    static Optional<Path> library() {
        return Stream.concat(
                        Stream.ofNullable(System.getProperty("faults.faketime")).map(Path::of),
                        List.of("x86_64", "aarch64").stream()
                                .map(machine ->
                                        Path.of("/usr/lib", machine + "-linux-gnu", "faketime", "libfaketimeMT.so.1")))
                .filter(Files::exists)
                .findFirst();
    }

    /** What a process needs in its environment to go by this clock. */
    Map<String, String> environment() {
        return library()
                .map(library -> Map.of(
                        "LD_PRELOAD",
                        library.toString(),
                        "FAKETIME_TIMESTAMP_FILE",
                        file.toString(),
                        "FAKETIME_CACHE_DURATION",
                        "1",
                        "FAKETIME_DONT_FAKE_MONOTONIC",
                        "1",
                        // Otherwise the library waits for moments of a clock that glibc's condition variables no longer
                        // use, and every timed wait of the JVM spins.
                        "FAKETIME_FORCE_MONOTONIC_FIX",
                        "0"))
                .orElse(Map.of());
    }

    /** From now on the clock is so far off. */
    void step(Duration offset) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "%+d".formatted(offset.toSeconds()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
