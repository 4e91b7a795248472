package dev.atelier.search.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.atelier.contracts.metric.Direction;
import dev.atelier.search.Sampling;
import dev.atelier.search.SearchSpec;
import dev.atelier.search.TrialSchedule;
import dev.atelier.search.space.NumberRange;
import dev.atelier.search.space.SearchParameter;
import dev.atelier.search.space.SearchSpace;
import dev.atelier.search.space.ValueList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BracketPlanTest {
    private static final SearchSpace LINE =
            SearchSpace.of(List.of(new SearchParameter("x", new NumberRange(0, 1, false, false), List.of())));

    private static SearchSpec spec(
            TrialSchedule schedule, SearchSpace space, int trials, int min, int max, OptionalLong epochs) {
        return new SearchSpec(schedule, Sampling.RANDOM, space, trials, 1, 3, min, max, 4, 1, epochs, Direction.MAX);
    }

    private static Rungs rungs(int min, int max) {
        return Rungs.of(spec(TrialSchedule.ASHA, LINE, 1, min, max, OptionalLong.empty()));
    }

    @Test
    void rungsAreCountedDownFromACompleteTraining() {
        assertThat(rungs(1, 81).epochs()).containsExactly(1, 3, 9, 27, 81);
        assertThat(rungs(1, 52).epochs()).containsExactly(2, 6, 17, 52);
        assertThat(rungs(3, 81).epochs()).containsExactly(3, 9, 27, 81);
        assertThat(rungs(5, 7).epochs()).containsExactly(7);
        assertThat(rungs(1, 2).epochs()).containsExactly(2);
    }

    /** Table 1 of Li et al. 2017, "Hyperband: a novel bandit-based approach to hyperparameter optimization". */
    @Test
    void hyperbandHasTheBracketsOfItsPaper() {
        List<Bracket> brackets = BracketPlan.of(spec(TrialSchedule.HYPERBAND, LINE, 143, 1, 81, OptionalLong.empty()));

        assertThat(brackets).extracting(Bracket::size).containsExactly(81, 34, 15, 8, 5);
        assertThat(brackets)
                .extracting(each -> each.rungs().epochs().getFirst())
                .containsExactly(1, 3, 9, 27, 81);
        assertThat(brackets).extracting(Bracket::first).containsExactly(0, 81, 115, 130, 138);
    }

    @Test
    void hyperbandBeginsAgainWhileThereAreTrials() {
        assertThat(BracketPlan.of(spec(TrialSchedule.HYPERBAND, LINE, 150, 1, 81, OptionalLong.empty()))
                        .getLast())
                .isEqualTo(new Bracket(143, 7, rungs(1, 81)));
    }

    @Test
    void aBudgetMakesTheLastBracketSmaller() {
        // 9 trials of 1 epoch, 3 of 3, 1 of 9: 9 + 3 * 2 + 6
        assertThat(Bracket.cost(9, rungs(1, 9))).isEqualTo(21);
        assertThat(BracketPlan.of(spec(TrialSchedule.SUCCESSIVE_HALVING, LINE, 9, 1, 9, OptionalLong.of(20))))
                .extracting(Bracket::size)
                .containsExactly(8);
        assertThat(BracketPlan.of(spec(TrialSchedule.SUCCESSIVE_HALVING, LINE, 9, 1, 9, OptionalLong.of(8))))
                .isEmpty();
        assertThat(BracketPlan.of(spec(TrialSchedule.FULL, LINE, 9, 1, 9, OptionalLong.of(30))))
                .hasSize(3);
    }

    @Test
    void aSpaceOfFewConfigurationsHasNoMoreTrials() {
        SearchSpace two = SearchSpace.of(List.of(
                new SearchParameter("x", new ValueList(List.of(IntNode.valueOf(0), IntNode.valueOf(1))), List.of())));

        assertThat(BracketPlan.of(spec(TrialSchedule.SUCCESSIVE_HALVING, two, 9, 1, 9, OptionalLong.empty())))
                .extracting(Bracket::size)
                .containsExactly(2);
    }
}
