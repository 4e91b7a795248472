package dev.atelier.contracts.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.JobId;
import dev.atelier.contracts.job.Priority;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.schema.JobSchema;
import dev.atelier.contracts.study.StudyExpansion.Member;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InheritedLabelsTest {

    @Test
    void theJobsOfAStudyHaveItsPriorityAndItsTags() throws IOException {
        List<Job> jobs = jobs("""
                {'study': 'labelled', 'priority': 'high', 'tags': {'owner': 'ada', 'paper': 'yes'},
                 'base': {'family': 'mlp', 'tags': {'paper': 'no'}},
                 'variants': [{'name': 'a'}, {'name': 'b', 'patch': {'priority': 'low', 'seed': 7}}]}""");

        assertThat(jobs).extracting(Job::priority).containsExactly(Priority.HIGH, Priority.LOW);
        assertThat(jobs).extracting(Job::tags).containsOnly(Map.of("owner", "ada", "paper", "no"));
        assertThat(jobs).extracting(Job::owner).containsOnly(Optional.of("ada"));
    }

    @Test
    void includedStudiesTakeOverWhatTheyDoNotDecideThemselves() throws IOException {
        List<Job> jobs = jobs("""
                {'study': 'outer', 'priority': 'low', 'include': [
                  {'study': 'one', 'base': {'family': 'mlp'}},
                  {'study': 'two', 'priority': 'normal', 'base': {'family': 'mlp', 'seed': 1}}]}""");

        assertThat(jobs).extracting(Job::priority).containsExactly(Priority.LOW, null);
    }

    @Test
    void aPriorityChangesNeitherTheIdOfAJobNorWhatIsRecordedOfOneWithoutIt() throws IOException {
        Job normal = job("{'family': 'mlp'}");
        Job high = job("{'family': 'mlp', 'priority': 'high'}");

        assertThat(job("{'family': 'mlp', 'priority': 'normal'}")).isEqualTo(normal);
        assertThat(JobId.of(high, "digest", "1", Optional.empty()))
                .isEqualTo(JobId.of(normal, "digest", "1", Optional.empty()));
        assertThat(Json.text(normal)).doesNotContain("priority");
        assertThat(Json.read(Json.bytes(high), Job.class).priority()).isEqualTo(Priority.HIGH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'urgent'", "'HIGH'", "''", "1", "true", "['high']", "{}", "null"})
    void whatIsNoPriorityIsRefusedInAJobAndInAStudy(String wrong) throws IOException {
        Checked<Job> job = JobSchema.resolve(json("{'family': 'mlp', 'priority': " + wrong + "}"));
        Checked<Study> study = Study.read(json("{'study': 's', 'base': {'family': 'mlp'}, 'priority': " + wrong + "}"));

        assertThat(job).isInstanceOf(Checked.Invalid.class);
        assertThat(((Checked.Invalid<Job>) job).violations())
                .extracting(Violation::field)
                .containsExactly("priority");
        assertThat(study).isInstanceOf(Checked.Invalid.class);
        assertThat(((Checked.Invalid<Study>) study).violations().getFirst().sentence())
                .contains("priority", "high", "normal", "low");
    }

    @Test
    void theTagsOfAStudyAreCheckedLikeThoseOfAJob() throws IOException {
        Checked<Study> study = Study.read(json("{'study': 's', 'tags': {'a=b': 'c'}, 'base': {'family': 'mlp'}}"));

        assertThat(study).isInstanceOf(Checked.Invalid.class);
    }

    private static List<Job> jobs(String study) throws IOException {
        return StudyExpansion.expand(Study.read(json(study)).orElseThrow()).orElseThrow().stream()
                .map(Member::job)
                .toList();
    }

    private static Job job(String written) throws IOException {
        return JobSchema.resolve(json(written)).orElseThrow();
    }

    private static JsonNode json(String text) throws IOException {
        return Json.MAPPER.readTree(text.replace('\'', '"'));
    }
}
