package dev.atelier.transfer.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.atelier.trainer.algorithm.StopSignal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pickles written by hand, in the instructions of Python's {@code pickletools}. */
class PickleMachineTest {
    private static final String PROTOCOL_2 = "\u0080\u0002";
    private static final Duration LITTLE = Duration.ofSeconds(20);

    /** A tensor of two of four numbers, from the second on; leaves it on the stack. */
    private static final String TENSOR = "ctorch._utils\n_rebuild_tensor_v2\n((" + text("storage")
            + "ctorch\nFloatStorage\n" + text("0") + text("cpu") + "K\u0004tQK\u0001(K\u0002t(K\u0001t\u0089NtR";

    @Test
    void anEmptyDictionaryHasNoTensors() throws Exception {
        assertThat(tensors(PROTOCOL_2 + "}.")).isEmpty();
    }

    @Test
    void aTensorIsFoundInDictionariesListsAndObjects() throws Exception {
        assertThat(tensors("}" + text("a") + TENSOR + "s.").keySet()).containsExactly("a");
        assertThat(tensors("(" + text("a") + TENSOR + "d.").keySet()).containsExactly("a");
        assertThat(tensors("}" + text("a") + "}" + text("b") + TENSOR + "ss.").keySet())
                .containsExactly("a.b");
        assertThat(tensors("}K\u0007" + TENSOR + "s.").keySet()).containsExactly("7");
        assertThat(tensors("](" + TENSOR + TENSOR + "e.").keySet()).containsExactly("0", "1");
        assertThat(tensors("ccollections\nOrderedDict\n]]" + text("a") + "a" + TENSOR + "aa\u0085R.")
                        .keySet())
                .containsExactly("a");
        assertThat(tensors("cnet\nNet\n)\u0081}" + text("_modules") + "}" + text("a") + "cnet\nPart\n)\u0081}"
                                + text("_parameters") + "}" + text("b") + TENSOR + "ssbssb.")
                        .keySet())
                .containsExactly("a.b");
        SortedMap<String, Pickled.View> one = tensors("}" + text("a") + TENSOR + "s.");
        assertThat(one.get("a"))
                .isEqualTo(new Pickled.View(new Pickled.Storage("FloatStorage", "0", 4, 0), 1, List.of(2), List.of(1)));
    }

    /** Each stands for a value of which no use is made; a tensor beside it is found all the same. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "N",
                "\u0088",
                "I01\n",
                "I-7\n",
                "L7L\n",
                "F0.5\n",
                "G\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000",
                "J\u0000\u0000\u0000\u0080",
                "\u008a\u0000",
                "\u008a\u0009123456789",
                "\u008b\u0002\u0000\u0000\u0000ab",
                "S'text'\n",
                "Vtext\n",
                "U\u0004text",
                "T\u0004\u0000\u0000\u0000text",
                "\u008c\u0004text",
                "\u008d\u0004\u0000\u0000\u0000\u0000\u0000\u0000\u0000text",
                "C\u0002ab",
                "B\u0002\u0000\u0000\u0000ab",
                "\u008e\u0001\u0000\u0000\u0000\u0000\u0000\u0000\u0000a",
                "\u0096\u0001\u0000\u0000\u0000\u0000\u0000\u0000\u0000a",
                "\u0097\u0098",
                "\u008f(N\u0090",
                "(N\u0091",
                "cposix\nsystem\nS'touch /tmp/x'\n\u0085R",
                "(S'touch /tmp/x'\niposix\nsystem\n",
                "(cposix\nsystem\nS'touch /tmp/x'\no",
                "\u008c\u0005posix\u008c\u0006system\u0093)}\u0092",
                "cbuiltins\neval\n)R}S'a'\nNsb",
                "\u0082\u0001",
                "\u0084\u0001\u0000\u0000\u0000",
                "Pid\n",
                "NNN00",
                "N20",
                "]Na",
                "}NNs",
                "(NN1N"
            })
    void valuesOfNoUseArePassedOver(String value) throws Exception {
        String beside = "(" + value + "tp99\n";
        assertThat(tensors(beside + "}" + text("a") + TENSOR + "s.").keySet()).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "}X\u00ff\u00ff\u00ff\u007fname",
                "B\u00ff\u00ff\u00ff\u007f",
                "\u0096\u0000\u0000\u0000\u00ff\u0000\u0000\u0000\u0000",
                "\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
                "\u008b\u00ff\u00ff\u00ff\u00ff",
                "\u00fe",
                "?",
                "t.",
                "s.",
                "0",
                "1",
                "2",
                "NNs.",
                "}Nu.",
                "(Nd.",
                "h\u0001.",
                "gx\n.",
                "Na",
                "(NtNNs.",
                "(o."
            })
    void whatIsNoPickleIsCalledDamaged(String pickle) {
        assertRefused(PROTOCOL_2 + pickle, "it is damaged: ");
    }

    @Test
    void whatNestsDeeplyCostsNoStack() throws Exception {
        assertThat(tensors(PROTOCOL_2 + "}N" + "\u0085".repeat(100_000) + "Ns."))
                .isEmpty();
        assertThat(tensors(PROTOCOL_2 + "}".repeat(30_000) + text("a") + TENSOR + "s" + "0".repeat(29_999) + "."))
                .isEmpty();
        assertThat(tensors(PROTOCOL_2 + ("}" + text("a")).repeat(50_000) + TENSOR + "s".repeat(50_000) + "."))
                .isEmpty();
        String calls =
                "ctorch._tensor\n_rebuild_from_type_v2\nq\u0001" + "(h\u0001NNt".repeat(20_000) + "R".repeat(9_999);
        assertTimeoutPreemptively(LITTLE, () -> assertThat(tensors(calls + ".")).isEmpty());
    }

    /** Each dictionary holds the one before it twice: a walk along every way to the first takes 2^60 steps. */
    @Test
    void dictionariesThatHoldEachOtherAreLookedIntoOnce() {
        StringBuilder nested = new StringBuilder(PROTOCOL_2 + "}q\u0000");
        for (char i = 0; i < 60; i++) {
            nested.append("}X\u0001\u0000\u0000\u0000ah")
                    .append(i)
                    .append("sX\u0001\u0000\u0000\u0000bh")
                    .append(i);
            nested.append("sq").append((char) (i + 1));
        }
        assertTimeoutPreemptively(LITTLE, () -> {
            assertThat(tensors(nested + "}h<Ns.")).isEmpty();
            assertThat(tensors(nested + "}X\u0001\u0000\u0000\u0000nh<s.")).isEmpty();
            assertThat(tensors(nested + "Q.")).isEmpty();
            assertThat(tensors(nested + "ccollections\nOrderedDict\nh<\u0085R."))
                    .isEmpty();
            assertThat(tensors(PROTOCOL_2 + "]q\u0000h\u0000ah\u0000a.")).isEmpty();
            assertThat(tensors(PROTOCOL_2 + "}q\u0000" + text("a") + "h\u0000s" + text("b") + TENSOR + "s."))
                    .containsOnlyKeys("b");
        });
    }

