package dev.atelier.cli.submission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.check.Checked;
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
        return Study.read(study) instanceof Checked.Valid<Study>(Study valid)
                        && StudyExpansion.expand(valid) instanceof Checked.Valid<List<Member>>(List<Member> members)
                ? members.stream()
                        .map(member -> member.job().data().dataset())
                        .collect(Collectors.toCollection(TreeSet::new))
                : Set.of();
    }
}
