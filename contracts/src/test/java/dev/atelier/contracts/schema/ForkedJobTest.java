package dev.atelier.contracts.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.check.Deadline;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.job.Fork;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.JobCheck;
import dev.atelier.contracts.job.JobId;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.study.StudyExpansion;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForkedJobTest {
    private static final String PARENT = "0123456789abcdef0123";
    private static final String FORK = "'fork': {'job': '" + PARENT + "', 'epoch': 3}";

    @Test
    void whatAForkDoesNotWriteIsAsInTheOtherJob() throws Exception {
        Job parent = job("{'family': 'mlp', 'name': 'first', 'seed': 7, 'tags': {'a': 'b'}, 'model': {'hidden': [32]},"
                + " 'data': {'limit': 600}, 'training': {'epochs': 9, 'batchSize': 16}}");

        Job fork = resolve(parent, "{" + FORK + ", 'training': {'optimizer': {'name': 'sgd', 'momentum': 0.5}}}");

        assertThat(fork.fork()).isEqualTo(new Fork(PARENT, 3));
        assertThat(fork.model()).isEqualTo(parent.model());
        assertThat(fork.data()).isEqualTo(parent.data());
        assertThat(fork.seed()).isEqualTo(7);
        assertThat(fork.training().batchSize()).isEqualTo(16);
        assertThat(Json.tree(fork.training().optimizer()).path("momentum").asDouble())
                .isEqualTo(0.5);
        assertThat(fork.name()).isEqualTo("mlp");
        assertThat(fork.tags()).isEmpty();
    }

    @Test
    void theEpochIsPartOfTheIdAndAJobWithoutForkHasTheIdThatItHadBefore() throws Exception {
        Job parent = job("{'family': 'mlp'}");
        Job third = resolve(parent, "{" + FORK + "}");
        Job fourth = resolve(parent, "{" + FORK.replace("3}", "4}") + "}");

        assertThat(List.of(id(parent), id(third), id(fourth))).doesNotHaveDuplicates();
        assertThat(Json.tree(parent).has("fork")).isFalse();
    }

    @Test
    void aMonitorOfTheForkBringsItsDirection() throws Exception {
        Job parent = job("{'family': 'mlp', 'evaluation': {'checkpoint': 'best'}}");

        Job fork = resolve(parent, "{" + FORK + ", 'evaluation': {'monitor': 'validation.loss'}}");

        assertThat(fork.evaluation().direction()).hasToString("MIN");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {'fork': {'job': '0123456789abcdef0123', 'epoch': 21}}       | fork.epoch      | 21              | at most 20, the epochs of the job
            {'fork': {'job': '0123456789abcdef0123'}}                    | fork.epoch      | ~~              | a whole number from 1
            {'fork': {'job': '0123', 'epoch': 1}}                        | fork.job        | "0123"          | The id of the other job
            {'fork': {'job': '0123456789abcdef0123', 'epoh': 1, 'epoch': 1}} | fork.epoh   | 1               | did you mean fork.epoch?
            {'fork': {'job': 'ffffffffffffffffffff', 'epoch': 1}}        | fork.job        | "ffffffffffffffffffff" | a job that is known
            {'fork': 5}                                                  | fork            | 5               | an object with job, epoch
            {FORK, 'model': {'hidden': [64]}}                            | model.hidden    | [64]            | [256,256], as in the job
            {FORK, 'family': 'cnn', 'model': {'kind': 'plain'}}          | family          | "cnn"           | "mlp", as in the job
            {FORK, 'data': {'split': {'seed': 1}}}                       | data.split      | ~~              | as in the job
            {FORK, 'data': {'dataset': 'other'}}                         | data.dataset    | "other"         | "fashion-mnist", as in the job
            {FORK, 'training': {'ephocs': 3}}                            | training.ephocs | 3               | did you mean training.epochs?
            {FORK, 'training': {'optimizer': {'momentum': 0.5}}}         | training.optimizer.momentum | 0.5 | no such field
            """)
    void aForkThatCannotBeIsRefusedWithItsField(String written, String field, String value, String expected)
            throws Exception {
        List<Violation> found = violations(job("{'family': 'mlp'}"), written.replace("FORK", FORK));

        assertThat(found).anySatisfy(violation -> {
            assertThat(violation.field()).isEqualTo(field);
            assertThat(violation.value()).contains(value == null ? "" : value);
            assertThat(violation.expected()).contains(expected);
        });
    }

    @Test
    void moreOfANetworkMayBeTrainedButNotLess() throws Exception {
        Job parent = job("{'family': 'transfer', 'model': {'trainable': 'layer3'}}");

        assertThat(violations(parent, "{" + FORK + ", 'model': {'trainable': 'all'}}"))
                .isEmpty();
        assertThat(violations(parent, "{" + FORK + ", 'model': {'trainable': 'head'}}"))
                .extracting(Violation::field)
                .containsExactly("model.trainable");
    }

    @Test
    void aStudyOfForksHasAGridOfEpochs() throws Exception {
        Job parent = job("{'family': 'mlp', 'training': {'epochs': 5}}");
        JsonNode study = parse("{'study': 'forks', 'base': {'fork': {'job': '" + PARENT
                + "'}}, 'grid': {'fork.epoch': [1, 5]}," + " 'seeds': [1, 2]}");

        StudyExpansion.Expansion expansion = StudyExpansion.expand(study, knowing(parent), Deadline.none());

        assertThat(expansion.violations()).isEmpty();
        assertThat(expansion.members())
                .extracting(member -> member.job().fork().epoch())
                .containsExactly(1, 1, 5, 5);
    }

    private static String id(Job job) {
        return JobId.of(job, "digest", "1", Optional.empty());
    }

    private static Job job(String json) throws Exception {
        return JobSchema.resolve(parse(json)).orElseThrow();
    }

    private static Job resolve(Job parent, String json) throws Exception {
        Violations violations = new Violations(Deadline.none());
        Optional<Job> job = JobSchema.resolveWith(parse(json), violations, knowing(parent));
        assertThat(violations.all()).isEmpty();
        return job.orElseThrow();
    }

    private static List<Violation> violations(Job parent, String json) throws Exception {
        Violations violations = new Violations(Deadline.none());
        Optional<Job> job = JobSchema.resolveWith(parse(json), violations, knowing(parent));
        assertThat(job.isPresent()).isEqualTo(violations.isEmpty());
        return violations.all();
    }

    private static JobCheck knowing(Job parent) {
        return new JobCheck() {
            @Override
            public List<Violation> check(Job job) {
                return List.of();
            }

            @Override
            public Optional<Checked<JobCheck.Parent>> parent(String id) {
                return Optional.of(
                        id.equals(PARENT)
                                ? new Checked.Valid<>(new JobCheck.Parent(
                                        parent, parent.training().epochs()))
                                : new Checked.Invalid<>(
                                        List.of(new Violation("fork.job", '"' + id + '"', "a job that is known"))));
            }
        };
    }

    private static JsonNode parse(String json) throws Exception {
        return Json.MAPPER.readTree(json.replace('\'', '"'));
    }
}
