package dev.atelier.results.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

class NumericOrderTest {
    private static final NumericOrder ORDER = new NumericOrder();

    @Example
    void textsAreInTheOrderOfTheirNumbers() {
        for (List<String> ordered : List.of(
                List.of("3e-4", "0.001", "0.01", "0.1", "1", "1e5", "1e10"),
                List.of("-1", "-0.5", "0", "2"),
                List.of("[32]", "[64]", "[64,32]", "[128]", "[128,64]", "[1024]"),
                List.of("batch-64", "batch-128", "batch-1024"),
                List.of(
                        "learningRate=3e-4 batchSize=64",
                        "learningRate=3e-4 batchSize=128",
                        "learningRate=0.1 batchSize=32"),
                List.of("cosine", "oneCycle"),
                List.of("resnet18", "resnet152"))) {
            List<String> shuffled = new ArrayList<>(ordered);
            Collections.shuffle(shuffled, new Random(1));
            shuffled.sort(ORDER);
            assertThat(shuffled).containsExactlyElementsOf(ordered);
        }
    }

    /** Whatever the texts are, they have one order: a sort ends, and texts that differ are not equal. */
    @Property
    void theOrderIsTotal(
            @ForAll @StringLength(max = 12) @Chars({'1', '0', '9', '.', 'e', '-', '=', '[', ']', ',', ' '}) String one,
            @ForAll @StringLength(max = 12) @Chars({'1', '0', '9', '.', 'e', '-', '=', '[', ']', ',', ' '}) String two,
            @ForAll @StringLength(max = 12) @CharRange(from = ' ', to = 'z') String three) {
        assertThat(Integer.signum(ORDER.compare(one, two))).isEqualTo(-Integer.signum(ORDER.compare(two, one)));
        assertThat(ORDER.compare(one, two) == 0).isEqualTo(one.equals(two));
        if (ORDER.compare(one, two) <= 0 && ORDER.compare(two, three) <= 0) {
            assertThat(ORDER.compare(one, three)).isLessThanOrEqualTo(0);
        }
    }
}
