package dev.atelier.pipeline.faults;

import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.RecordOrigin;
import dev.atelier.contracts.event.RecordSetAside;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionRejected;
import dev.atelier.contracts.message.EventCodec;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.testsupport.TopicFollower;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * Everything in the events topic, read from its beginning and followed on a thread of its own: the answers to each record
 * of the submissions topic, and what happened to each job, in order. It is the judge's own reading, which shares no code
 * with the services beyond the records of the contract.
 */
final class EventHistory implements AutoCloseable {
    /** Where a submission's record lies. */
    record Place(int partition, long offset) {}

    private final TopicFollower follower;
    private final Map<Place, List<Event>> answers = new HashMap<>();
    private final List<SubmissionAccepted> acceptances = new ArrayList<>();
    private final List<SubmissionRejected> rejections = new ArrayList<>();
    private final Map<String, JobStory> stories = new TreeMap<>();
    private final Map<TopicPartition, BitSet> setAside = new HashMap<>();
    private final Map<String, Integer> types = new TreeMap<>();
    private final Map<Integer, Long> nextOffsets = new HashMap<>();

    EventHistory(String bootstrapServers) {
        follower = TopicFollower.start(
                bootstrapServers, Topics.EVENTS.topicName(), Topics.EVENTS.partitions(), this::take);
    }

    private synchronized void take(ConsumerRecord<byte[], byte[]> read) {
        nextOffsets.put(read.partition(), read.offset() + 1);
        types.merge(type(read), 1, Integer::sum);
        try {
            if (read.value() != null) {
                EventCodec.decode(read.headers(), read.value()).ifPresent(this::take);
            }
        } catch (RuntimeException malformed) {
            types.merge("(malformed)", 1, Integer::sum);
        }
    }

    private void take(Event event) {
        switch (event) {
            case SubmissionAccepted accepted -> answer(accepted.origin(), accepted, acceptances);
            case SubmissionRejected rejected -> answer(rejected.origin(), rejected, rejections);
            case RecordSetAside report
            when report.topic() != null && report.offset() >= 0 ->
                setAside.computeIfAbsent(
                                new TopicPartition(report.topic(), report.partition()), partition -> new BitSet())
                        .set(Math.toIntExact(report.offset()));
            case JobEvent job
            when job.job() != null ->
                stories.computeIfAbsent(job.job(), JobStory::new).add(job);
            default -> {}
        }
    }

    private <E extends Event> void answer(RecordOrigin origin, E answer, List<E> sameAnswers) {
        if (origin != null) {
            sameAnswers.add(answer);
            answers.computeIfAbsent(new Place(origin.partition(), origin.offset()), place -> new ArrayList<>())
                    .add(answer);
        }
    }

    private static String type(ConsumerRecord<byte[], byte[]> read) {
        Header type = read.headers().lastHeader("ce_type");
        return type == null ? "(none)" : new String(type.value(), StandardCharsets.UTF_8);
    }

    /** All answers to a record of the submissions topic. */
    synchronized List<Event> answersTo(Place place) {
        return List.copyOf(answers.getOrDefault(place, List.of()));
    }

    synchronized List<SubmissionAccepted> acceptances() {
        return List.copyOf(acceptances);
    }

    synchronized List<SubmissionRejected> rejections() {
        return List.copyOf(rejections);
    }

    /** What happened to a job so far. */
    synchronized Optional<JobStory> job(String id) {
        return Optional.ofNullable(stories.get(id)).map(JobStory::copy);
    }

    /** Offsets of those records of another topic's partition that an event reports as set aside. */
    synchronized BitSet setAside(TopicPartition partition) {
        return (BitSet) setAside.getOrDefault(partition, new BitSet()).clone();
    }

    /** The offset after the last record that was read from a partition. */
    synchronized long nextOffset(int partition) {
        return nextOffsets.getOrDefault(partition, 0L);
    }

    /** Accepted jobs that have not ended, in the order of their ids. */
    synchronized List<String> openJobs() {
        return acceptedJobs().stream()
                .filter(job ->
                        !stories.containsKey(job) || stories.get(job).end().isEmpty())
                .toList();
    }

    /** Accepted jobs that have ended, as their stories. */
    synchronized List<JobStory> endedJobs() {
        return acceptedJobs().stream()
                .map(stories::get)
                .filter(story -> story != null && story.end().isPresent())
                .toList();
    }

    /** Jobs that any acceptance names, in the order of their ids. */
    synchronized List<String> acceptedJobs() {
        return acceptances().stream()
                .flatMap(accepted -> accepted.members().stream())
                .map(SubmissionAccepted.Member::job)
                .distinct()
                .sorted()
                .toList();
    }

    /** Records by the type that their header names. */
    synchronized Map<String, Integer> types() {
        return new TreeMap<>(types);
    }

    @Override
    public void close() throws InterruptedException {
        follower.close();
    }
}
