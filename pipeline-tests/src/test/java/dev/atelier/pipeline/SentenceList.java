package dev.atelier.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The sentences that a user can see, from the main sources: messages of errors and logs, texts of commands, pages and
 * scripts, descriptions in schemas and settings. Expressions within a sentence stand in braces; single words, SQL and
 * comments are left out. {@link SentenceListTest} writes them to {@code target/sentences.txt}; without a build
 *
 * <pre>java pipeline-tests/src/test/java/dev/atelier/pipeline/SentenceList.java . &gt; sentences.txt</pre>
 */
final class SentenceList {
    private static final Pattern WITHOUT_USERS = Pattern.compile(
            "/(target|test-support|test-linear|stack-testing|src/test|local-stack/testing|node_modules|\\.[^/]*)/");
    private static final Pattern WORDS =
            Pattern.compile("\\p{L}{2,}.*\\s.*\\p{L}|\\p{L}.*\\s.*\\p{L}{2,}", Pattern.DOTALL);
    private static final Pattern SQL = Pattern.compile(
            "\\b(SELECT|FROM|WHERE|JOIN|ORDER BY|GROUP BY|LIMIT|INSERT|UPDATE|DELETE|VALUES|AND|OR|ASC|DESC|NULL|ROLE)\\b");
    private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*(//|#|\\*|/\\*).*$");

    private static final Pattern JSON_TEXT =
            Pattern.compile("\"(?:description|title|expected|\\$comment)\": *\"([^\"]+)\"");
    private static final Pattern YAML_TEXT =
            Pattern.compile("(?:description|summary|title): +(?!>)(.*)|^ +(\\p{Lu}[^:]* [^:]*)$", Pattern.MULTILINE);
    private static final Pattern QUOTED =
            Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|'((?:[^'\\\\\n]|\\\\.)*)'|`([^`\n]*)`");
    private static final Pattern SETTING = Pattern.compile("^[^=\n]*=(.*)|^ +(.*)$", Pattern.MULTILINE);

    private static final Pattern TAG = Pattern.compile("</?(?!(?:a|b|code)\\b)[a-zA-Z][^<>]*>");
    private static final Pattern ATTRIBUTE =
            Pattern.compile("\\b(?:title|aria-label|placeholder|alt|what)=\"([^\"]*)\"");
    private static final Pattern EXPRESSION = Pattern.compile("\\{[^{}]*\\}");

    private final Path root;

    SentenceList(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] roots) throws IOException {
        new SentenceList(Path.of(roots[0])).all().forEach(System.out::println);
    }

    /** Each sentence on a line of its own, after its file and the line of the file. */
    List<String> all() throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(root)) {
            files = walk.filter(this::hasUsers)
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
        List<String> sentences = new ArrayList<>();
        JavaTexts.of(files.stream()
                        .filter(file -> file.toString().endsWith(".java"))
                        .toList())
                .forEach(text -> add(sentences, text.file(), text.line(), text.text()));
        for (Path file : files) {
            addTexts(sentences, file);
        }
        return sentences;
    }

    private boolean hasUsers(Path file) {
        String path = "/" + root.relativize(file);
        return !WITHOUT_USERS.matcher(path).find()
                && (path.contains("/src/main/") || path.equals("/atelier") || path.endsWith("/atelier.py"));
    }

    private void addTexts(List<String> sentences, Path file) throws IOException {
        String name = file.getFileName().toString();
        if (name.endsWith(".html") || name.endsWith(".md")) {
            addTextsOfTemplate(sentences, file);
        } else {
            Optional<Pattern> texts = texts(name);
            if (texts.isPresent()) {
                String written = COMMENT.matcher(Files.readString(file)).replaceAll("");
                texts.get()
                        .matcher(written)
                        .results()
                        .forEach(found -> add(sentences, file, line(written, found), group(found)));
            }
        }
    }

    private static Optional<Pattern> texts(String name) {
        return Optional.ofNullable(
                switch (name.substring(name.lastIndexOf('.') + 1)) {
                    case "json" -> JSON_TEXT;
                    case "yaml" -> YAML_TEXT;
                    case "properties" -> SETTING;
                    case "js", "py", "atelier" -> QUOTED;
                    default -> null;
                });
    }

    /** Tags that end a text are shown as a bar. */
    private void addTextsOfTemplate(List<String> sentences, Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            int line = i + 1;
            ATTRIBUTE
                    .matcher(lines.get(i))
                    .results()
                    .forEach(found -> addLine(sentences, file, line, "(attribute) " + group(found)));
            String text = TAG.matcher(lines.get(i)).replaceAll("¦").replaceAll("¦[¦ ]*", " ¦ ");
            if (EXPRESSION.matcher(text).replaceAll("").chars().anyMatch(Character::isLetter)) {
                addLine(sentences, file, line, text.strip());
            }
        }
    }

    private void add(List<String> sentences, Path file, int line, String text) {
        if (WORDS.matcher(text).find() && !SQL.matcher(text).find()) {
            addLine(sentences, file, line, text);
        }
    }

    private void addLine(List<String> sentences, Path file, int line, String text) {
        sentences.add(root.relativize(file) + ":" + line + ": " + text.replace("\n", "⏎"));
    }

    private static int line(String written, MatchResult found) {
        return 1
                + (int) written.substring(0, found.start())
                        .chars()
                        .filter(each -> each == '\n')
                        .count();
    }

    private static String group(MatchResult found) {
        return Stream.iterate(1, group -> group <= found.groupCount(), group -> group + 1)
                .map(group -> Optional.ofNullable(found.group(group)).orElse(""))
                .reduce("", String::concat);
    }
}
