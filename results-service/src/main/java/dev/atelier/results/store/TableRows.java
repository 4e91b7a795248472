package dev.atelier.results.store;

import dev.atelier.contracts.event.JobCompleted.Artifact;
import dev.atelier.contracts.event.JobCompleted.ClassScore;
import dev.atelier.contracts.event.JobCompleted.Mistake;
import dev.atelier.contracts.event.JobCompleted.Model;
import dev.atelier.contracts.event.JobCompleted.ReliabilityBin;
import dev.atelier.contracts.event.JobCompleted.TestResult;
import dev.atelier.contracts.event.JobStarted.Checkpoint;
import dev.atelier.contracts.job.Continuation;
import dev.atelier.contracts.job.Priority;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.results.projection.EpochRow;
import dev.atelier.results.projection.JobRow.Ending;
import dev.atelier.results.projection.JobRow.Queueing;
import dev.atelier.results.projection.JobRow.Result;
import dev.atelier.results.projection.JobRow.Waiting;
import dev.atelier.results.projection.Labels;
import dev.atelier.results.projection.LogPosition;
import dev.atelier.results.projection.ResultFiles.Deletion;
import dev.atelier.results.projection.ResultFiles.Pin;
import dev.atelier.results.projection.ResultFiles.Restoration;
import dev.atelier.results.sql.RowParts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jdbi.v3.core.mapper.PropagateNull;

/** The parts of rows whose columns have other names than their records' components: parameters have the columns' names. */
final class TableRows {
    static final RowParts PARTS = RowParts.of(
            TableRows.class,
            LogPosition.class,
            EpochRow.class,
            Checkpoint.class,
            Queueing.class,
            Waiting.class,
            Ending.class,
            Result.class,
            Deletion.class,
            Restoration.class,
            Pin.class,
            Labels.class);

    private TableRows() {}

    static LogPosition position(int logPartition, long logOffset) {
        return new LogPosition(logPartition, logOffset);
    }

    static EpochRow epoch(
            String job,
            int epoch,
            int epochs,
            int attempt,
            SortedMap<String, Double> metrics,
            double learningRate,
            double samplesPerSecond,
            double seconds,
            double gradientNorm,
            double dataWaitShare,
            long peakMemoryBytes,
            Instant completedAt,
            int logPartition,
            long logOffset) {
        return new EpochRow(
                job,
                epoch,
                epochs,
                attempt,
                metrics,
                learningRate,
                samplesPerSecond,
                seconds,
                gradientNorm,
                dataWaitShare,
                peakMemoryBytes,
                completedAt,
                new LogPosition(logPartition, logOffset));
    }

    @PropagateNull("resumedFromRun")
    static Checkpoint checkpoint(String resumedFromRun, int resumedFromEpoch) {
        return new Checkpoint(resumedFromRun, resumedFromEpoch);
    }

    @PropagateNull("submission")
    static Queueing queueing(
            String submission,
            int round,
            String datasetKey,
            Instant queuedAt,
            Optional<String> extendsJob,
            Optional<Integer> extendsEpoch,
            String priority,
            Optional<String> owner,
            int requestedRound) {
        return new Queueing(
                submission,
                round,
                datasetKey,
                queuedAt,
                extendsJob.map(job -> new Continuation(job, extendsEpoch.orElseThrow())),
                Priority.of(priority),
                owner,
                requestedRound);
    }

    @PropagateNull("waitingReason")
    static Waiting waiting(String waitingTrainer, String waitingKind, String waitingReason, Instant waitingSince) {
        return new Waiting(waitingTrainer, waitingKind, waitingReason, waitingSince);
    }

    @PropagateNull("endEvent")
    static Ending ending(String endEvent, Optional<String> failureKind, Optional<String> reason, Instant endedAt) {
        return new Ending(endEvent, failureKind, reason, endedAt);
    }

    @PropagateNull("artifactsDeletedAt")
    static Deletion deletion(String artifactsDeletedReason, long artifactsDeletedBytes, Instant artifactsDeletedAt) {
        return new Deletion(artifactsDeletedReason, artifactsDeletedBytes, artifactsDeletedAt);
    }

    @PropagateNull("restorationSubmission")
    static Restoration restoration(
            String restorationSubmission,
            JobState restorationState,
            int restorationEpoch,
            Optional<String> restorationReason,
            Instant restorationAt) {
        return new Restoration(
                restorationSubmission, restorationState, restorationEpoch, restorationReason, restorationAt);
    }

    @PropagateNull("pinnedSince")
    static Pin pin(Optional<String> pinReason, Instant pinnedSince) {
        return new Pin(pinReason, pinnedSince);
    }

    /** @param submittedName absent where that is the name */
    @PropagateNull("editedAt")
    static Labels labels(
            String name,
            Optional<String> submittedName,
            String notes,
            Optional<Map<String, String>> editedTags,
            boolean archived,
            Instant editedAt,
            String editedBy,
            long editRecord) {
        return new Labels(
                submittedName.map(submitted -> name), notes, editedTags, archived, editedAt, editedBy, editRecord);
    }

    @PropagateNull("resultAttempt")
    static Result result(
            int resultAttempt,
            int epochsTrained,
            int bestEpoch,
            int testedEpoch,
            double testAccuracy,
            double testLoss,
            double calibrationError,
            SortedMap<String, Double> testMetrics,
            List<List<Integer>> confusion,
            List<ClassScore> classScores,
            List<ReliabilityBin> reliability,
            List<Mistake> mistakes,
            String modelPath,
            String modelSha256,
            long parameters,
            List<Artifact> artifacts,
            double trainingSeconds) {
        return new Result(
                resultAttempt,
                epochsTrained,
                bestEpoch,
                testedEpoch,
                new TestResult(
                        testAccuracy,
                        testLoss,
                        calibrationError,
                        testMetrics,
                        confusion,
                        classScores,
                        reliability,
                        mistakes),
                new Model(modelPath, modelSha256, parameters),
                artifacts,
                trainingSeconds);
    }
}
