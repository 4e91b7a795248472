package dev.atelier.dataset;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import dev.atelier.contracts.event.ArtifactsPinned;
import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.JobEdited;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.LabelEdit;
import dev.atelier.contracts.event.RecordSetAside;
import dev.atelier.contracts.event.StudyEdited;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.testsupport.TestClients;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.config.ConfigResource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Broker.class)
class SubmissionOverHttpTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    private Topic topic;

    @BeforeEach
    void awaitReady() {
        topic = new Topic(bootstrapServers);
        await().atMost(LIMIT).until(() -> when().get("/q/health/ready").statusCode() == 200);
    }

    @Test
    void aPageOfAnotherSiteSubmitsNothing() {
        given().header("Sec-Fetch-Site", "cross-site")
                .contentType("text/plain")
                .body("{\"family\": \"mlp\"}")
                .post("/api/submissions")
                .then()
                .statusCode(403)
                .body("reason", containsString("another site"));
    }

    @Test
    void aJobIsQueuedOnceHoweverOftenItIsRequested() {
        String job = job("once", 4711);

        JsonPath first = submit(job, 202);
        JsonPath second = submit(job, 202);

        assertThat(first.getString("members[0].disposition")).isEqualTo("QUEUED");
        assertThat(second.getString("members[0].disposition")).isEqualTo("JOINED");
        String id = first.getString("members[0].job");
        assertThat(second.getString("members[0].job")).isEqualTo(id);
        assertThat(waiting(id)).as("records in a queue that nobody works on").isLessThanOrEqualTo(1);
        assertThat(queued(id)).singleElement().satisfies(event -> {
            assertThat(event.round()).isEqualTo(1);
            assertThat(event.request().name()).isEqualTo("once");
            assertThat(event.datasetKey()).startsWith("fashion-mnist-sample@");
        });
    }

    @Test
    void freshRequestsAnotherJob() {
        String job = job("again", 4712);

        String id = submit(job, 202).getString("members[0].job");
        JsonPath fresh = JsonPath.from(given().body(job)
                .when()
                .post("/api/submissions?fresh=true")
                .then()
                .statusCode(202)
                .extract()
                .asString());

        assertThat(fresh.getString("members[0].disposition")).isEqualTo("QUEUED");
        assertThat(fresh.getString("members[0].job")).isNotEqualTo(id);
    }

    @Test
    void aStudyIsExpandedAndPublishedWhole() {
        JsonPath accepted = submit("""
                {"study": "depths", "seeds": [51, 52],
                 "base": {"family": "mlp", "data": {"dataset": "fashion-mnist-sample", "split": {"validation": 300}}},
                 "variants": [{"name": "none", "patch": {"model": {"hidden": []}}}, {"name": "one"}]}
                """, 202);

        assertThat(accepted.getList("members.variant")).containsExactly("none", "none", "one", "one");
        assertThat(accepted.getList("members.seed")).containsExactly(51, 52, 51, 52);
        assertThat(accepted.getList("members.job").stream().distinct()).hasSize(4);
        assertThat(accepted.getString("study")).startsWith("depths-");
        assertThat(accepted.getString("request.base.data.dataset")).isEqualTo("fashion-mnist-sample");
    }

    @Test
    void whatIsWrongIsNamedByFieldValueAndWhatWouldBeRight() {
        JsonPath rejected = submit("{\"family\": \"mlp\", \"training\": {\"batchSize\": 0}}", 400);

        assertThat(rejected.getString("reason")).isEqualTo("schema");
        assertThat(rejected.getString("violations[0].field")).isEqualTo("training.batchSize");
        assertThat(rejected.getString("violations[0].value")).isEqualTo("0");
        assertThat(rejected.getString("violations[0].expected")).startsWith("a whole number from 1");
    }

    @Test
    void aSplitThatLeavesNothingToTrainOnIsRejectedInAStudyByItsOwnField() {
        JsonPath rejected = submit("""
                {"study": "large", "base": {"family": "mlp", "data": {"dataset": "fashion-mnist-sample"}},
                 "grid": {"data.split.validation": [100, 1800]}}
                """, 400);

        assertThat(rejected.getString("reason")).isEqualTo("dataset");
        assertThat(rejected.getList("violations")).hasSize(1);
        assertThat(rejected.getString("violations[0].field")).isEqualTo("grid.data.split.validation[1]");
        assertThat(rejected.getString("violations[0].value")).isEqualTo("1800");
    }

    @Test
    void aWaitingJobIsCancelledAndMayBeRequestedAgain() {
        String job = job("cancelled", 4713);
        String id = submit(job, 202).getString("members[0].job");

        String refusal = when().post("/api/jobs/" + id + "/cancel?reason=" + "x".repeat(1001))
                .then()
                .statusCode(400)
                .extract()
                .asString();
        assertThat(refusal).contains("reason is 1001 characters long; expected at most 1000");
        when().post("/api/jobs/" + id + "/cancel?reason=superseded").then().statusCode(202);

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(topic.events(JobCancelled.class))
                        .filteredOn(event -> event.job().equals(id))
                        .singleElement()
                        .satisfies(event -> {
                            assertThat(event.run()).isNull();
                            assertThat(event.reason()).isEqualTo("superseded");
                        }));
        await().atMost(LIMIT)
                .until(() -> when().post("/api/jobs/" + id + "/cancel").statusCode() == 409);
        assertThat(submit(job, 202).getString("members[0].disposition")).isEqualTo("QUEUED");
        assertThat(queued(id)).extracting(JobQueued::round).containsExactly(1, 2);
    }

    @Test
    void aJobIsPinnedAndThePinIsTakenBack() {
        String id = submit(job("pinned", 4720), 202).getString("members[0].job");

        assertThat(post("/api/jobs/" + id + "/pin?reason=" + "x".repeat(1001), 400))
                .contains("reason is 1001 characters long; expected at most 1000");
        assertThat(post("/api/jobs/0123456789abcdef0123/pin", 404)).contains("There is no job 0123456789abcdef0123");
        post("/api/jobs/" + id + "/pin?reason=published", 202);
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(pins(id)).extracting(ArtifactsPinned::reason).containsExactly("published"));
        post("/api/jobs/" + id + "/unpin", 202);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(pins(id)).hasSize(2));
    }

    @Test
    void jobsAndStudiesAreEditedOverHttpAndByARecord() throws Exception {
        JsonPath accepted = submit("""
                {"study": "edited", "seeds": [71, 72],
                 "base": {"family": "mlp", "data": {"dataset": "fashion-mnist-sample", "split": {"validation": 300}}}}
                """, 202);
        String job = accepted.getString("members[0].job");
        String study = accepted.getString("study");

        assertThat(edit("jobs", job, "{\"note\": \"x\"}", 400)).contains("did you mean notes?");
        assertThat(edit("jobs", job, "{\"name\":", 400)).contains("it is cut off");
        assertThat(edit("jobs", job, "", 400)).contains("it is empty");
        assertThat(edit("jobs", job, "{\"by\": \"me\"}", 400))
                .contains("expected an object with at least one of name, notes, tags, archived");
        assertThat(edit("jobs", job, "{\"action\": \"edit\", \"name\": \"x\"}", 400))
                .contains("no such field; there are name, notes, tags, archived, by");
        assertThat(edit("jobs", job, "{\"tags\": {\"a=b\": \"c\"}}", 400)).contains("without '='");
        assertThat(edit("jobs", study, "{\"name\": \"x\"}", 404)).contains("There is no job " + study);
        assertThat(edit("studies", job, "{\"name\": \"x\"}", 404)).contains("There is no study " + job);
        for (String name : List.of("first", "second", "third")) {
            edit("jobs", job, "{\"name\": \"" + name + "\", \"by\": \"ada\"}", 202);
        }
        byte[] archived = "{\"action\": \"edit\", \"archived\": true}".getBytes(StandardCharsets.UTF_8);
        String unknown = "ffffffffffffffffffff";
        for (String id : List.of(study, unknown)) {
            topic.write(
                    Topics.CONTROLS.topicName(), (id + "/edit").getBytes(StandardCharsets.UTF_8), archived, Map.of());
        }

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(topic.events(RecordSetAside.class))
                        .anySatisfy(report -> assertThat(report.reason())
                                .isEqualTo("the key is \"" + unknown
                                        + "/edit\"; expected the id of a job or a study, then /edit")));
        assertThat(topic.events(JobEdited.class))
                .filteredOn(event -> event.job().equals(job))
                .satisfies(events -> assertThat(events)
                        .extracting(event -> event.edit().name())
                        .containsExactly("first", "second", "third"))
                .allSatisfy(event -> assertThat(event.by()).isEqualTo("ada"));
        assertThat(topic.events(StudyEdited.class))
                .filteredOn(event -> event.study().equals(study))
                .singleElement()
                .satisfies(event -> assertThat(event.edit()).isEqualTo(new LabelEdit(null, null, null, true)));
    }

    private static String edit(String kind, String id, String body, int status) {
        return given().contentType("application/json")
                .body(body)
                .post("/api/" + kind + "/" + id + "/edit")
                .then()
                .statusCode(status)
                .extract()
                .asString();
    }

    @Test
    void aCancelledStudyCancelsItsWaitingJobs() {
        JsonPath accepted = submit("""
                {"study": "doomed", "seeds": [61, 62],
                 "base": {"family": "mlp", "data": {"dataset": "fashion-mnist-sample", "split": {"validation": 300}}}}
                """, 202);
        List<String> jobs = accepted.getList("members.job");

        when().post("/api/studies/" + accepted.getString("study") + "/cancel")
                .then()
                .statusCode(202);

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(topic.events(JobCancelled.class))
                        .extracting(JobCancelled::job)
                        .containsAll(jobs));
        assertThat(topic.read(Topics.CONTROLS.topicName()))
                .extracting(control -> new String(control.key(), StandardCharsets.UTF_8))
                .containsAll(jobs);
        await().atMost(LIMIT)
                .untilAsserted(() -> when().post("/api/studies/" + accepted.getString("study") + "/cancel")
                        .then()
                        .statusCode(409));
    }

    @Test
    void aJobThatIsTakenFromItsQueueAndNeverHeardOfIsQueuedAgain() throws Exception {
        String job = """
                {"family": "cnn", "data": {"dataset": "fashion-mnist-sample", "split": {"validation": 300}}}
                """;
        String id = submit(job, 202).getString("members[0].job");

        try (var worker = worker(new Family("cnn"))) {
            await().atMost(LIMIT).untilAsserted(() -> {
                worker.poll(Duration.ofMillis(200));
                worker.commitSync();
                assertThat(queued(id)).extracting(JobQueued::round).startsWith(1, 2);
            });
        }
        assertThat(topic.read(Topics.jobs(new Family("cnn")).topicName()))
                .filteredOn(record -> new String(record.key(), StandardCharsets.UTF_8).equals(id))
                .hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void nobodyCancelsWhatIsNotThere() {
        when().post("/api/jobs/nothing/cancel").then().statusCode(404);
        when().post("/api/studies/nothing/cancel").then().statusCode(404);
    }

    @Test
    void datasetsAndMetersAreReported() {
        submit("[]", 400);

        JsonPath datasets = JsonPath.from(when().get("/api/catalogue").asString());
        String meters = when().get("/q/metrics").asString();

        assertThat(datasets.getInt("total")).isEqualTo(2);
        assertThat(datasets.getString("items[0].name")).isEqualTo("fashion-mnist-sample");
        assertThat(datasets.getInt("items[0].contents.trainImages")).isEqualTo(1800);
        assertThat(meters)
                .containsPattern("atelier_submissions_rejected_total\\{reason=\"syntax\".*} [1-9]")
                .contains("atelier_submissions_rejected_total{reason=\"size\"")
                .contains("atelier_queue_oldest_age_seconds{family=\"mlp\"")
                .contains("atelier_ledger_jobs{family=\"cnn\",state=\"queued\"");
    }

    @Test
    void theCatalogueIsReadInParts() {
        JsonPath one =
                JsonPath.from(when().get("/api/catalogue?limit=1&offset=1").asString());
        assertThat(one.getList("items.name")).containsExactly("hostile");
        assertThat(one.getInt("total")).isEqualTo(2);
        for (String part : List.of("limit=1001", "limit=0", "limit=x", "offset=-1")) {
            when().get("/api/catalogue?" + part).then().statusCode(400);
        }
    }

    @Test
    void aDatasetThatCannotBePublishedIsReportedAndHoldsUpNoOther() {
        String reason = "train-images-idx3-ubyte starts with 0x6e6f2069; expected 0x00000803";

        JsonPath hostile =
                JsonPath.from(when().get("/api/catalogue").asString()).setRootPath("items[1]");
        JsonPath health = JsonPath.from(when().get("/q/health/ready").asString())
                .setRootPath("checks.find { it.name == 'datasets' }");

        assertThat(hostile.getString("name")).isEqualTo("hostile");
        assertThat(hostile.getBoolean("available")).isFalse();
        assertThat(hostile.getBoolean("pending")).isFalse();
        assertThat(hostile.getString("reason")).contains(reason);
        assertThat(health.getString("status")).isEqualTo("UP");
        assertThat(health.getString("data.hostile")).contains(reason);
        assertThat(health.getString("data.'fashion-mnist-sample'")).startsWith("available as fashion-mnist-sample@");
        assertThat(submit("{\"family\": \"mlp\", \"data\": {\"dataset\": \"hostile\"}}", 400)
                        .getString("violations[0].expected"))
                .contains(reason);
        submit(job("beside a hostile dataset", 4714), 202);
    }

    /** A worker that takes jobs from their queue for good and tells nobody of them. */
    private ShareConsumer<byte[], byte[]> worker(Family family) throws Exception {
        String group = Topics.shareGroup(family);
        try (Admin admin = TestClients.admin(bootstrapServers)) {
            AlterConfigOp earliest =
                    new AlterConfigOp(new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(
                            Map.of(new ConfigResource(ConfigResource.Type.GROUP, group), List.of(earliest)))
                    .all()
                    .get();
        }
        var worker = TestClients.shareConsumer(bootstrapServers, group);
        worker.subscribe(List.of(Topics.jobs(family).topicName()));
        return worker;
    }

    private static String job(String name, int seed) {
        return """
                {"family": "mlp", "name": "%s", "seed": %d,
                 "data": {"dataset": "fashion-mnist-sample", "split": {"validation": 300}}}
                """.formatted(name, seed);
    }

    private static JsonPath submit(String body, int status) {
        return JsonPath.from(given().body(body)
                .when()
                .post("/api/submissions")
                .then()
                .statusCode(status)
                .extract()
                .asString());
    }

    private static String post(String path, int status) {
        return when().post(path).then().statusCode(status).extract().asString();
    }

    private List<ArtifactsPinned> pins(String job) {
        return topic.events(ArtifactsPinned.class).stream()
                .filter(event -> event.job().equals(job))
                .toList();
    }

    private List<JobQueued> queued(String job) {
        return topic.events(JobQueued.class).stream()
                .filter(event -> event.job().equals(job))
                .toList();
    }

    private long waiting(String job) {
        return topic.read(Topics.jobs(new Family("mlp")).topicName()).stream()
                .filter(record -> new String(record.key(), StandardCharsets.UTF_8).equals(job))
                .count();
    }
}
