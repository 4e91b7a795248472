package dev.atelier.contracts.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.check.Deadline;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.schema.Violations;
import dev.atelier.contracts.study.StudyExpansion.Expansion;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The largest submissions, of every shape: checked at a cost that follows their size, and answered with a bounded record. */
class CostOfCheckTest {
    private static final int LONGEST_ANSWER_BYTES = 128 * 1024;
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final String LONG_TEXT = "x".repeat(900_000);

    static Stream<Arguments> studies() {
        ObjectNode unknown = job();
        IntStream.range(0, 70_000).forEach(i -> unknown.put("unknown" + i, i));
        ObjectNode nearlyUnknown = job();
        IntStream.range(0, 99).forEach(i -> nearlyUnknown.put("unknown" + i, LONG_TEXT.substring(0, 9_000)));
        ObjectNode longNames = job();
        IntStream.range(0, 900).forEach(i -> longNames.put("e".repeat(1_000 - i), i));
        ObjectNode manyTags = job();
        IntStream.range(0, 70_000).forEach(i -> manyTags.withObject("/tags").put("t" + i, "x"));
        ObjectNode longList = job();
        IntStream.range(0, 200_000).forEach(longList.withArray("/model/hidden")::add);
        ObjectNode deep = job();
        JsonNode nested = JsonNodeFactory.instance.numberNode(1);
        for (int i = 0; i < 60; i++) {
            ObjectNode outer = JsonNodeFactory.instance.objectNode();
            IntStream.range(0, 200).forEach(n -> outer.put("n" + n, n));
            nested = outer.set("deeper", nested);
        }
        deep.set("model", nested);
        return Stream.of(
                Arguments.of("many unknown fields of 1,000 jobs", many(unknown)),
                Arguments.of("few large unknown fields of 1,000 jobs", many(nearlyUnknown)),
                Arguments.of("long unknown names", many(longNames)),
                Arguments.of("many tags", many(manyTags)),
                Arguments.of("a long list", many(longList)),
                Arguments.of("deep objects", many(deep)),
                Arguments.of("a long text", many(job().put("name", LONG_TEXT))),
                Arguments.of("a large number", many(limit(new BigInteger("9".repeat(100))))),
                Arguments.of("an infinite number", many(limit(Double.POSITIVE_INFINITY))),
                Arguments.of("many seeds", seeds(100_000, i -> i)),
                Arguments.of("seeds with one hash code", seeds(100_000, i -> ((long) i << 32) | i)),
                Arguments.of("a huge grid", grid(8, 100, "1")),
                Arguments.of("a grid of long values", grid(1, 100, LONG_TEXT.substring(0, 8_000))),
                Arguments.of("many variants with unknown fields", variants(20_000, "unknown")),
                Arguments.of("many variants of one name", variants(20_000, "name")),
                Arguments.of("many studies of studies", included(100, 100)),
                Arguments.of("published figures of no variant", published(50_000)),
                Arguments.of("studies in studies", chain(60)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("studies")
    void aStudyOfAnyShapeCostsNoMoreThanItsSize(String name, ObjectNode study) {
        long before = cpuMillis();

        Expansion expansion = StudyExpansion.expand(
                study, job -> List.of(), Deadline.after(Duration.ofMinutes(10), System::nanoTime));

        assertThat(cpuMillis() - before).as("milliseconds").isLessThan(LIMIT.toMillis());
        assertThat(expansion.violations()).isNotEmpty().hasSizeLessThanOrEqualTo(Violations.LIMIT + 1);
        assertThat(Json.bytes(expansion.violations())).hasSizeLessThan(LONGEST_ANSWER_BYTES);
    }

    @Test
    void theLargestLawfulStudyTakesAFractionOfTheLimit() {
        ObjectNode largest = job();
        IntStream.range(0, 50)
                .forEach(i -> largest.withObject("/tags").put("t".repeat(97) + (100 + i), "x".repeat(200)));
        IntStream.range(0, 64).forEach(largest.withArray("/model/hidden")::add);
        largest.withArray("/model/hidden").set(0, 1);
        ObjectNode study = many(largest);
        StudyExpansion.expand(study, job -> List.of(), Deadline.none());
        long before = cpuMillis();

        Expansion expansion = StudyExpansion.expand(study, job -> List.of(), Deadline.none());

        assertThat(expansion.violations()).isEmpty();
        assertThat(expansion.members()).hasSize(1_000);
        assertThat(cpuMillis() - before).as("milliseconds").isLessThan(LIMIT.toMillis() / 2);
    }

    @Test
    void aCheckEndsAtItsDeadline() {
        AtomicLong time = new AtomicLong();
        Deadline deadline =
                Deadline.after(LIMIT, () -> time.addAndGet(Duration.ofMillis(1).toNanos()));

        assertThatThrownBy(() -> StudyExpansion.expand(many(job()), job -> List.of(), deadline))
                .isInstanceOf(Deadline.ExceededException.class);
        assertThat(Duration.ofNanos(time.get())).isBetween(LIMIT, LIMIT.plusMillis(2));
    }

    private static ObjectNode job() {
        return JsonNodeFactory.instance.objectNode().put("family", "mlp");
    }

    private static ObjectNode limit(Object number) {
        ObjectNode job = job();
        job.withObject("/data").set("limit", Json.MAPPER.valueToTree(number));
        return job;
    }

    private static ObjectNode study() {
        return JsonNodeFactory.instance.objectNode().put("study", "large");
    }

    /** 1,000 jobs of one base. */
    private static ObjectNode many(ObjectNode base) {
        ObjectNode study = study();
        study.set("base", base);
        IntStream.range(0, 10).forEach(study.withArray("/grid/training.epochs")::add);
        study.withArray("/grid/training.epochs").set(0, 100);
        IntStream.range(0, 100).forEach(study.withArray("/seeds")::add);
        return study;
    }

    private static ObjectNode seeds(int count, java.util.function.IntToLongFunction seed) {
        ObjectNode study = study();
        study.set("base", job());
        ArrayNode seeds = study.withArray("/seeds");
        IntStream.range(0, count).forEach(i -> seeds.add(seed.applyAsLong(i)));
        return study;
    }

    private static ObjectNode grid(int axes, int values, String value) {
        ObjectNode study = study();
        study.set("base", job());
        for (int axis = 0; axis < axes; axis++) {
            ArrayNode list = study.withObject("/grid").putArray("unknown" + axis);
            IntStream.range(0, values).forEach(i -> list.add(value + i));
        }
        return study;
    }

    private static ObjectNode variants(int count, String field) {
        ObjectNode study = study();
        study.set("base", job());
        ArrayNode variants = study.withArray("/variants");
        for (int i = 0; i < count; i++) {
            ObjectNode variant = variants.addObject().put("name", field.equals("name") ? "same" : "v" + i);
            variant.putObject("patch").put(field + i % 1_000, i);
        }
        return study;
    }

    private static ObjectNode included(int outer, int inner) {
        ObjectNode study = study();
        for (int i = 0; i < outer; i++) {
            ObjectNode middle = study.withArray("/include").addObject().put("study", "s" + i);
            IntStream.range(0, inner)
                    .forEach(n -> middle.withArray("/include").addObject().put("study", "wrong name"));
        }
        return study;
    }

    private static ObjectNode published(int count) {
        ObjectNode study = study();
        study.set("base", job());
        ObjectNode published =
                study.putObject("published").put("metric", "test.accuracy").put("tolerance", 1);
        ObjectNode values = published.putObject("values");
        IntStream.range(0, count).forEach(i -> values.putArray("none" + i).add(90));
        return study;
    }

    private static ObjectNode chain(int depth) {
        ObjectNode study = study().put("description", "\u0007");
        for (int i = 0; i < depth; i++) {
            ObjectNode outer = study().put("description", "\u0007");
            outer.withArray("/include").add(study);
            study = outer;
        }
        return study;
    }

    private static long cpuMillis() {
        return Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime())
                .toMillis();
    }
}
