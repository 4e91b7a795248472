package dev.atelier.results.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.event.JobEdited;
import dev.atelier.contracts.event.LabelEdit;
import dev.atelier.results.SampleEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What edits leave of each other, whatever is delivered again. */
class LabelsTest {
    @Provide
    Arbitrary<List<LabelEdit>> edits() {
        return Combinators.combine(
                        Arbitraries.of("", "a", "b").injectNull(0.5),
                        Arbitraries.of("", "x", "y").injectNull(0.5),
                        Arbitraries.<Map<String, String>>of(Map.of(), Map.of("k", "v"))
                                .injectNull(0.5),
                        Arbitraries.of(true, false).injectNull(0.5))
                .as((name, notes, tags, archived) -> new LabelEdit(name, notes, tags, archived))
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    @Property(tries = 200)
    void theLastEditOfEachFieldCountsAndWhatIsDeliveredAgainChangesNothing(
            @ForAll("edits") List<LabelEdit> edits, @ForAll List<Integer> again) {
        List<JobEdited> log = new ArrayList<>(IntStream.range(0, edits.size())
                .mapToObj(i -> SampleEvents.edited("job", edits.get(i), 10 + i))
                .toList());
        Optional<Labels> once = fold(log);
        // Anything that stands in the log already is written again behind itself.
        again.stream().limit(10).forEach(place -> log.add(log.get(Math.floorMod(place, log.size()))));

        assertThat(fold(log)).isEqualTo(once);
        Labels labels = once.orElseThrow();
        assertThat(labels.name())
                .isEqualTo(last(edits.stream().map(LabelEdit::name).toList()).filter(name -> !name.isEmpty()));
        assertThat(labels.notes())
                .isEqualTo(last(edits.stream().map(LabelEdit::notes).toList()).orElse(""));
        assertThat(labels.tags())
                .isEqualTo(last(edits.stream().map(LabelEdit::tags).toList()));
        assertThat(labels.archived())
                .isEqualTo(
                        last(edits.stream().map(LabelEdit::archived).toList()).orElse(false));
    }

    @Example
    void aNameThatFitsIntoNoIndexIsShortened() {
        LabelEdit edit = new LabelEdit("😀".repeat(300), null, null, null);

        assertThat(fold(List.of(SampleEvents.edited("job", edit, 1))).flatMap(Labels::name))
                .contains("😀".repeat(200));
    }

    @Example
    void anEditOfAJobThatIsNotKnownIsIgnored() {
        JobEdited edit = SampleEvents.edited("job", new LabelEdit("a", null, null, null), 1);

        assertThat(JobProjection.apply(Optional.empty(), edit, new LogPosition(0, 0)))
                .isEmpty();
    }

    private static <T> Optional<T> last(List<T> values) {
        return values.stream()
                .flatMap(value -> Optional.ofNullable(value).stream())
                .reduce((one, other) -> other);
    }

    private static Optional<Labels> fold(List<JobEdited> events) {
        Optional<Labels> labels = Optional.empty();
        for (JobEdited event : events) {
            labels = Labels.after(labels, event.edit(), event.by(), event.origin(), event.time());
        }
        return labels;
    }
}
