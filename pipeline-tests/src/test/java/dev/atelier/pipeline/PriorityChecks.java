package dev.atelier.pipeline;

import static dev.atelier.pipeline.MlpStackTest.stack;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.stacktesting.RunningStack;
import dev.atelier.testsupport.TestClients;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Jobs that are more urgent than others, through the whole pipeline, whose trainers train one job at a time. */
abstract class PriorityChecks {
    private static final int LONG = 5000;
    /** Epochs of a job that makes room: more than are trained before it does. */
    private static final int PREEMPTED = 300;

    @Test
    void anUrgentJobTakesTheTrainerOfALessUrgentOneWhichEndsWithTheSameWeights() throws Exception {
        String low = submit(job(PREEMPTED, 60, "'priority':'low','tags':{'owner':'ada'},"));
        stack().awaitEpochOrEnd(low, 2);
        String waiting = submit(job(2, 61, "'priority':'low',"));
        record(job(2, 62, "'priority':'high','tags':{'owner':'bob'},"));

        JsonNode made = stack().awaitJob(low, found -> found.path("round").asInt() == 2);
        assertThat(made.at("/attempts/0/state").asText()).isEqualTo("PREEMPTED");
        JsonNode end = stack().awaitEnd(low);
        assertThat(end.path("state").asText()).isEqualTo("COMPLETED");
        JsonNode urgent = urgent();
        assertThat(urgent.path("state").asText()).isEqualTo("COMPLETED");
        assertThat(endOf(urgent)).isBefore(endOf(stack().awaitEnd(waiting)));

        String undisturbed =
                RunningStack.jobs(stack().submitFresh(job(PREEMPTED, 60, ""))).getFirst();
        assertThat(stack().awaitEnd(undisturbed).at("/model/sha256").asText())
                .isNotEmpty()
                .isEqualTo(end.at("/model/sha256").asText());
    }

    @Test
    void aJobThatIsRequestedAgainAsUrgentIsTrainedBeforeOthers() {
        String running = submit(job(LONG, 70, "'priority':'high',"));
        stack().awaitEpochOrEnd(running, 0);
        JsonNode study = stack().submit("{'study':'behind','base':" + job(2, 0, "") + ",'seeds':[71,72,73,74,75,76]}");
        List<String> jobs = RunningStack.jobs(study);
        String last = jobs.getLast();
        assertThat(submit(job(2, 76, "'priority':'high',"))).isEqualTo(last);
        stack().atelier("cancel", running);

        Instant first = endOf(stack().awaitEnd(last));
        assertThat(jobs.subList(0, 5))
                .allSatisfy(job -> assertThat(endOf(stack().awaitEnd(job))).isAfter(first));
    }

    private static JsonNode urgent() {
        JsonNode jobs = stack().results("/api/jobs?tag=owner%3Dbob").orElseThrow();
        return StreamSupport.stream(jobs.path("items").spliterator(), false)
                .findFirst()
                .map(job -> stack().awaitEnd(job.path("id").asText()))
                .orElseThrow();
    }

    private static Instant endOf(JsonNode job) {
        return Instant.parse(job.at("/attempts/" + (job.path("attempts").size() - 1) + "/endedAt")
                .asText());
    }

    private static void record(String json) throws Exception {
        try (var producer = TestClients.textKeyProducer("localhost:" + stack().kafkaPort())) {
            byte[] body = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(Topics.SUBMISSIONS.topicName(), body))
                    .get();
        }
    }

    private static String submit(String job) {
        return RunningStack.jobs(stack().submit(job)).getFirst();
    }

    private static String job(int epochs, int seed, String more) {
        return """
                {%s'family':'mlp','name':'priority','seed':%d,
                 'data':{'dataset':'fashion-mnist-sample','split':{'validation':300}},
                 'model':{'hidden':[32]},'training':{'epochs':%d}}""".formatted(more, seed, epochs);
    }
}
