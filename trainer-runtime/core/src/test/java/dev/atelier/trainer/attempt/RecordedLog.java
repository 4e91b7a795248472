package dev.atelier.trainer.attempt;

import dev.atelier.contracts.joblog.JobLogLine;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.testsupport.TopicFollower;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** All lines of jobs' logs, recorded while a test runs. */
final class RecordedLog implements AutoCloseable {
    private final List<JobLogLine> lines = new CopyOnWriteArrayList<>();
    private final TopicFollower follower;

    RecordedLog(String bootstrapServers) {
        follower = TopicFollower.start(
                bootstrapServers,
                Topics.LOGS.topicName(),
                Topics.LOGS.partitions(),
                record -> lines.add(JobLogLine.read(new String(record.key(), StandardCharsets.UTF_8), record.value())));
    }

    /** The lines of a job, in the order of the topic. */
    List<JobLogLine> of(String job) {
        return lines.stream().filter(line -> line.job().equals(job)).distinct().toList();
    }

    @Override
    public void close() throws InterruptedException {
        follower.close();
    }
}
