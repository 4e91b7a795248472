package dev.atelier.dataset.coordination.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.dataset.ImageShape;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.RecordOrigin;
import dev.atelier.contracts.event.SubmissionAccepted.Disposition;
import dev.atelier.contracts.event.SubmissionAccepted.Member;
import dev.atelier.contracts.job.Ancestor;
import dev.atelier.contracts.job.Continuation;
import dev.atelier.contracts.job.Fork;
import dev.atelier.dataset.coordination.decision.Answer;
import dev.atelier.dataset.coordination.decision.Decision;
import dev.atelier.dataset.coordination.ledger.Examples;
import dev.atelier.dataset.coordination.ledger.Ledger;
import dev.atelier.dataset.coordination.ledger.LedgerJob.Completion;
import dev.atelier.dataset.coordination.ledger.LogPlace;
import dev.atelier.dataset.coordination.log.CompletedJobs.CompletedJob;
import dev.atelier.dataset.publishing.publication.Catalogue;
import io.opentelemetry.context.Context;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of requests that name a known job: to fork it, or to train it for more epochs. */
class LineageTest {
    private static final String UNKNOWN = "f".repeat(20);

    private final List<Event> log = new ArrayList<>();
    private final Ledger ledger = new Ledger();
    private final Catalogue catalogue = new Catalogue();
    private String digest = "abcdef";
    private String version = "1";

    @Test
    void aForkTakesTheOtherJobAlong() {
        JobQueued parent = submit("{'family': 'mlp', 'seed': 7, 'training': {'epochs': 5}}");
        complete(parent, 5, 5, "weights");

        JobQueued fork = submit("{'fork': {'job': '" + parent.job() + "', 'epoch': 5}, 'training': {'batchSize': 8}}");
        JobQueued middle = submit("{'fork': {'job': '" + parent.job() + "', 'epoch': 2}}");

        assertThat(fork.request().fork()).isEqualTo(new Fork(parent.job(), 5));
        assertThat(fork.request().seed()).isEqualTo(7);
        assertThat(fork.ancestors()).containsExactly(new Ancestor(parent.job(), 5, parent.request(), "weights"));
        assertThat(middle.ancestors()).containsExactly(new Ancestor(parent.job(), 2, parent.request(), null));
        assertThat(middle.again(Examples.NOON).ancestors()).isEqualTo(middle.ancestors());
    }

    @Test
    void aJobThatRunsCanBeForkedAndAForkAsWell() {
        JobQueued parent = submit("{'family': 'mlp'}");
        JobQueued fork = submit("{'fork': {'job': '" + parent.job() + "', 'epoch': 3}}");
        JobQueued third = submit("{'fork': {'job': '" + fork.job() + "', 'epoch': 1}}");

        assertThat(third.ancestors()).extracting(Ancestor::job).containsExactly(fork.job(), parent.job());
        assertThat(List.of(parent.job(), fork.job(), third.job())).doesNotHaveDuplicates();
    }

    @Test
    void soManyForksInARowAreRefused() {
        JobQueued last = submit("{'family': 'mlp'}");
        for (int i = 0; i < Ancestry.MOST; i++) {
            last = submit("{'fork': {'job': '" + last.job() + "', 'epoch': 1}}");
        }
        assertThat(last.ancestors()).hasSize(Ancestry.MOST);

        assertThat(refused("{'fork': {'job': '" + last.job() + "', 'epoch': 1}}"))
                .contains("fork.job is \"" + last.job() + "\"", "fewer than 8 jobs in a row");
    }

