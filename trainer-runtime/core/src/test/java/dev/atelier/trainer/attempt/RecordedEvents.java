package dev.atelier.trainer.attempt;

import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.contracts.event.RunEvent;
import dev.atelier.contracts.message.EventCodec;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.testsupport.TopicFollower;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** All events of the log, recorded while a test runs. */
public final class RecordedEvents implements AutoCloseable {
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final TopicFollower follower;

    public RecordedEvents(String bootstrapServers) {
        follower = TopicFollower.start(
                bootstrapServers,
                Topics.EVENTS.topicName(),
                Topics.EVENTS.partitions(),
                record -> EventCodec.decode(record.headers(), record.value()).ifPresent(events::add));
    }

    /** What is recorded of a job, in the order of the log. */
    List<JobEvent> of(String job) {
        return events.stream()
                .filter(JobEvent.class::isInstance)
                .map(JobEvent.class::cast)
                .filter(event -> event.job().equals(job))
                .toList();
    }

    public <T> List<T> of(String job, Class<T> type) {
        return of(job).stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** All events of a type. */
    <T extends Event> List<T> all(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** As every reader sees it: what the latest run tells, and what no run tells. */
    List<JobEvent> current(String job) {
        List<JobEvent> all = of(job);
        String run = of(job, JobStarted.class).getLast().run();
        return all.stream()
                .filter(event ->
                        !(event instanceof RunEvent recorded) || recorded.run().equals(run))
                .toList();
    }

    List<Integer> currentEpochs(String job) {
        return current(job).stream()
                .filter(EpochCompleted.class::isInstance)
                .map(event -> ((EpochCompleted) event).epoch())
                .toList();
    }

    @Override
    public void close() throws InterruptedException {
        follower.close();
    }
}
