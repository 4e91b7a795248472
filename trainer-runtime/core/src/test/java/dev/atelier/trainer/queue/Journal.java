package dev.atelier.trainer.queue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** What test workers did, in order of time, and the two promises of the queue checked against it. */
final class Journal {
    enum What {
        BEGAN,
        STEP,
        FINISHED,
        INTERRUPTED
    }

    /** One thing that a worker did to a job, by a clock that all workers of one machine share. */
    record Entry(long nanos, String worker, String job, What what) {
        String line() {
            return nanos + " " + worker + " " + job + " " + what;
        }

        static Entry parse(String line) {
            String[] words = line.split(" ");
            return new Entry(Long.parseLong(words[0]), words[1], words[2], What.valueOf(words[3]));
        }
    }

    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    void add(Entry entry) {
        entries.add(entry);
    }

    List<Entry> of(What what) {
        return entries.stream().filter(entry -> entry.what() == what).toList();
    }

    List<String> jobs(What what) {
        return of(what).stream().map(Entry::job).toList();
    }

    Optional<Entry> began(String job, String worker) {
        return of(What.BEGAN).stream()
                .filter(entry -> entry.job().equals(job) && entry.worker().equals(worker))
                .findFirst();
    }

    /** Every entry of a worker about a job that stands after another worker began the same job. */
    List<Entry> wordsOfFormerHolders() {
        List<Entry> late = new ArrayList<>();
        Map<String, String> holders = new HashMap<>();
        entries.stream()
                .sorted((one, other) -> Long.compare(one.nanos(), other.nanos()))
                .forEach(entry -> {
                    if (entry.what() == What.BEGAN) {
                        holders.put(entry.job(), entry.worker());
                    } else if (entry.what() != What.INTERRUPTED
                            && !entry.worker().equals(holders.get(entry.job()))) {
                        late.add(entry);
                    }
                });
        return late;
    }
}
