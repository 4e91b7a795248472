package dev.atelier.dataset.coordination.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.event.RecordOrigin;
import dev.atelier.dataset.coordination.request.WaitingSubmissions.Reason;
import dev.atelier.dataset.publishing.publication.Catalogue;
import dev.atelier.dataset.publishing.publication.Catalogue.Unavailable;
import io.opentelemetry.context.Context;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A check that takes long does not occupy the thread that asks for it. */
class SubmissionChecksTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Catalogue catalogue = new Catalogue();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong wallNanos = new AtomicLong();
    private final AtomicLong nanosPerLook = new AtomicLong();
    private final CountDownLatch letGo = new CountDownLatch(1);
    private final AtomicBoolean isBrokerSlow = new AtomicBoolean();
    private final SubmissionChecks checks = checks();

    @AfterEach
    void close() {
        letGo.countDown();
        checks.close();
    }

    @Test
    void whatTakesLongIsCheckedElsewhereAndOthersMeanwhile() {
        Submission expensive = submission("{\"family\": \"mlp\", \"name\": \"expensive\"}");
        nanosPerLook.set(Duration.ofMillis(300).toNanos());
        Request first = checks.checkShortly(expensive);
        assertThat(first).isInstanceOf(Request.Unchecked.class);
        Reason reason = checks.toWaitFor(expensive, first).orElseThrow();

        nanosPerLook.set(0);
        assertThat(checks.checkShortly(submission("[]"))).isInstanceOf(Request.Wrong.class);
        assertThat(reason.isOver()).isFalse();
        assertThat(reason.text()).isEqualTo("its check, which takes long");

        nanosPerLook.set(Duration.ofSeconds(1).toNanos());
        letGo.countDown();
        await().atMost(LIMIT).until(reason::isOver);
        assertThat(reason.check())
                .isInstanceOfSatisfying(
                        Request.Wrong.class, wrong -> assertThat(wrong.reason()).isEqualTo(Request.Reason.TIME));
    }

    @Test
    void aCheckThatTheBrokerDidNotAnswerBeginsAgain() {
        Submission expensive = submission("{\"family\": \"mlp\", \"name\": \"expensive\"}");
        nanosPerLook.set(Duration.ofMillis(300).toNanos());
        Request first = checks.checkShortly(expensive);
        assertThat(first).isInstanceOf(Request.Unchecked.class);
        Reason reason = checks.toWaitFor(expensive, first).orElseThrow();
        isBrokerSlow.set(true);
        nanosPerLook.set(0);
        letGo.countDown();
        await().atMost(LIMIT).until(reason::isOver);

        Request again = reason.check();
        assertThat(again).isEqualTo(new Request.Unchecked());
        Reason second = checks.toWaitFor(expensive, again).orElseThrow();
        await().atMost(LIMIT).until(second::isOver);
        assertThat(second.check()).isInstanceOf(Request.Wrong.class);
    }

    @Test
    void aStreamOfExpensiveSubmissionsTakesLittleTimeOfOthersUntilItEnds() {
        Submission expensive = submission("""
                {"study": "s", "base": {"family": "mlp"}, "grid": {"training.batchSize": %s}, "seeds": %s}
                """.formatted(
                        IntStream.range(10, 20).boxed().toList(),
                        IntStream.range(0, 100).boxed().toList()));
        nanosPerLook.set(Duration.ofMillis(1).toNanos());
        long begin = nanos.get();
        for (int i = 0; i < 50; i++) {
            assertThat(checks.checkShortly(expensive)).isInstanceOf(Request.Unchecked.class);
        }
        assertThat(Duration.ofNanos(nanos.get() - begin)).isLessThan(Duration.ofMillis(250 + 50 * 13));

        wallNanos.addAndGet(Duration.ofSeconds(10).toNanos());
        begin = nanos.get();
        assertThat(checks.checkShortly(expensive)).isInstanceOf(Request.Unchecked.class);
        assertThat(Duration.ofNanos(nanos.get() - begin)).isGreaterThanOrEqualTo(TrialBudget.LONGEST);
    }

    @Test
    void anUnknownDatasetIsWrongAndOneOnItsWayIsWaitedFor() {
        catalogue.put(new Unavailable("slow", "It is still being read.", true));
        catalogue.put(new Unavailable("gone", "It was not found."));
        Submission slow = submission("{\"family\": \"mlp\", \"data\": {\"dataset\": \"slow\"}}");

        Request request = checks.checkShortly(slow);
        assertThat(request).isEqualTo(new Request.Pending(new TreeSet<>(List.of("slow"))));
        Reason reason = checks.toWaitFor(slow, request).orElseThrow();
        assertThat(reason.isOver()).isFalse();
        for (String missing : List.of("gone", "unknown")) {
            String job = "{\"family\": \"mlp\", \"data\": {\"dataset\": \"%s\"}}".formatted(missing);
            assertThat(checks.checkShortly(submission(job)))
                    .isInstanceOfSatisfying(
                            Request.Wrong.class,
                            wrong -> assertThat(wrong.reason()).isEqualTo(Request.Reason.DATASET));
        }

        catalogue.put(new Unavailable("slow", "It was not found."));
        assertThat(reason.isOver()).isTrue();
        assertThat(reason.check()).isInstanceOf(Request.Wrong.class);
    }

    private SubmissionChecks checks() {
        DatasetCheck datasets = new DatasetCheck(catalogue, Ancestries.NONE, "1");
        return new SubmissionChecks(new SubmissionReader(datasets, this::processorNanos), datasets, wallNanos::get);
    }

    /** Each look at the clock of one thread takes time; the thread for long checks does not go on until it is let. */
    private long processorNanos() {
        if (Thread.currentThread().getName().equals("check")) {
            try {
                letGo.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (isBrokerSlow.getAndSet(false)) {
                throw new KafkaException("The broker did not return an event within 5 s");
            }
        }
        return nanos.addAndGet(nanosPerLook.get());
    }

    private static Submission submission(String json) {
        return new Submission(
                "s",
                new RecordOrigin(0, 0, ""),
                false,
                Optional.of(json.getBytes(StandardCharsets.UTF_8)),
                Context.root());
    }
}
