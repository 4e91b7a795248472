package dev.atelier.results.page.template;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownTest {
    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
            two-hidden, dropout 0.5     ~ two-hidden, dropout 0.5
            a|b                         ~ a\\|b
            model.batchNorm_x * 2       ~ model.batchNorm\\_x \\* 2
            [see](there)                ~ \\[see\\](there)
            <img src=x>                 ~ \\<img src=x\\>
            - no item                   ~ \\- no item
            1. no item                  ~ 1\\. no item
            0.75                        ~ 0.75
            # no heading                ~ \\# no heading
            back\\slash                 ~ back\\\\slash
            """)
    void nothingInATextIsReadAsMarkdown(String text, String written) {
        assertThat(Markdown.text(text)).isEqualTo(written);
    }

    @Test
    void aTextIsOneLine() {
        assertThat(Markdown.text("one\n\n  two\t three ")).isEqualTo("one two three");
    }
}
