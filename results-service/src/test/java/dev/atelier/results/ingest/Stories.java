package dev.atelier.results.ingest;

import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.LabelEdit;
import dev.atelier.contracts.job.Priority;
import dev.atelier.results.SampleEvents;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What may happen to jobs, many of them at once: crashes, resumes, cancellations, late events, events published twice. */
final class Stories {
    private final Random random;

    Stories(long seed) {
        this.random = new Random(seed);
    }

    /** The stories of so many jobs, woven into each other; each job's own order is kept. */
    List<Event> woven(int jobs) {
        List<Deque<Event>> stories = new ArrayList<>();
        stories.add(new ArrayDeque<>(List.of(SampleEvents.dataset(), SampleEvents.dataset())));
        stories.add(new ArrayDeque<>(List.of(SampleEvents.rejected("rejected"), SampleEvents.rejected("rejected"))));
        stories.add(new ArrayDeque<>(List.of(SampleEvents.study("study-1", "depth-12345678", "job-0", "job-1"))));
        stories.add(new ArrayDeque<>(List.of(SampleEvents.study("study-2", "depth-12345678", "job-0", "job-1"))));
        stories.add(new ArrayDeque<>(List.of(
                SampleEvents.editedStudy("depth-12345678", edit("depth"), 1),
                SampleEvents.editedStudy("depth-12345678", edit("depth"), 2),
                SampleEvents.editedStudy("depth-12345678", edit("depth"), 1))));
        for (int job = 0; job < jobs; job++) {
            stories.add(story("job-" + job));
        }
        List<Event> woven = new ArrayList<>();
        while (!stories.isEmpty()) {
            Deque<Event> next = stories.get(random.nextInt(stories.size()));
            Event event = next.removeFirst();
            woven.add(event);
            if (random.nextInt(10) == 0) {
                woven.add(event);
            }
            stories.removeIf(Deque::isEmpty);
        }
        return woven;
    }

    private LabelEdit edit(String of) {
        return new LabelEdit(
                random.nextBoolean() ? "name of " + of : null,
                random.nextBoolean() ? "a line\nand another" : null,
                random.nextBoolean() ? Map.of("of", of) : null,
                random.nextBoolean() ? random.nextBoolean() : null);
    }

    private Event queued(String job, int round) {
        Priority priority = Priority.values()[random.nextInt(Priority.values().length)];
        return SampleEvents.queued(job, round, priority, random.nextBoolean() ? "ada" : null);
    }

    private Deque<Event> story(String job) {
        Deque<Event> story = new ArrayDeque<>();
        story.add(random.nextBoolean() ? queued(job, 1) : SampleEvents.related(job));
        int round = 1;
        story.add(SampleEvents.edited(job, edit(job), random.nextInt(10)));
        int done = 0;
        String last = "";
        int runs = 1 + random.nextInt(3);
        for (int run = 1; run <= runs; run++) {
            String name = job + "-run-" + run;
            boolean fresh = done == 0 || random.nextInt(4) == 0;
            story.add(fresh ? SampleEvents.started(job, name) : SampleEvents.resumed(job, name, last, done));
            done = fresh ? 0 : done;
            for (int epoch = 1; epoch <= done; epoch++) {
                story.add(SampleEvents.epoch(job, last, epoch).publishedBy(0, name));
            }
            int until = run == runs ? 5 : Math.min(5, done + random.nextInt(3));
            for (int epoch = done + 1; epoch <= until; epoch++) {
                story.add(SampleEvents.epoch(job, name, epoch));
            }
            done = until;
            if (random.nextInt(4) == 0) {
                story.add(SampleEvents.released(job, name, 30));
            }
            if (random.nextInt(4) == 0) {
                story.add(SampleEvents.released(job, name + "-without-start", 31));
            }
            if (run < runs && random.nextInt(4) == 0) {
                story.add(SampleEvents.preempted(job, round, name, done));
                story.add(queued(job, ++round));
            }
            if (run > 1 && random.nextBoolean()) {
                story.add(SampleEvents.completed(job, last, 0.1));
            }
            last = name;
        }
        switch (random.nextInt(5)) {
            case 0 -> story.add(SampleEvents.failed(job, last));
            case 1 -> story.add(SampleEvents.cancelled(job, random.nextBoolean() ? last : null));
            case 2 -> {
                story.add(SampleEvents.failed(job, null));
                story.add(SampleEvents.queued(job, 2));
            }
            default -> {
                story.add(SampleEvents.completed(job, last, 0.8 + random.nextDouble() / 10));
                if (random.nextBoolean()) {
                    restorations(job, story);
                }
            }
        }
        story.add(SampleEvents.edited(job, edit(job), random.nextInt(10)));
        return story;
    }

    /** The files of a completed job are deleted and asked for again, which may fail any number of times. */
    private void restorations(String job, Deque<Event> story) {
        story.add(SampleEvents.artifactsDeleted(job, 100));
        int rounds = 1 + random.nextInt(3);
        for (int round = 2; round < 2 + rounds; round++) {
            String run = job + "-restoring-" + round;
            story.add(SampleEvents.restoring(job, round));
            if (random.nextInt(4) == 0) {
                story.add(SampleEvents.failed(job, null));
                continue;
            }
            story.add(SampleEvents.started(job, run));
            int until = random.nextInt(6);
            for (int epoch = 1; epoch <= until; epoch++) {
                story.add(SampleEvents.epoch(job, run, epoch));
            }
            switch (random.nextInt(5)) {
                case 0 -> story.add(SampleEvents.failed(job, run));
                case 1 -> story.add(SampleEvents.cancelled(job, run));
                case 2 -> story.add(SampleEvents.released(job, run, 110));
                case 3 -> story.add(SampleEvents.completed(job, run, 0.1, "f".repeat(64)));
                default -> {
                    story.add(SampleEvents.completed(job, run, 0.85));
                    return;
                }
            }
        }
    }
}
