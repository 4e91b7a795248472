package dev.atelier.results.report;

import dev.atelier.results.chart.Chart;
import dev.atelier.results.view.StudyView;
import java.util.List;
import java.util.Optional;

/**
 * A study as people read it.
 *
 * @param overview the test accuracies of all variants with their intervals
 */
public record StudyReport(StudyView.Summary study, Optional<Chart> overview, List<Part> parts) {
    public StudyReport {
        parts = List.copyOf(parts);
    }

    /**
     * One experiment of the study.
     *
     * @param choice by what the chosen variant was chosen, in a sentence
     * @param notes what a reader must know, in sentences
     * @param model the chosen variant's, of its least seed
     */
    public record Part(
            String name,
            String description,
            Optional<String> baseline,
            String choice,
            List<VariantReport> variants,
            List<String> notes,
            List<Chart> charts,
            Optional<ModelReport> model) {}
}
