package dev.atelier.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFailureTest {
    @TempDir
    Path folder;

    @Test
    void theReasonIsInWordsAndNamesTheFile() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("link"));

        assertThat(reason(() -> Files.readString(folder.resolve("none"))))
                .startsWith(folder.resolve("none") + " does not exist");
        assertThat(reason(() -> Files.createDirectories(file))).isEqualTo(file + " exists and is not a folder");
        assertThat(reason(() -> Files.createDirectory(file.resolve("below")))).startsWith(file.resolve("below") + ": ");
        assertThat(reason(() -> Files.delete(folder))).isEqualTo(folder + " is not empty");
        assertThat(reason(() -> Files.readString(link))).startsWith(link + ": ");
        assertThat(reason(() -> Files.readString(folder))).isEqualTo("Is a directory");
        assertThat(reason(() -> Files.readString(Files.write(file, new byte[] {(byte) 0xff}))))
                .isEqualTo("it is not text in UTF-8");
        assertThat(FileFailure.reason(new FileSystemException("/x"))).isEqualTo("/x cannot be accessed");
        assertThat(FileFailure.reason(new MalformedInputException(3))).isEqualTo("it is not text in UTF-8");
        assertThat(FileFailure.reason(new IOException())).isEqualTo("the cause is unknown");
    }

    private static String reason(ThrowingCallable action) {
        return FileFailure.reason(catchThrowableOfType(IOException.class, action));
    }
}
