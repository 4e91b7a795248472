package dev.atelier.search.algorithm;

import dev.atelier.search.SearchSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * All brackets of a synchronous search. They follow from its specification: how many trials begin, and how many epochs each may
 * take, is decided before the first of them.
 */
final class BracketPlan {
    private final SearchSpec spec;
    private final List<Bracket> brackets = new ArrayList<>();
    private int trialsLeft;
    private long requested;

    private BracketPlan(SearchSpec spec) {
        this.spec = spec;
        this.trialsLeft = spec.trials();
    }

    static List<Bracket> of(SearchSpec spec) {
        BracketPlan plan = new BracketPlan(spec);
        Rungs rungs = Rungs.of(spec);
        switch (spec.schedule()) {
            case FULL -> plan.addSingles(rungs.from(rungs.count() - 1));
            case SUCCESSIVE_HALVING -> plan.add(plan.trialsLeft, rungs);
            case HYPERBAND -> plan.addCycles(rungs);
            case ASHA -> throw new IllegalArgumentException("schedule is ASHA; expected a synchronous one");
        }
        return List.copyOf(plan.brackets);
    }

    private void addSingles(Rungs rungs) {
        while (add(1, rungs)) {
            // Each trial is a bracket.
        }
    }

    /** The brackets of Hyperband, again and again. */
    private void addCycles(Rungs rungs) {
        while (true) {
            for (int rung = 0; rung < rungs.count(); rung++) {
                int longer = rungs.count() - 1 - rung;
                double size = rungs.count() * StrictMath.pow(rungs.eta(), longer) / (longer + 1);
                if (!add((int) Math.ceil(size), rungs.from(rung))) {
                    return;
                }
            }
        }
    }

    /** Adds a bracket, smaller where trials or epochs do not suffice; false if there is none for a single trial. */
    private boolean add(int size, Rungs rungs) {
        int fitting = Math.min(size, trialsLeft);
        while (fitting > 0 && !spec.allows(requested, Bracket.cost(fitting, rungs))) {
            fitting--;
        }
        if (fitting == 0) {
            return false;
        }
        brackets.add(new Bracket(brackets.isEmpty() ? 0 : brackets.getLast().end(), fitting, rungs));
        trialsLeft -= fitting;
        requested += Bracket.cost(fitting, rungs) * spec.seeds();
        return true;
    }
}