    @Test
    void aJobWithoutResultCannotBeForkedNorOneOnOtherImages() {
        JobQueued failed = submit("{'family': 'mlp'}");
        apply(new JobFailed(failed.job(), 1, null, "diverged", "it diverged", Examples.NOON));
        assertThat(refused("{'fork': {'job': '" + failed.job() + "', 'epoch': 1}}"))
                .contains("this one is failed, and can be submitted again");
        assertThat(refused("{'fork': {'job': '" + UNKNOWN + "', 'epoch': 1}}")).contains("there is no such job");

        JobQueued parent = submit("{'family': 'mlp', 'seed': 1}");
        complete(parent, 20, 20, "weights");
        digest = "another";
        assertThat(refused("{'fork': {'job': '" + parent.job() + "', 'epoch': 1}}"))
                .contains("its content has changed since");
        assertThat(refused("{'extend': '" + parent.job() + "', 'epochs': 30}"))
                .contains("the content of its dataset, fashion-mnist, has changed since");
    }

    @Test
    void aForkAtAnEpochThatEarlyStoppingLeftOutIsRefused() {
        JobQueued parent = submit("{'family': 'mlp', 'training': {'earlyStopping': {}}}");
        complete(parent, 9, 9, "weights");

        assertThat(refused("{'fork': {'job': '" + parent.job() + "', 'epoch': 10}}"))
                .contains("fork.epoch is 10; expected at most 9");
    }

    @Test
    void weightsThatAnotherVersionWouldHaveToTrainAgainAreRefused() {
        JobQueued parent = submit("{'family': 'mlp', 'seed': 7, 'training': {'epochs': 5}}");
        complete(parent, 5, 5, "weights");
        JobQueued fork = submit("{'fork': {'job': '" + parent.job() + "', 'epoch': 2}, 'training': {'epochs': 4}}");
        complete(fork, 4, 4, "others");

        version = "2";
        assertThat(refused("{'fork': {'job': '" + parent.job() + "', 'epoch': 2}}"))
                .contains("a job of this version of Atelier, 2, or the epoch whose weights are its result, 5");
        assertThat(refused("{'extend': '" + fork.job() + "', 'epochs': 9}"))
                .contains("fork.job is \"" + parent.job() + "\"");
        assertThat(submit("{'fork': {'job': '" + parent.job() + "', 'epoch': 5}}")
                        .ancestors())
                .hasSize(1);
    }

    @Test
    void aForkOfAJobThatWasRequestedAfreshIsOfThisVersion() {
        JobQueued afresh = submit("{'family': 'mlp'}", true);

        assertThat(submit("{'fork': {'job': '" + afresh.job() + "', 'epoch': 3}}")
                        .ancestors())
                .extracting(Ancestor::job)
                .containsExactly(afresh.job());
    }

    @Test
    void anExtensionWaitsForItsDataset() {
        JobQueued job = submit("{'family': 'mlp', 'training': {'epochs': 5}}");
        complete(job, 5, 5, "weights");
        catalogue.put(new Catalogue.Unavailable("fashion-mnist", "It is still being read.", true));

        assertThat(read("{'extend': '" + job.job() + "', 'epochs': 9}"))
                .isEqualTo(new Request.Pending(new TreeSet<>(List.of("fashion-mnist"))));
    }

