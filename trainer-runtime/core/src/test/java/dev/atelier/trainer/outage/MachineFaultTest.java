package dev.atelier.trainer.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.atelier.contracts.json.Json;
import dev.atelier.tensor.InvalidSafetensorsException;
import dev.atelier.trainer.algorithm.EngineUnavailableException;
import dev.atelier.trainer.outage.MachineFault.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MachineFaultTest {
    static Stream<Arguments> faultsOfTheMachine() {
        return Stream.of(
                arguments(new IOException("No space left on device"), Kind.STORAGE),
                arguments(new FileSystemException("/data/a", null, "Read-only file system"), Kind.STORAGE),
                arguments(new AccessDeniedException("/data/a"), Kind.STORAGE),
                arguments(new NoSuchFileException("/data/a"), Kind.STORAGE),
                arguments(new EOFException(), Kind.STORAGE),
                arguments(new ClosedByInterruptException(), Kind.STORAGE),
                arguments(new UncheckedIOException(new IOException("Input/output error")), Kind.STORAGE),
                arguments(new InternalError("a fault occurred in an unsafe memory access operation"), Kind.STORAGE),
                arguments(new OutOfMemoryError("Java heap space"), Kind.MEMORY),
                arguments(new OutOfMemoryError("unable to create native thread"), Kind.MEMORY),
                arguments(new EngineUnavailableException("PyTorch cannot be loaded", new IOException()), Kind.LIBRARY),
                arguments(new UnsatisfiedLinkError("libtorch.so"), Kind.LIBRARY),
                arguments(new NoClassDefFoundError("ai/djl/Model"), Kind.LIBRARY),
                arguments(new ExceptionInInitializerError(new IllegalStateException()), Kind.LIBRARY));
    }

    @ParameterizedTest
    @MethodSource("faultsOfTheMachine")
    void isTheMachinesByItselfAndAsACause(Throwable thrown, Kind kind) {
        assertThat(MachineFault.in(thrown)).map(MachineFault::kind).contains(kind);
        assertThat(MachineFault.in(new IllegalStateException(new CompletionException(thrown))))
                .map(MachineFault::kind)
                .contains(kind);
    }

    static Stream<Throwable> faultsOfTheJob() {
        return Stream.of(
                new IllegalStateException("impossible"),
                new ArrayIndexOutOfBoundsException(7),
                new StackOverflowError(),
                new AssertionError(),
                new InternalError("a defect of the JVM"),
                new InvalidSafetensorsException("it ends in its header"),
                new InvalidSafetensorsException("it ends in its header", new EOFException()),
                malformedJson(),
                new UncheckedIOException(malformedJson()));
    }

    @ParameterizedTest
    @MethodSource("faultsOfTheJob")
    void isNotTheMachines(Throwable thrown) {
        assertThat(MachineFault.in(thrown)).isEmpty();
        assertThat(MachineFault.in(new IllegalStateException(thrown))).isEmpty();
    }

    @Test
    void howMuchCouldNotBeWrittenIsKnown() {
        var full = new NotWrittenException("a checkpoint", 1 << 20, new IOException("No space left on device"));

        assertThat(MachineFault.in(new UncheckedIOException(full)))
                .contains(new MachineFault(Kind.STORAGE, 1 << 20, full));
    }

    @Test
    void causesThatGoRoundInACircleEnd() {
        var first = new IllegalStateException("first");
        first.initCause(new IllegalStateException("second", first));

        assertThat(MachineFault.in(first)).isEqualTo(Optional.empty());
    }

    private static JsonProcessingException malformedJson() {
        try {
            Json.MAPPER.readTree("{");
            throw new AssertionError("this is no JSON");
        } catch (JsonProcessingException e) {
            return e;
        }
    }
}
