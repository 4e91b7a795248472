package dev.atelier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Writes the list of all sentences that users see, to be read, and checks what can be checked without reading. */
class SentenceListTest {
    private static final Path LIST = Path.of("target/sentences.txt");
    /** A word twice, and an error that does not separate what is wrong from what is expected as all others do. */
    private static final Pattern MISTAKE = Pattern.compile(
            "(?i): .*(?<![\\w.])(\\p{L}{2,}) \\1(?![\\w.])(?! 127)|[^;:(]\\s+expected (at least|at most|one of)");

    @Test
    void theSentencesOfAllKindsAreListedAndHaveNoMistakeThatAPatternFinds() throws IOException {
        List<String> sentences = new SentenceList(Path.of("..")).all();
        Files.createDirectories(LIST.getParent());
        Files.write(LIST, sentences);

        assertThat(sentences)
                .hasSizeGreaterThan(2000)
                .anyMatch(line -> line.endsWith(": Show a job and its epochs."))
                .anyMatch(line -> line.contains("layout.html") && line.contains(">datasets</a>"))
                .anyMatch(line -> line.endsWith(": Probability of a horizontal flip."))
                .anyMatch(line -> line.contains("submit.js") && line.endsWith("The form is for single jobs."))
                .anyMatch(line -> line.startsWith("atelier:") && line.contains("Atelier needs Maven"))
                .anyMatch(line -> line.contains("{") && line.endsWith(" is missing; expected {what} as JSON"));
        assertThat(sentences).noneMatch(line -> MISTAKE.matcher(line).find());
    }
}
