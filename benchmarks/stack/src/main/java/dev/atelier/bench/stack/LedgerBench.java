package dev.atelier.bench.stack;

import dev.atelier.contracts.topic.Topics;
import dev.atelier.kafka.KafkaClients;
import dev.atelier.kafka.broker.Broker;
import dev.atelier.kafka.broker.TopicCreation;
import dev.atelier.localstack.kafka.KafkaBroker;
import dev.atelier.localstack.process.ChildProcess;
import dev.atelier.localstack.process.Launch;
import dev.atelier.localstack.process.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Measures how soon the dataset service is ready behind a long log: once without a snapshot of its ledger, then behind one.
 * Its heap has 512 MiB. Arguments: an empty folder, the project's folder, jobs that have ended (1,000,000), epochs of each
 * (20), starts (5).
 */
public final class LedgerBench {
    private static final int JOBS_AT_ONCE = 10_000;
    private static final int HEAP_MEBIBYTES = 512;
    private static final double TARGET_SECONDS = 30;
    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private final Path root;
    private final KafkaBroker broker;
    private final int port;

    private LedgerBench(Path folder, Path root) {
        this.folder = folder;
        this.root = root;
        List<Integer> ports = Ports.free(3);
        this.broker = new KafkaBroker(folder.resolve("kafka"), ports.get(0), ports.get(1));
        this.port = ports.get(2);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        int jobs = argument(arguments, 2, 1_000_000);
        int epochs = argument(arguments, 3, 20);
        int starts = argument(arguments, 4, 5);
        new LedgerBench(Path.of(arguments[0]).toAbsolutePath(), Path.of(arguments[1])).run(jobs, epochs, starts);
        System.exit(0);
    }

    private static int argument(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    private void run(int jobs, int epochs, int starts) throws IOException, InterruptedException, ExecutionException {
        broker.start();
        try (Admin admin = KafkaClients.admin(Broker.at(broker.bootstrapServers()), LIMIT)) {
            TopicCreation.createMissing(admin);
            write(jobs, epochs);
            measureFirstStart(admin);
            List<Double> seconds = new ArrayList<>();
            for (int start = 1; start <= starts; start++) {
                seconds.add(start(start));
            }
            double median = seconds.stream().sorted().toList().get(starts / 2);
            System.out.printf(
                    "median of %d: ready after %.1f s, target %.0f s: %s%n",
                    starts, median, TARGET_SECONDS, median <= TARGET_SECONDS ? "reached" : "missed");
        } finally {
            broker.stop();
        }
    }

    private void write(int jobs, int epochs) {
        long events = 0;
        try (SyntheticLog log = new SyntheticLog(broker.bootstrapServers())) {
            for (int first = 0; first < jobs; first += JOBS_AT_ONCE) {
                List<SyntheticJob> some = IntStream.range(first, Math.min(jobs, first + JOBS_AT_ONCE))
                        .mapToObj(number -> new SyntheticJob(number, epochs, START))
                        .toList();
                log.queue(some);
                events += log.publish(some);
                System.out.printf("\r%,d of %,d jobs are in the log", first + some.size(), jobs);
            }
        }
        System.out.printf("%n%,d events of %,d jobs that have ended, and their records in the queue%n", events, jobs);
    }

    /** Reads everything, and writes the snapshot that the others begin with. */
    private void measureFirstStart(Admin admin) throws IOException, InterruptedException, ExecutionException {
        long began = System.nanoTime();
        ChildProcess service = ChildProcess.start(service("first"));
        try {
            awaitReady(service);
            System.out.printf("start without a snapshot: ready after %.1f s%n", seconds(began));
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (!isSnapshotComplete(admin)) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("no snapshot of the whole log within " + LIMIT);
                }
                TimeUnit.SECONDS.sleep(1);
            }
            System.out.printf("its snapshot is written after %.1f s%n", seconds(began));
        } finally {
            service.stop();
        }
    }

    private double start(int number) throws IOException, InterruptedException {
        long began = System.nanoTime();
        ChildProcess service = ChildProcess.start(service("start-" + number));
        try {
            awaitReady(service);
            double seconds = seconds(began);
            System.out.printf("start %d: ready after %.1f s, %s%n", number, seconds, memory());
            return seconds;
        } finally {
            service.stop();
        }
    }

    private boolean isSnapshotComplete(Admin admin) throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(Topics.LEDGER_GROUP)
                .partitionsToOffsetAndMetadata()
                .get();
        for (int partition = 0; partition < Topics.EVENTS.partitions(); partition++) {
            TopicPartition events = new TopicPartition(Topics.EVENTS.topicName(), partition);
            long end = admin.listOffsets(Map.of(events, OffsetSpec.latest()))
                    .partitionResult(events)
                    .get()
                    .offset();
            OffsetAndMetadata reached = committed.get(events);
            if (reached == null || reached.offset() < end) {
                return false;
            }
        }
        return true;
    }

    private Launch service(String name) {
        String tag = Launch.jvmTag("dataset-service", folder);
        return new Launch(
                name,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        tag,
                        "-Xmx" + HEAP_MEBIBYTES + "m",
                        "-Dquarkus.http.port=" + port,
                        "-Dkafka.bootstrap.servers=" + broker.bootstrapServers(),
                        "-Datelier.data=" + folder.resolve("data"),
                        "-Datelier.dataset-service.snapshot=5s",
                        "-jar",
                        root.resolve("dataset-service/target/quarkus-app/quarkus-run.jar")
                                .toString()),
                tag,
                Map.of(),
                folder.resolve("logs/" + name + ".log"),
                Launch.StopSignal.TERM,
                GRACE);
    }

    private void awaitReady(ChildProcess service) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (status("/q/health/ready") != 200) {
            if (!service.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException("the dataset service is not ready; see " + folder.resolve("logs"));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private int status(String path) throws InterruptedException {
        try {
            return http.send(request(path), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException starting) {
            return 0;
        }
    }

    /** What the heap holds, as the service's metrics have it. */
    private String memory() throws IOException, InterruptedException {
        double used = http.send(request("/q/metrics"), HttpResponse.BodyHandlers.ofLines())
                .body()
                .filter(line -> line.startsWith("jvm_memory_used_bytes{") && line.contains("area=\"heap\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
        return "heap %.0f of %d MiB".formatted(used / (1 << 20), HEAP_MEBIBYTES);
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10))
                .build();
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}
