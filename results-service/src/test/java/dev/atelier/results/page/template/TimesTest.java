package dev.atelier.results.page.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {
    @Test
    void aTimeIsShownInUtcAndHoldsWhatAScriptNeeds() {
        Instant time = Instant.parse("2026-03-01T12:00:01.123456Z");

        assertThat(Times.at(time).getValue())
                .isEqualTo("<time datetime=\"2026-03-01T12:00:01.123456Z\">2026-03-01 12:00:01 UTC</time>");
        assertThat(Times.at(Optional.empty()).getValue()).isEqualTo("–");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            none here                         ~ none here
            <b>&'"                            ~ &lt;b&gt;&amp;&#39;&quot;
            at 2026-99-01T12:00:00Z           ~ at 2026-99-01T12:00:00Z
            from 2026-03-01T12:00:00Z: <i>    ~ from <time datetime="2026-03-01T12:00:00Z">2026-03-01 12:00:00 UTC</time>: &lt;i&gt;
            """)
    void aSentenceIsEscapedAndItsTimesAreElements(String sentence, String html) {
        assertThat(Times.text(sentence).getValue()).isEqualTo(html);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0 s",
        "0.04, 0.0 s",
        "9.96, 10.0 s",
        "12.4, 12 s",
        "59.6, 1 min 0 s",
        "61, 1 min 1 s",
        "3599, 59 min 59 s",
        "3600, 1 h 0 min",
        "86399, 23 h 59 min",
        "90000, 1 d 1 h"
    })
    void aDurationIsShownInItsTwoLargestUnits(double seconds, String shown) {
        assertThat(Times.length(seconds)).isEqualTo(shown);
    }
}
