package dev.atelier.transfer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Pickles written by hand, in the instructions of Python's {@code pickletools}. */
class TensorPickleTest {
    private static final String PROTOCOL_2 = "\u0080\u0002";

    @Test
    void anEmptyDictionaryHasNoTensors() throws Exception {
        assertThat(TensorPickle.read(bytes(PROTOCOL_2 + "}."))).isEmpty();
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
    void whatNestsDeeplyIsReadOrRefusedInWords() {
        assertRefused(PROTOCOL_2 + "}N" + "\u0085".repeat(100_000) + "Ns.", "no tensor");
        assertRefused(PROTOCOL_2 + "}".repeat(30_000) + "Ns".repeat(29_999) + ".", "");
    }

    @Test
    void everyCutIsRefusedInWords() {
        String whole = PROTOCOL_2 + "}X\u0004\u0000\u0000\u0000nameNs.";
        for (int length = 0; length < whole.length(); length++) {
            assertRefused(whole.substring(0, length), "");
        }
    }

    private static void assertRefused(String pickle, String why) {
        assertThatThrownBy(() -> TensorPickle.read(bytes(pickle)))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("its ")
                .hasMessageContaining(why);
    }

    private static byte[] bytes(String pickle) {
        return pickle.getBytes(StandardCharsets.ISO_8859_1);
    }
}
