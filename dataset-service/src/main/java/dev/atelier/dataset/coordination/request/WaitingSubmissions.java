package dev.atelier.dataset.coordination.request;

import dev.atelier.dataset.coordination.ledger.AnsweredSubmissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The submissions that have been read and cannot be answered yet, in the order in which they were written; and, from them,
 * the offset up to which everything is answered, which is all that is ever committed. After a restart they are therefore
 * read again. They are bounded by number, by bytes, and by how far others may be answered ahead of the earliest of them:
 * no further than the ledger remembers what was answered. Changed by one thread, read by any.
 */
public final class WaitingSubmissions {
    static final int MOST = 1000;
    static final long MOST_BYTES = 32L * 1024 * 1024;
    /** Those answered ahead may all be in one partition of the events, and half of what is remembered is kept in reserve. */
    static final long LONGEST_LEAD = AnsweredSubmissions.KEPT_PER_PARTITION / 2;

    private final TreeMap<Long, Waiting> byOffset = new TreeMap<>();
    private int generation = -1;
    private long next;
    private long bytes;

    /** What a submission waits for. */
    public interface Reason {
        boolean isOver();

        /** What the submission turns out to be once the waiting is over; may throw what its check threw. */
        Request check();

        /** The reason, after "it waits for". */
        String text();
    }

    /** @param failures of this service with the submission so far */
    public record Waiting(Submission submission, Reason reason, int failures) {}

    /** Takes note that a record has been read in a generation of the group; those of an earlier one will be read again. */
    public synchronized void read(long offset, int ofGeneration) {
        if (generation != ofGeneration) {
            clear();
            generation = ofGeneration;
        }
        next = Math.max(next, offset + 1);
    }

    public synchronized void put(Submission submission, Reason reason) {
        put(submission, reason, failures(submission));
    }

    /** @param failures of this service with the submission so far */
    public synchronized void put(Submission submission, Reason reason, int failures) {
        remove(submission);
        byOffset.put(submission.origin().offset(), new Waiting(submission, reason, failures));
        bytes += size(submission);
    }

    /** How often this service failed with a submission that waits. */
    public synchronized int failures(Submission submission) {
        return Optional.ofNullable(byOffset.get(submission.origin().offset()))
                .map(Waiting::failures)
                .orElse(0);
    }

    public synchronized void remove(Submission submission) {
        Waiting removed = byOffset.remove(submission.origin().offset());
        if (removed != null) {
            bytes -= size(removed.submission());
        }
    }

    public synchronized void clear() {
        byOffset.clear();
        bytes = 0;
        next = 0;
    }

    /** The offset to commit once this submission is answered. */
    public synchronized long nextAfter(Submission answered) {
        return byOffset.keySet().stream()
                .filter(offset -> offset != answered.origin().offset())
                .findFirst()
                .orElse(next);
    }

    /** Those that can be answered now. Of several with one key none overtakes another. */
    public synchronized List<Waiting> ready() {
        List<Waiting> ready = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (Waiting each : byOffset.values()) {
            String key = each.submission().origin().key();
            if (!keys.contains(key) && each.reason().isOver()) {
                ready.add(each);
            } else if (!key.isEmpty()) {
                keys.add(key);
            }
        }
        return ready;
    }

    /** Whether another submission may be read. */
    public synchronized boolean hasRoom() {
        return byOffset.isEmpty()
                || byOffset.size() < MOST && bytes < MOST_BYTES && next - byOffset.firstKey() < LONGEST_LEAD;
    }

    /** The group's generation in which all of them were read; nothing where none waits. */
    public synchronized Optional<Integer> generation() {
        return byOffset.isEmpty() ? Optional.empty() : Optional.of(generation);
    }

    synchronized int size() {
        return byOffset.size();
    }

    /** What a submission waits for; nothing where it does not. */
    public synchronized Optional<String> reason(long offset) {
        return Optional.ofNullable(byOffset.get(offset))
                .map(waiting -> waiting.reason().text());
    }

    /** How many wait for what. */
    public synchronized String summary() {
        return byOffset.values().stream()
                .collect(Collectors.groupingBy(each -> each.reason().text(), TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map((Map.Entry<String, Long> each) -> each.getValue() + " for " + each.getKey())
                .collect(Collectors.joining(", "));
    }

    private static long size(Submission submission) {
        return submission.value().map(value -> value.length).orElse(0);
    }
}
