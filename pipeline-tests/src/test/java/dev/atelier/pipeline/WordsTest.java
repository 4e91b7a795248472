package dev.atelier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Main sources and documentation use the terms of the field, as Kafka's documentation has them. */
class WordsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Set<String> LEFT_OUT = Set.of("target", "node_modules", "test");
    private static final Pattern CHECKED =
            Pattern.compile(".*\\.(java|md|html|ya?ml|json|js|css|sql|properties|sh|py|xml)|atelier|.*Containerfile");
    /** What Flyway has applied is never edited, and a license not either. */
    private static final Pattern FIXED = Pattern.compile("V\\d+__.*\\.sql|LICENSE|NOTICE");

    /** Words of conversation for data that is published, requested, returned, reported or evaluated. */
    private static final Pattern CONVERSATION = Pattern.compile(
            "(?i)(?<![\\w.-])(told|tell|tells|telling|say|says|saying|said|ask|asks|asked|asking|wish|wishes|wished"
                    + "|judge|judges|judged|judging|trainee|upkeep|journal|submission desk)(?!\\w|\\.\\w)");
    /** The same in identifiers. */
    private static final Pattern IDENTIFIER = Pattern.compile(
            "\\b(told|tell|tells|say|says|said|asked|asks|wish|judge)[A-Z]\\w*|\\w*[a-z](Told|Tells|Says|Said|Asked|Wish)\\b");

    private static final Pattern PHRASE =
            Pattern.compile("(?i)\\b(looks?|looked|looking) at\\b|\\b(gone|goes|go) on from\\b"
                    + "|no finite number|what is taken for what|surest of|compare the ticked"
                    + "|learned by heart|the request, whole|drawn whole|as sure as right|surer than right"
                    + "|pages stand still|heard of least|ended without a word");
    /** The title of a paper. */
    private static final String TITLE = "Another Look at the Jackknife";

    @Test
    void mainSourcesAndDocumentationUseTheTermsOfTheField() throws IOException {
        List<Path> files = files();

        assertThat(files).hasSizeGreaterThan(700);
        assertThat(files.stream().flatMap(file -> findings(file).stream())).isEmpty();
    }

    @Test
    void aWordOfConversationIsFound() {
        assertThat(List.of("Told of an event.", "sayWhy()", "notTold", "the epochs asked for", "It looks at the log."))
                .allMatch(WordsTest::isFound);
        assertThat(List.of("`atelier.dataset-service.upkeep`", "epochs_asked", "essay", "tasks", "the log contains it"))
                .noneMatch(WordsTest::isFound);
    }

    private static List<String> findings(Path file) {
        List<String> found = new ArrayList<>();
        try {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (isFound(lines.get(i))) {
                    found.add(ROOT.relativize(file) + ":" + (i + 1) + ": "
                            + lines.get(i).strip());
                }
            }
        } catch (MalformedInputException notText) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static boolean isFound(String line) {
        String checked = line.replace(TITLE, "");
        return CONVERSATION.matcher(checked).find()
                || IDENTIFIER.matcher(checked).find()
                || PHRASE.matcher(checked).find();
    }

    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = folder.getFileName().toString();
                boolean hidden = name.startsWith(".") && !folder.equals(ROOT);
                return hidden || LEFT_OUT.contains(name) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = file.getFileName().toString();
                if (CHECKED.matcher(name).matches() && !FIXED.matcher(name).matches()) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }
}