    @Test
    void anExtensionIsTheJobWithMoreEpochs() {
        JobQueued job = submit("{'family': 'mlp', 'name': 'short', 'training': {'epochs': 5}}");
        complete(job, 5, 5, "weights");

        JobQueued longer = submit("{'extend': '" + job.job() + "', 'epochs': 9}");
        assertThat(longer.continues()).isEqualTo(new Continuation(job.job(), 5));
        assertThat(longer.request().training().epochs()).isEqualTo(9);
        assertThat(longer.request().name()).isEqualTo("short");

        Answer.Accepted same = (Answer.Accepted) answer("{'family': 'mlp', 'training': {'epochs': 9}}");
        assertThat(same.event().members())
                .extracting(Member::job, Member::disposition)
                .containsExactly(org.assertj.core.api.Assertions.tuple(longer.job(), Disposition.JOINED));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {'training': {'epochs': 5}}                                         | 5 | 5          | epochs is 5; expected more than the 5 epochs that the job has
            {'training': {'epochs': 5}}                                         | 5 | 0          | epochs is 0; expected how many epochs the job is to have, a whole number from 1 to 100000
            {'training': {'epochs': 5}}                                         | 5 | 'six'      | epochs is "six"; expected how many epochs
            {'training': {'epochs': 5}}                                         | 5 | 6, 'seed': 1 | seed is 1; expected no field beside extend, epochs and priority
            {'training': {'epochs': 5, 'schedule': {'name': 'cosine'}}}         | 5 | 9          | training.schedule.name is cosine, so its learning rates depend on the number of epochs
            {'training': {'epochs': 5, 'schedule': {'name': 'oneCycle'}}}       | 5 | 9          | training.schedule.name is oneCycle
            {'training': {'epochs': 5, 'earlyStopping': {}}}                    | 3 | 9          | early stopping ended it after epoch 3 of 5
            {'training': {'epochs': 5}}                                         | 0 | 9          | it is queued
            """)
    void anExtensionThatCannotBeIsRefusedWithTheReason(String written, int completed, String epochs, String reason) {
        JobQueued job = submit("{'family': 'mlp', " + written.substring(1));
        if (completed > 0) {
            complete(job, completed, completed, "weights");
        }

        assertThat(refused("{'extend': '" + job.job() + "', 'epochs': " + epochs + "}"))
                .contains(reason);
    }

    private void complete(JobQueued job, int epochs, int tested, String weights) {
        JobCompleted example = Examples.completed(job.job(), "run", weights);
        apply(Examples.started(job.job(), "run"));
        apply(new JobCompleted(
                job.job(),
                1,
                "run",
                epochs,
                epochs,
                tested,
                example.test(),
                example.model(),
                example.artifacts(),
                1,
                Examples.NOON));
    }

    private void apply(Event event) {
        ledger.apply(event, new LogPlace(0, log.size()), 1);
        log.add(event);
    }

    private JobQueued submit(String json) {
        return submit(json, false);
    }

    private JobQueued submit(String json, boolean fresh) {
        Answer answer = answer(json, fresh);
        answer.events().forEach(this::apply);
        assertThat(answer.queued()).as(answer.toString()).hasSize(1);
        return answer.queued().getFirst();
    }

    private String refused(String json) {
        List<Violation> violations = ((Answer.Rejected) answer(json)).event().violations();
        return String.join("; ", violations.stream().map(Violation::sentence).toList());
    }

    private Answer answer(String json) {
        return answer(json, false);
    }

    private Answer answer(String json, boolean fresh) {
        catalogue.put(new Catalogue.Available(manifest()));
        Submission submission =
                new Submission("s" + log.size(), new RecordOrigin(0, 7, "key"), fresh, value(json), Context.root());
        return new Decision(version, datasets()::manifest, ledger, this::read, () -> job -> List.of())
                .decide(submission, read(json), Examples.NOON)
                .orElseThrow();
    }

    private Request read(String json) {
        return new SubmissionReader(datasets(), () -> 0).read(value(json));
    }

    private DatasetCheck datasets() {
        return new DatasetCheck(catalogue, new Ancestry(ledger, this::read), version);
    }

    private static Optional<byte[]> value(String json) {
        return Optional.of(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private CompletedJob read(Completion completion) {
        return new CompletedJob((JobQueued) log.get((int) completion.queuedOffset()), (JobCompleted)
                log.get((int) completion.completedOffset()));
    }

    private DatasetManifest manifest() {
        var split = new DatasetManifest.SplitManifest(60_000, List.of(30_000, 30_000), "", List.of(0L));
        return new DatasetManifest(
                "fashion-mnist",
                "abc",
                digest,
                "nowhere",
                List.of("a", "b"),
                new ImageShape(1, 28, 28),
                List.of(0.5),
                List.of(0.5),
                split,
                split,
                "batches",
                0);
    }
}
