package dev.atelier.dataset.coordination.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.dataset.coordination.request.Request.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RejectionReasonsTest {
    private static final String HEADING = "### Why a submission is rejected\n";
    /** Reason, what it means, what to do. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z]+)` \\| [^|]+ \\| [^|]+ \\|$");

    @Test
    void eachIsDocumentedWithWhatToDo() throws IOException {
        String documentation = Files.readString(Path.of("..", "docs", "operating.md"));
        String section = documentation.substring(documentation.indexOf(HEADING) + HEADING.length());

        List<String> documented = ROW.matcher(section.substring(0, section.indexOf("\n#")))
                .results()
                .map((MatchResult row) -> row.group(1))
                .toList();

        assertThat(documented)
                .containsExactlyElementsOf(
                        Arrays.stream(Reason.values()).map(Reason::label).toList());
    }
}
