package dev.atelier.results.page.template;

import dev.atelier.results.text.Printable;
import io.quarkus.qute.TemplateExtension;
import java.util.regex.Pattern;

/** Text in Markdown. */
@TemplateExtension(namespace = "md")
final class Markdown {
    /** What begins something in GitHub's Markdown, in a line, in a table, or as HTML. */
    private static final Pattern MARKS = Pattern.compile("[\\\\`*_\\[\\]<>|#~$]");

    private Markdown() {}

    /** {@code text} as it stands, in one line: nothing in it is read as Markdown. */
    static String text(String text) {
        return MARKS.matcher(Printable.line(text.strip().replaceAll("\\s+", " ")))
                .replaceAll("\\\\$0")
                .replaceFirst("^([-+])", "\\\\$1")
                .replaceFirst("^(\\d+)([.)])(?= |$)", "$1\\\\$2");
    }
}
