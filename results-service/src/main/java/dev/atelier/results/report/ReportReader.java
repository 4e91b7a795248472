package dev.atelier.results.report;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.study.Study;
import dev.atelier.results.projection.JobHistory;
import dev.atelier.results.sql.Sql;
import dev.atelier.results.sql.StoredText;
import dev.atelier.results.store.JobHistories;
import dev.atelier.results.view.Reading;
import dev.atelier.results.view.study.StudyReader;
import dev.atelier.results.view.study.StudyView;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** Reads what a report is made of. */
@Singleton
final class ReportReader {
    /** About how many epochs a report reads in all. */
    private static final int MOST_EPOCHS = 20_000;

    private final StudyReader studies;
    private final Reading reading;

    ReportReader(StudyReader studies, Reading reading) {
        this.studies = studies;
        this.reading = reading;
    }

    /**
     * A study with everything known of its jobs.
     *
     * @param datasets the published datasets by their keys
     */
    record Read(StudyView.Summary study, List<Experiment> experiments, Map<String, DatasetManifest> datasets) {}

    Optional<Read> find(String id) {
        return studies.find(id).map(this::read);
    }

    /** A job with everything known of it, and the published datasets by their keys. */
    record ReadJob(JobHistory job, Map<String, DatasetManifest> datasets) {}

    Optional<ReadJob> job(String id) {
        return reading.read(connection -> {
            Optional<JobHistory> job = Optional.ofNullable(
                    JobHistories.sample(connection, List.of(id), MOST_EPOCHS).get(id));
            return job.isEmpty() ? Optional.empty() : Optional.of(new ReadJob(job.get(), datasets(connection)));
        });
    }

    /** Those of these jobs that are known, with everything known of them, by their ids in the order requested. */
    SequencedMap<String, JobHistory> jobs(List<String> ids) {
        return reading.read(connection -> {
            Map<String, JobHistory> known = JobHistories.sample(
                    connection, ids.stream().map(StoredText::plain).toList(), MOST_EPOCHS);
            SequencedMap<String, JobHistory> inOrder = new LinkedHashMap<>();
            ids.stream().filter(known::containsKey).forEach(id -> inOrder.put(id, known.get(id)));
            return inOrder;
        });
    }

    private Read read(StudyView.Detail detail) {
        List<String> ids =
                detail.members().stream().map(StudyView.Member::job).distinct().toList();
        return reading.read(connection -> {
            Map<String, JobHistory> jobs = JobHistories.sample(connection, ids, MOST_EPOCHS);
            Study study = Sql.one(
                            connection,
                            "SELECT request FROM submissions WHERE id = ?",
                            Study.class,
                            detail.summary().submission())
                    .orElseThrow(() -> new IllegalStateException(
                            "study " + detail.summary().id() + " has no submission; rebuild"));
            return new Read(detail.summary(), experiments(study, detail, jobs), datasets(connection));
        });
    }

    private static Map<String, DatasetManifest> datasets(Connection connection) throws SQLException {
        return Sql.list(connection, "SELECT manifest FROM datasets", DatasetManifest.class).stream()
                .collect(Collectors.toMap(DatasetManifest::key, manifest -> manifest));
    }

    /** The parts of a study that have jobs. Two of one name, which earlier versions accepted, are one: so are their jobs. */
    private static List<Experiment> experiments(Study study, StudyView.Detail detail, Map<String, JobHistory> jobs) {
        SequencedMap<String, Study> parts = new LinkedHashMap<>();
        study.all().forEach(part -> parts.putIfAbsent(part.study(), part));
        List<Experiment> experiments = new ArrayList<>();
        int number = 0;
        for (Study part : parts.values()) {
            number++;
            Experiment experiment = experiment("part-" + number, part, detail, jobs);
            if (!experiment.variants().isEmpty()) {
                experiments.add(experiment);
            }
        }
        return experiments;
    }

    private static Experiment experiment(
            String anchor, Study part, StudyView.Detail detail, Map<String, JobHistory> jobs) {
        List<Experiment.Variant> variants = detail.compared().stream()
                .filter(row -> row.experiment().equals(part.study()))
                .map(row -> variant(row, detail, jobs))
                .toList();
        return new Experiment(anchor, part, variants).inOrder();
    }

    private static Experiment.Variant variant(
            StudyView.VariantRow row, StudyView.Detail detail, Map<String, JobHistory> jobs) {
        List<StudyView.Member> members = detail.members().stream()
                .filter(member -> member.experiment().equals(row.experiment())
                        && member.variant().equals(row.variant()))
                .toList();
        SequencedMap<String, JobHistory> known = new LinkedHashMap<>();
        members.forEach(
                member -> Optional.ofNullable(jobs.get(member.job())).ifPresent(job -> known.put(member.job(), job)));
        return new Experiment.Variant(row, members, known);
    }
}
