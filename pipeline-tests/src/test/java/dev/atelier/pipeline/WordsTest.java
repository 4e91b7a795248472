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
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Main sources and documentation use the terms of the field, as Kafka's documentation has them. */
class WordsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Set<String> LEFT_OUT = Set.of("target", "node_modules", "test");
    private static final Pattern CHECKED = Pattern.compile(
            ".*\\.(java|md|html|ya?ml|json|js|css|sql|properties|sh|py|xml|args)|.*Containerfile|[^.]+");
    /** What Flyway has applied is never edited, and a license not either. */
    private static final Pattern FIXED = Pattern.compile("V\\d+__.*\\.sql|LICENSE|NOTICE");

    private static final Pattern CODE = Pattern.compile(".*\\.(java|js|html|py|sh|properties)|[^.]+");

    /** Words of conversation for data that is published, requested, returned, reported or evaluated. */
    private static final String CONVERSATION = "told|tell|tells|telling|say|says|saying|said|ask|asks|asked|asking"
            + "|wish|wishes|wished|judge|judges|judged|judging|trainee|upkeep|journal";

    private static final Pattern WORD =
            Pattern.compile("(?i)(?<![\\w.-])(" + CONVERSATION + "|submission desk)(?!\\w|\\.\\w)");
    /** The same as parts of names: {@code tellAll}, {@code notTold}, {@code ask_for}, {@code LAST_SAID}. */
    private static final Pattern PART_OF_NAME = Pattern.compile("\\b(" + CONVERSATION + ")(?=[A-Z_])"
            + "|(?<=[a-z0-9])(" + capitalized(CONVERSATION) + ")(?![a-z])"
            + "|(?<=_)(?i:" + CONVERSATION + ")(?![a-zA-Z])"
            + "|\\b(" + CONVERSATION.toUpperCase(Locale.ROOT) + ")(?=_)");
    /** Columns that a migration named. */
    private static final Pattern COLUMN = Pattern.compile("\\b(epochs_asked|said_at)\\b");

    private static final Pattern PHRASE =
            Pattern.compile("(?i)\\b(looks?|looked|looking) at\\b|\\b(gone|goes|go) on from\\b"
                    + "|no finite number|what is taken for what|surest of|compare the ticked"
                    + "|learned by heart|the request, whole|drawn whole|as sure as right|surer than right"
                    + "|pages stand still|heard of least|ended without a word"
                    + "|as right as it is"
                    + "|\\bnot answer\\b|\\banswered with status\\b|\\bstopp(ed|s) answering\\b"
                    + "|\\b\\d+\\.\\d+E-\\d+\\b");
    /** A plural beside its singular: Counted writes both. */
    private static final Pattern PLURAL = Pattern.compile("\\? \"[^\"]*?(\\w{3,})\" : \"[^\"]*?\\1s\\b");
    /** Classes, operations and settings of earlier versions, whose terms are others now. */
    private static final Pattern TYPE = Pattern.compile(
            "\\b(class|record|interface|enum) (SubmissionDesk|Journal|Upkeep|Stand|Trainee|(?!Process|Unix)\\w*Signals"
                    + "|EpochKeeper|MachineTurn|Followed|Following|Follower|(Shell|Feature)Share|Volume)\\b"
                    + "|\\brecord (Convolve|Connect|Normalize|Drop)\\b"
                    + "|\\bOp\\.(Convolve|Connect|Normalize|Drop)\\b|\\bOp\\.\\w+ (convolve|connect|normalize|drop)\\b"
                    + "|\\bvolumes?\\b|\\bPATIENCE\\b|[a-z-]Patience\\b|-patience\\b|Duration patience\\b|>First<");
    /** Figures of speech for what software does. */
    private static final Pattern FIGURE = Pattern.compile(
            "(?i)\\bin vain\\b|\\banew\\b|\\bbegins? again\\b"
                    + "|\\bfor ever\\b|\\b(gone|went|goes|go) round\\b|\\blook(s|ed|ing)? after\\b|\\bstands? by\\b"
                    + "|\\bpass(es|ed)? (it )?by\\b|\\btight circle\\b|\\bunforeseen\\b|\\bbe had\\b|\\bsomebody\\b"
                    + "|\\bwhoever\\b|\\blikewise\\b|\\bputs? down\\b|\\bin good order\\b|\\bmade-up\\b|\\bborne?\\b"
                    + "|\\bin hand\\b|\\bbreath\\b|\\blast word\\b|\\bwhat becomes of\\b|\\bc(o|a)mes? to\\b|\\bbr(ings?|ought)\\b");
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
                .allMatch(line -> isFound("a.md", line) || isFound("A.java", line));
        assertThat(List.of("judgeAll(x)", "isAsked()", "ask_for \"$2\"", "LAST_SAID = 1", "x3Tells()"))
                .allMatch(line -> isFound("A.java", line));
        assertThat(List.of("`atelier.dataset-service.upkeep`", "epochs_asked", "essay", "tasks", "the log contains it"))
                .noneMatch(line -> isFound("a.md", line) || isFound("A.java", line));
    }

    @Test
    void aTermOfAnEarlierVersionIsFound() {
        assertThat(List.of(
                        "final class RunSignals {",
                        "record Following(String id) {}",
                        "case Op.Conv2d convolve -> {",
                        "new Op.Drop(0.5)",
                        "record Drop(double probability) implements Op {}",
                        "private static final Duration PATIENCE = MINUTE;",
                        "LOG.warn(\"The queue begins anew\")",
                        "runs + (runs == 1 ? \" run\" : \" runs\")",
                        "throw failed(\"The database does not answer: \")",
                        "rate 3.0E-4"))
                .allMatch(line -> isFound("A.java", line));
        assertThat(List.of(
                        "final class ProcessSignals {",
                        "public enum Normalize {",
                        "int patience, double minDelta",
                        "case Op.Conv2d conv2d -> {",
                        "path.toAbsolutePath().normalize()",
                        "rate 3e-4"))
                .noneMatch(line -> isFound("A.java", line));
    }

    @Test
    void filesWithoutAnExtensionAreChecked() throws IOException {
        assertThat(files().stream().map(file -> ROOT.relativize(file).toString()))
                .contains("atelier", "deploy/containers/healthcheck", "deploy/containers/pytorch.args");
    }

    private static List<String> findings(Path file) {
        List<String> found = new ArrayList<>();
        try {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (isFound(file.getFileName().toString(), lines.get(i))) {
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

    private static boolean isFound(String file, String line) {
        String checked = COLUMN.matcher(line.replace(TITLE, "")).replaceAll("");
        return WORD.matcher(checked).find()
                || PHRASE.matcher(checked).find()
                || CODE.matcher(file).matches() && PART_OF_NAME.matcher(checked).find()
                || file.endsWith(".java")
                        && (TYPE.matcher(checked).find()
                                || PLURAL.matcher(checked).find()
                                || FIGURE.matcher(checked).find());
    }

    private static String capitalized(String words) {
        return Pattern.compile("\\b[a-z]")
                .matcher(words)
                .replaceAll(first -> first.group().toUpperCase(Locale.ROOT));
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
