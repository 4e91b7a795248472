package dev.atelier.results.fleet;

import dev.atelier.contracts.job.Family;
import dev.atelier.results.projection.JobState;
import dev.atelier.results.view.BacklogReader;
import dev.atelier.results.view.BacklogReader.Group;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Sets the jobs of each family beside the trainers that are there to run them. */
@Singleton
public final class Fleet {
    private final BacklogReader backlog;
    private final Workers workers;

    public Fleet(BacklogReader backlog, Workers workers) {
        this.backlog = backlog;
        this.workers = workers;
    }

    public List<FamilyFleet> families() {
        List<Group> groups = backlog.groups();
        Map<Family, Optional<Integer>> trainers = workers.byFamily();
        return Stream.of(Family.values())
                .map(family -> FamilyFleet.of(
                        family.jsonName(),
                        trainers.getOrDefault(family, Optional.empty()),
                        jobs(groups, family, JobState.QUEUED).map(Group::jobs).orElse(0L),
                        jobs(groups, family, JobState.RUNNING).map(Group::jobs).orElse(0L),
                        jobs(groups, family, JobState.QUEUED).flatMap(Group::oldestQueuedAt)))
                .toList();
    }

    private static Optional<Group> jobs(List<Group> groups, Family family, JobState state) {
        return groups.stream()
                .filter(group -> group.family().equals(family.jsonName())
                        && group.state().equals(state.name()))
                .findFirst();
    }
}
