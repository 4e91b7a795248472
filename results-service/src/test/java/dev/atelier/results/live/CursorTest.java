package dev.atelier.results.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"start", "0:12", "0:12,1:7,3:0", "0:12;1:7", "0:12@3:99", "0:12,1:7;2:55@3:99", "start@0:0"})
    void isReadAsItIsWritten(String text) {
        assertThat(Cursor.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "12",
                "0:",
                "0:1,",
                "-1:4",
                "0:99999999999999999999",
                "0:1;DROP TABLE jobs",
                "0:1@",
                "0:1@2",
                "@0:1",
                "0:1@0:1;1:1"
            })
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Cursor.parse(text)).hasMessageContaining("expected partition:offset pairs");
    }

    @Test
    void movesPastAnEventInItsPartitionOnlyAndNeverBack() {
        Cursor cursor = Cursor.parse("0:5,1:5");

        assertThat(cursor.past(change(0, 9))).hasToString("0:10,1:5");
        assertThat(cursor.past(change(1, 2))).hasToString("0:5,1:5");
        assertThat(cursor.past(change(2, 0))).hasToString("0:5,1:5,2:1");
    }

    private static RowChange change(int partition, long offset) {
        return new RowChange(partition, offset, RowChange.JOB, "a job");
    }
}
