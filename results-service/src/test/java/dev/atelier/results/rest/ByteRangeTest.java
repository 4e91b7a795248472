package dev.atelier.results.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
    private static final long SIZE = 10;

    @ParameterizedTest
    @CsvSource({"bytes=0-0,0,0", "bytes=2-4,2,4", "bytes=5-,5,9", "bytes=5-99,5,9", "bytes=-3,7,9", "bytes=-99,0,9"})
    void aPartIsWhatTheFileHasOfIt(String header, long first, long last) {
        assertThat(ByteRange.of(Optional.of(header), SIZE))
                .isEqualTo(new ByteRange.Partial(new ByteRange(first, last)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=10-12", "bytes=-0"})
    void aPartBeyondTheEndIsOutside(String header) {
        assertThat(ByteRange.of(Optional.of(header), SIZE)).isInstanceOf(ByteRange.Outside.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bytes=-", "bytes=4-2", "bytes=0-1,4-5", "lines=0-1", "bytes=a-b"})
    void whatIsNotUnderstoodIsTheWhole(String header) {
        assertThat(ByteRange.of(Optional.of(header), SIZE)).isInstanceOf(ByteRange.Whole.class);
    }

    @Test
    void noRangeIsTheWhole() {
        assertThat(ByteRange.of(Optional.empty(), SIZE)).isInstanceOf(ByteRange.Whole.class);
    }
}