    @Test
    void whatASequenceHoldsIsNotCopiedAgainAndAgain() {
        String large = PROTOCOL_2 + "(" + "K\u0001".repeat(100_000) + "tq\u0000";
        String dictionaries = "ccollections\nOrderedDict\nq\u0001" + "h\u0001h\u0000\u0085R".repeat(100_000);
        assertTimeoutPreemptively(LITTLE, () -> {
            assertThat(tensors(large + "h\u0000\u0085".repeat(200_000) + ".")).isEmpty();
            assertThat(tensors(large + "(" + dictionaries + "t.")).isEmpty();
        });
    }

    @Test
    void moreTensorsThanANetworkHasAreRefused() {
        String many = PROTOCOL_2 + "(" + TENSOR + "q\u0000" + "h\u0000".repeat(PickledTensors.TENSORS_AT_MOST) + "t.";
        assertRefused(many, "it holds more than 10000 tensors");
    }

    /** Names of 30 keys, each of 200 characters, for each of thousands of tensors would take more memory than the file. */
    @Test
    void tensorsOfVeryLongNamesAreLeftOut() throws Exception {
        String key = text("k".repeat(200));

        assertThat(tensors(PROTOCOL_2 + ("}" + key).repeat(30) + TENSOR + "s".repeat(30) + "."))
                .isEmpty();
        assertThat(tensors(PROTOCOL_2 + ("}" + key).repeat(5) + TENSOR + "s".repeat(5) + "."))
                .hasSize(1);
    }

    @Test
    void everyCutIsCalledDamaged() {
        String whole = PROTOCOL_2 + "}" + text("name") + TENSOR + "s.";
        for (int length = 0; length < whole.length(); length++) {
            assertRefused(whole.substring(0, length), "it is damaged: ");
        }
    }

    private static String text(String value) {
        return "X" + (char) value.length() + "\u0000\u0000\u0000" + value;
    }

    private static void assertRefused(String pickle, String why) {
        assertThatThrownBy(() -> tensors(pickle))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(why)
                .hasMessageNotContaining("0x");
    }

    private static SortedMap<String, Pickled.View> tensors(String pickle) throws Exception {
        PickleInput input = new PickleInput(pickle.getBytes(StandardCharsets.ISO_8859_1));
        return PickledTensors.of(PickleMachine.read(input, new HashMap<>(), StopSignal.NEVER))
                .views();
    }
}
