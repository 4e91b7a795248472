package dev.atelier.results.page;

import dev.atelier.results.report.JobComparison.Difference;
import dev.atelier.results.report.StudyReport;
import dev.atelier.results.report.VariantReport;
import dev.atelier.results.text.Fields;
import dev.atelier.results.view.study.StudyView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Studies side by side.
 *
 * @param variants each variant once, in the order of the first study that has it
 * @param differences the fields in which what all jobs of a study have in common differs between the studies
 */
public record StudyComparison(List<StudyView.Summary> studies, List<Row> variants, List<Difference> differences) {
    public StudyComparison {
        studies = List.copyOf(studies);
        variants = List.copyOf(variants);
        differences = List.copyOf(differences);
    }

    /**
     * Variants of one name.
     *
     * @param cells in the order of the studies; empty where a study has no such variant
     */
    public record Row(String name, List<Optional<VariantReport>> cells) {
        public Row {
            cells = List.copyOf(cells);
        }
    }

    /** @param bases what all jobs of each study have in common */
    static StudyComparison of(List<StudyReport> reports, List<Fields> bases) {
        SequencedMap<String, List<Optional<VariantReport>>> rows = new LinkedHashMap<>();
        for (int study = 0; study < reports.size(); study++) {
            for (Map.Entry<String, VariantReport> variant :
                    variants(reports.get(study)).entrySet()) {
                rows.computeIfAbsent(variant.getKey(), name -> absent(reports.size()))
                        .set(study, Optional.of(variant.getValue()));
            }
        }
        return new StudyComparison(
                reports.stream().map(StudyReport::study).toList(),
                rows.entrySet().stream()
                        .map(row -> new Row(row.getKey(), row.getValue()))
                        .toList(),
                Fields.differing(bases).stream()
                        .map(path -> new Difference(
                                path,
                                bases.stream().map(base -> base.value(path)).toList()))
                        .toList());
    }

    /** The variants of a study by their names, those of one that includes others with the names of these. */
    private static SequencedMap<String, VariantReport> variants(StudyReport report) {
        SequencedMap<String, VariantReport> variants = new LinkedHashMap<>();
        report.parts()
                .forEach(part -> part.variants()
                        .forEach(variant -> variants.putIfAbsent(
                                report.parts().size() > 1 ? part.name() + ": " + variant.name() : variant.name(),
                                variant)));
        return variants;
    }

    private static List<Optional<VariantReport>> absent(int studies) {
        List<Optional<VariantReport>> cells = new ArrayList<>();
        for (int study = 0; study < studies; study++) {
            cells.add(Optional.empty());
        }
        return cells;
    }
}
