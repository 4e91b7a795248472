package dev.atelier.dataset.coordination.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.event.RecordOrigin;
import dev.atelier.dataset.coordination.request.WaitingSubmissions.Reason;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class WaitingSubmissionsTest {
    private final WaitingSubmissions waiting = new WaitingSubmissions();

    @Test
    void theOffsetOfTheEarliestThatHasNoAnswerIsCommitted() {
        waiting.read(4, 1);
        waiting.put(submission(4, ""), new Switch("a"));
        waiting.read(5, 1);
        assertThat(waiting.nextAfter(submission(5, ""))).isEqualTo(4);
        waiting.read(6, 1);
        waiting.put(submission(6, ""), new Switch("a"));
        waiting.read(7, 1);

        assertThat(waiting.nextAfter(submission(4, ""))).isEqualTo(6);
        waiting.remove(submission(4, ""));
        assertThat(waiting.nextAfter(submission(6, ""))).isEqualTo(8);
    }

    @Test
    void noneOvertakesAnotherOfItsKey() {
        Switch first = new Switch("a");
        Switch second = new Switch("b");
        waiting.put(submission(1, "k"), first);
        waiting.put(submission(2, "k"), second);
        waiting.put(submission(3, ""), new Switch("a"));
        waiting.put(submission(4, ""), second);
        second.over.set(true);
        assertThat(ready()).containsExactly(4L);

        first.over.set(true);
        assertThat(ready()).containsExactly(1L, 2L, 4L);
    }

    @Test
    void theyAreBoundedByNumber() {
        for (int offset = 0; offset < WaitingSubmissions.MOST; offset++) {
            assertThat(waiting.hasRoom()).isTrue();
            waiting.read(offset, 1);
            waiting.put(submission(offset, ""), new Switch("a"));
        }
        assertThat(waiting.hasRoom()).isFalse();
        waiting.remove(submission(17, ""));
        assertThat(waiting.hasRoom()).isTrue();
    }

    @Test
    void theyAreBoundedByBytes() {
        byte[] large = new byte[1024 * 1024];
        int offset = 0;
        while (waiting.hasRoom()) {
            waiting.read(offset, 1);
            waiting.put(submission(offset, "", large), new Switch("a"));
            // A second reason takes the place of the first.
            waiting.put(submission(offset++, "", large), new Switch("b"));
        }
        assertThat((long) offset * large.length).isEqualTo(WaitingSubmissions.MOST_BYTES);
        waiting.remove(submission(0, "", large));
        assertThat(waiting.hasRoom()).isTrue();
    }

    @Test
    void othersAreAnsweredAheadOnlySoFarAsAnswersAreRemembered() {
        waiting.read(0, 1);
        waiting.put(submission(0, ""), new Switch("a"));
        waiting.read(WaitingSubmissions.LONGEST_LEAD - 2, 1);
        assertThat(waiting.hasRoom()).isTrue();
        waiting.read(WaitingSubmissions.LONGEST_LEAD - 1, 1);
        assertThat(waiting.hasRoom()).isFalse();
    }

    @Test
    void aNewGenerationReadsThemAgain() {
        waiting.read(5, 1);
        waiting.put(submission(5, ""), new Switch("a"));
        waiting.read(5, 2);

        assertThat(waiting.size()).isZero();
        assertThat(waiting.nextAfter(submission(5, ""))).isEqualTo(6);
    }

    @Test
    void whatTheyWaitForIsShown() {
        waiting.put(submission(1, ""), new Switch("the publication of a"));
        waiting.put(submission(2, ""), new Switch("the publication of a"));
        waiting.put(submission(3, ""), new Switch("its check"));

        assertThat(waiting.summary()).isEqualTo("1 for its check, 2 for the publication of a");
        assertThat(waiting.reason(2)).contains("the publication of a");
        assertThat(waiting.reason(9)).isEmpty();
    }

    private List<Long> ready() {
        return waiting.ready().stream()
                .map(each -> each.submission().origin().offset())
                .toList();
    }

    private static Submission submission(long offset, String key) {
        return submission(offset, key, new byte[0]);
    }

    private static Submission submission(long offset, String key, byte[] value) {
        return new Submission(
                "s" + offset, new RecordOrigin(0, offset, key), false, Optional.of(value), Context.root());
    }

    private record Switch(String text, AtomicBoolean over) implements Reason {
        Switch(String text) {
            this(text, new AtomicBoolean());
        }

        @Override
        public boolean isOver() {
            return over.get();
        }

        @Override
        public Request check() {
            return new Request.Pending(new TreeSet<>());
        }
    }
}
