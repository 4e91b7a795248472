package dev.atelier.cli.command.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
    @TempDir
    Path folder;

    @Test
    void givesTheLastLinesThenWholeLinesAsTheyAreAdded() throws Exception {
        Path file = folder.resolve("log");
        Files.writeString(file, "one\ntwo\nthree\n");
        LogFile log = new LogFile("kafka", file);

        assertThat(log.readLast(2)).containsExactly("two", "three");
        assertThat(log.readAdded()).isEmpty();

        Files.writeString(file, "four\nfi", StandardOpenOption.APPEND);
        assertThat(log.readAdded()).containsExactly("four");
        Files.writeString(file, "ve\n", StandardOpenOption.APPEND);
        assertThat(log.readAdded()).containsExactly("five");
    }

    @Test
    void beginsAnewWhereTheFileDoes() throws Exception {
        Path file = folder.resolve("log");
        Files.writeString(file, "a long first life\n");
        LogFile log = new LogFile("kafka", file);
        assertThat(log.readLast(5)).hasSize(1);

        Files.writeString(file, "again\n");

        assertThat(log.readAdded()).containsExactly("again");
    }

    @Test
    void followsOverAFileThatIsPutAside() throws Exception {
        Path file = folder.resolve("log");
        Files.writeString(file, "one\ntwo\n");
        LogFile log = new LogFile("kafka", file);
        assertThat(log.readLast(1)).containsExactly("two");

        Files.writeString(file, "three\nfo", StandardOpenOption.APPEND);
        Files.move(file, folder.resolve("log.1"));
        Files.writeString(file, "ur\nfive\n");
        assertThat(log.readAdded()).containsExactly("three", "four", "five");

        Files.move(folder.resolve("log.1"), folder.resolve("log.2"));
        Files.move(file, folder.resolve("log.1"));
        Files.writeString(folder.resolve("log.1"), "six\n", StandardOpenOption.APPEND);
        assertThat(log.readAdded()).containsExactly("six");
        Files.writeString(file, "seven\n");
        assertThat(log.readAdded()).containsExactly("seven");
    }

    @Test
    void hasTheLastLinesOfTheFileBeforeWhereItWasJustBegun() throws Exception {
        Path file = folder.resolve("log");
        Files.writeString(folder.resolve("log.1"), "one\ntwo\nthr");
        Files.writeString(file, "ee\nfour\n");

        assertThat(new LogFile("kafka", file).readLast(3)).containsExactly("two", "three", "four");
    }

    @Test
    void readsOnlyTheEndOfALongFileAndNoHalfLine() throws Exception {
        Path file = folder.resolve("log");
        List<String> lines =
                IntStream.range(0, 50_000).mapToObj(i -> "line number " + i).toList();
        Files.write(file, lines);

        List<String> last = new LogFile("kafka", file).readLast(100_000);

        assertThat(last).hasSizeLessThan(50_000).last().isEqualTo("line number 49999");
        assertThat(last).allMatch(line -> line.startsWith("line number "));
    }

    @Test
    void hasNoLinesWhereThereIsNoFile() throws Exception {
        assertThat(new LogFile("kafka", folder.resolve("none")).readLast(3)).isEmpty();
    }
}
