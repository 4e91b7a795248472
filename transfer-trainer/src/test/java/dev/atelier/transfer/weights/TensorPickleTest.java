package dev.atelier.transfer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.atelier.trainer.algorithm.StopSignal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Pickles written by hand, in the instructions of Python's {@code pickletools}. */
class TensorPickleTest {
    private static final String PROTOCOL_2 = "\u0080\u0002";

    @Test
    void anEmptyDictionaryHasNoTensors() throws Exception {
        assertThat(TensorPickle.read(bytes(PROTOCOL_2 + "}."), StopSignal.NEVER))
                .isEmpty();
    }

    @Test
    void aStringLongerThanThePickleIsNotMade() {
        assertRefused(
                PROTOCOL_2 + "}X\u00ff\u00ff\u00ff\u007fname", "a string of 2147483647 bytes where only 4 are left");
    }

    @Test
    void instructionsThatNoListOfTensorsNeedsAreRefused() {
        assertRefused(PROTOCOL_2 + "B\u00ff\u00ff\u00ff\u007f", "the instruction 0x42");
        assertRefused(PROTOCOL_2 + "\u0096\u0000\u0000\u0000\u00ff\u0000\u0000\u0000\u0000", "the instruction 0x96");
        assertRefused("I9999999999\n.", "the instruction 0x49");
    }

    @Test
    void whatNestsDeeplyIsRefusedInWords() {
        assertRefused(PROTOCOL_2 + "}N" + "\u0085".repeat(100_000) + "Ns.", "a key that is not text");
        assertRefused(PROTOCOL_2 + "}".repeat(30_000) + "Ns".repeat(29_999) + ".", "a key that is not text");
    }

    /** Each dictionary holds the one before it twice: to look into the last means to look into the first 2^60 times. */
    @Test
    void dictionariesThatHoldEachOtherAreNeverLookedInto() {
        StringBuilder nested = new StringBuilder(PROTOCOL_2 + "}q\u0000");
        for (char i = 0; i < 60; i++) {
            nested.append("}X\u0001\u0000\u0000\u0000ah")
                    .append(i)
                    .append("sX\u0001\u0000\u0000\u0000bh")
                    .append(i);
            nested.append("sq").append((char) (i + 1));
        }
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            assertRefused(nested + "}h<Ns.", "a key that is not text");
            assertRefused(nested + "}X\u0001\u0000\u0000\u0000nh<s.", "its entry n is not a tensor");
            assertRefused(nested + "Q.", "not the storage");
            assertRefused(nested + "ccollections\nOrderedDict\nh<\u0085R.", "a dictionary in an unknown way");
        });
    }

    @Test
    void whatATupleHoldsIsNotCopiedAgainAndAgain() {
        String large = PROTOCOL_2 + "(" + "K\u0001".repeat(100_000) + "tq\u0000";
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertRefused(large + "h\u0000\u0085".repeat(200_000) + ".", "not a dictionary of tensors"));
    }

    @Test
    void aPickleLongerThanAnyListOfTensorsIsNotRead() {
        assertRefused(PROTOCOL_2 + "}".repeat(TensorPickle.BYTES_AT_MOST) + ".", "expected at most 1048576");
        assertRefused(PROTOCOL_2 + "}X\u00ff\u00ff\u0000\u0000" + "n".repeat(70_000), "expected at most 1024");
    }

    @Test
    void everyCutIsRefusedInWords() {
        String whole = PROTOCOL_2 + "}X\u0004\u0000\u0000\u0000nameNs.";
        for (int length = 0; length < whole.length(); length++) {
            assertRefused(whole.substring(0, length), "");
        }
    }

    private static void assertRefused(String pickle, String why) {
        assertThatThrownBy(() -> TensorPickle.read(bytes(pickle), StopSignal.NEVER))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("its ")
                .hasMessageContaining(why);
    }

    private static byte[] bytes(String pickle) {
        return pickle.getBytes(StandardCharsets.ISO_8859_1);
    }
}
