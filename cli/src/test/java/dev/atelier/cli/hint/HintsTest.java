package dev.atelier.cli.hint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HintsTest {
    /** A command line inside a text of the sources. */
    private static final Pattern LITERAL = Pattern.compile("\"[^\"]*['/]atelier [a-z][^\"]*\"");

    @Test
    void repeatsTheProgramAndTheOptionsOfTheStack() {
        Hints hints = new Hints("./atelier", List.of("--data", "/tmp/a b", "--port-base", "9000"));

        assertThat(hints.command("job", "abc")).isEqualTo("'./atelier --data \"/tmp/a b\" --port-base 9000 job abc'");
        assertThat(Hints.with(List.of()).line("up")).isEqualTo("atelier up");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "",
                "a b",
                "$HOME",
                "`id`",
                "a\"b",
                "it's",
                "back\\slash",
                "*",
                "~",
                "a;b",
                "#x",
                "中文",
                "&",
                "a\nb"
            })
    void aShellReadsEveryWordAsItIs(String word) throws Exception {
        Process shell =
                new ProcessBuilder("sh", "-c", new Hints("printf", List.of("%s|")).line("first", word, "last")).start();

        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("first|" + word + "|last|");
    }

    @Test
    void noSourceWritesACommandLineOfItsOwn() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> LITERAL.matcher(read(file)).find()))
                    .isEmpty();
        }
        assertThat("\"; 'atelier up' starts it\"").containsPattern(LITERAL);
        assertThat("\"run ./atelier build\"").containsPattern(LITERAL);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
