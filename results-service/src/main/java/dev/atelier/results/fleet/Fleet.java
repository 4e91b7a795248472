package dev.atelier.results.fleet;

import dev.atelier.contracts.family.Families;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.results.view.BacklogReader;
import dev.atelier.results.view.BacklogReader.Group;
import dev.atelier.results.view.JobSummary;
import dev.atelier.results.view.SuspendedTrainerReader;
import dev.atelier.results.view.SuspendedTrainerReader.Suspended;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sets the jobs of each family beside the trainers that are there to run them. */
@Singleton
public final class Fleet {
    private static final int OTHERS = 20;

    private final BacklogReader backlog;
    private final SuspendedTrainerReader suspended;
    private final ShareGroupMembers workers;
    private final QueueReader queues;

    public Fleet(
            BacklogReader backlog, SuspendedTrainerReader suspended, ShareGroupMembers workers, QueueReader queues) {
        this.backlog = backlog;
        this.suspended = suspended;
        this.workers = workers;
        this.queues = queues;
    }

    /**
     * Why a job waits: no trainer runs jobs of its family, or those that do are suspended. Nothing where it does not wait,
     * has a reason of its own, or waits for its turn.
     */
    public Optional<String> reasonToWait(JobSummary job) {
        if (job.state() != JobState.QUEUED || job.reason().isPresent() && !job.isPreempted()) {
            return Optional.empty();
        }
        Family family = new Family(job.family());
        return FamilyFleet.reason(
                family.name(), workers.byFamily().getOrDefault(family, Optional.empty()), of(suspended.all(), family));
    }

    /** Why a job waits; nothing where it does not. */
    public Optional<Wait> findWait(JobSummary job) {
        return Optional.ofNullable(findWaits(List.of(job)).get(job.id()));
    }

    /** Why those of these jobs wait that do, by their ids. */
    public Map<String, Wait> findWaits(List<JobSummary> jobs) {
        List<JobSummary> waiting =
                jobs.stream().filter(job -> job.state() == JobState.QUEUED).toList();
        if (waiting.isEmpty()) {
            return Map.of();
        }
        QueueReader.Queues read = queues.read(waiting);
        List<Suspended> out = suspended.all();
        Map<Family, Optional<Integer>> trainers = workers.byFamily();
        return waiting.stream().collect(Collectors.toMap(JobSummary::id, job -> {
            Family family = new Family(job.family());
            Optional<Integer> present = trainers.getOrDefault(family, Optional.empty());
            return Wait.of(job, present, FamilyFleet.reason(family.name(), present, of(out, family)), read);
        }));
    }

    /** The families that are known, and at most {@value #OTHERS} others that there are jobs of. */
    public List<FamilyFleet> families() {
        List<Group> groups = backlog.openGroups();
        List<Suspended> out = suspended.all();
        Map<Family, Optional<Integer>> trainers = workers.byFamily();
        Stream<Family> others = backlog.families(OTHERS + Families.known().size()).stream()
                .map(Family::new)
                .filter(family -> !Families.contains(family))
                .limit(OTHERS);
        return Stream.concat(Families.known().stream(), others)
                .map(family -> FamilyFleet.of(
                        family.name(),
                        trainers.getOrDefault(family, Optional.empty()),
                        of(out, family),
                        jobs(groups, family, JobState.QUEUED).map(Group::jobs).orElse(0L),
                        jobs(groups, family, JobState.RUNNING).map(Group::jobs).orElse(0L),
                        jobs(groups, family, JobState.QUEUED).flatMap(Group::oldestQueuedAt)))
                .toList();
    }

    private static List<Suspended> of(List<Suspended> trainers, Family family) {
        return trainers.stream()
                .filter(trainer -> trainer.family().equals(family.name()))
                .toList();
    }

    private static Optional<Group> jobs(List<Group> groups, Family family, JobState state) {
        return groups.stream()
                .filter(group -> group.family().equals(family.name()) && group.state() == state)
                .findFirst();
    }
}
