package dev.atelier.cli.submission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.schema.JobSchema;
import dev.atelier.contracts.study.Study;
import dev.atelier.contracts.study.StudyExpansion;
import dev.atelier.contracts.study.StudyExpansion.Member;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which datasets a study trains on, once its defaults are filled in. */
public final class StudyDatasets {
    private StudyDatasets() {}

    /** By name; none of a study with a mistake in it, which is answered when it is submitted. */
    public static Set<String> of(JsonNode study) {
        if (!(Study.read(study) instanceof Checked.Valid<Study>(Study valid)
                && StudyExpansion.expand(valid) instanceof Checked.Valid<List<Member>>(List<Member> members))) {
            return Set.of();
        }
        Set<String> datasets = members.stream()
                .map(member -> member.job().data().dataset())
                .collect(Collectors.toCollection(TreeSet::new));
        if (valid.search() != null && JobSchema.resolve(valid.base()) instanceof Checked.Valid<Job>(Job base)) {
            datasets.add(base.data().dataset());
        }
        return datasets;
    }
}
