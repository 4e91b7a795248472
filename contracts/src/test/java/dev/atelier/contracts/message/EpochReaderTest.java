package dev.atelier.contracts.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.EpochCompleted.Score;
import dev.atelier.contracts.json.Json;
import java.time.Instant;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EpochReaderTest {
    @Property
    void whatThisVersionWritesIsReadFast(@ForAll("epochs") EpochCompleted epoch) {
        assertThat(EpochReader.read(Json.bytes(epoch))).contains(epoch);
    }

    /** The general reader may read more; what both read is equal. */
    @Property(tries = 5_000)
    void itReadsNothingThatTheGeneralReaderReadsInAnotherWay(
            @ForAll("epochs") EpochCompleted epoch,
            @ForAll("pieces") String piece,
            @ForAll int begin,
            @ForAll("lengths") int length) {
        String body = new String(Json.bytes(epoch), UTF_8);
        int from = Math.floorMod(begin, body.length());
        int to = Math.min(body.length(), from + length);
        byte[] changed = (body.substring(0, from) + piece + body.substring(to)).getBytes(UTF_8);

        EpochReader.read(changed)
                .ifPresent(read -> assertThat(read).isEqualTo(Json.read(changed, EpochCompleted.class)));
    }

    @Example
    void aNewerMemberOrAnotherOrderIsLeftToTheGeneralReader() {
        EpochCompleted epoch = SampleEvents.all()
                .filter(EpochCompleted.class::isInstance)
                .map(EpochCompleted.class::cast)
                .findFirst()
                .orElseThrow();
        ObjectNode newer = (ObjectNode) Json.tree(epoch);
        newer.put("temperature", 3);
        ObjectNode reordered = (ObjectNode) Json.tree(epoch);
        reordered.set("epoch", reordered.remove("epoch"));

        for (ObjectNode form : new ObjectNode[] {newer, reordered}) {
            byte[] body = form.toString().getBytes(UTF_8);
            assertThat(EpochReader.read(body)).isEmpty();
            assertThat(EventCodec.decode("EpochCompleted", body)).contains(epoch);
        }
    }

    @Provide
    Arbitrary<EpochCompleted> epochs() {
        Arbitrary<String> texts = Arbitraries.strings().all().ofMaxLength(8).filter(EpochReaderTest::isWhole);
        Arbitrary<Integer> integers = Arbitraries.integers();
        Arbitrary<Double> numbers = Arbitraries.doubles();
        Arbitrary<Score> scores = Combinators.combine(numbers, numbers).as(Score::new);
        Arbitrary<Instant> times = Combinators.combine(
                        Arbitraries.longs().between(-60_000_000_000L, 200_000_000_000L),
                        Arbitraries.integers().between(0, 999_999_999))
                .as((seconds, nanos) ->
                        Instant.ofEpochSecond(seconds, nanos % 3 == 0 ? nanos / 1_000_000 * 1_000_000 : nanos));
        return Combinators.combine(
                        texts.list().ofSize(3),
                        integers.list().ofSize(3),
                        scores.list().ofSize(2),
                        Arbitraries.maps(texts, numbers).ofMaxSize(5),
                        numbers.list().ofSize(5),
                        Arbitraries.longs(),
                        times)
                .as((text, integer, score, metrics, number, memory, time) -> new EpochCompleted(
                        text.get(0),
                        integer.get(0),
                        text.get(1),
                        text.get(2),
                        integer.get(1),
                        integer.get(2),
                        score.get(0),
                        score.get(1),
                        new TreeMap<>(metrics),
                        number.get(0),
                        number.get(1),
                        number.get(2),
                        number.get(3),
                        number.get(4),
                        memory,
                        time));
    }

    @Provide
    Arbitrary<String> pieces() {
        return Arbitraries.of(
                "",
                "0",
                "null",
                "1.0",
                "\"",
                ",",
                "{}",
                "[]",
                "1e3",
                "-",
                "\"x\":1,",
                "\"epoch\":3,",
                "NaN",
                "true",
                "Z",
                "+01:00",
                " ",
                "99999999999999999999",
                "\\u00e9",
                "}",
                "{\"a\":1}");
    }

    @Provide
    Arbitrary<Integer> lengths() {
        return Arbitraries.integers().between(0, 12);
    }

    private static boolean isWhole(String text) {
        return new String(text.getBytes(UTF_8), UTF_8).equals(text);
    }
}
