package dev.atelier.trainer.run;

import dev.atelier.contracts.check.Counted;
import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.TrainingSpec.EarlyStopping;
import dev.atelier.contracts.joblog.JobLogEvent;
import dev.atelier.contracts.json.NumberText;
import dev.atelier.trainer.algorithm.Compute;
import dev.atelier.trainer.checkpoint.Checkpoint;
import dev.atelier.trainer.log.JobLog;
import dev.atelier.trainer.log.LoggedEpochs;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The lines of a run in the log of its job: from where it starts, its epochs and checkpoints, and its result. */
record RunLog(JobLog log, Job job) {
    private static final double PERCENT = 100;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double BYTES_PER_MEGABYTE = 1e6;

    void start(Optional<Checkpoint> resumed, Compute compute) {
        String where = format("on %s, %s", compute.device(), Counted.of(compute.threads(), "thread"));
        resumed.ifPresentOrElse(
                checkpoint -> log.info(
                        JobLogEvent.RESUMED,
                        format(
                                "Training resumes after epoch %d of %d, from the checkpoint of run %s, %s",
                                checkpoint.epoch(), epochs(), checkpoint.run(), where)),
                () -> log.info(
                        JobLogEvent.STARTED, format("Training starts: %s %s", Counted.of(epochs(), "epoch"), where)));
    }

    void checkpoint(Checkpoint checkpoint, long nanos) {
        if (LoggedEpochs.isLogged(checkpoint.epoch())) {
            log.info(
                    JobLogEvent.CHECKPOINT,
                    format(
                            "Checkpoint after epoch %d: %.1f MB in %.0f ms",
                            checkpoint.epoch(), checkpoint.bytes() / BYTES_PER_MEGABYTE, nanos / NANOS_PER_MILLI));
        }
    }

    void epoch(EpochCompleted epoch) {
        if (LoggedEpochs.isLogged(epoch.epoch())) {
            log.info(
                    JobLogEvent.EPOCH,
                    format(
                            "Epoch %d of %d in %.2f s: training loss %.4f, accuracy %.2f %%; validation loss %.4f,"
                                    + " accuracy %.2f %%; learning rate %s",
                            epoch.epoch(),
                            epochs(),
                            epoch.seconds(),
                            epoch.train().loss(),
                            PERCENT * epoch.train().accuracy(),
                            epoch.validation().loss(),
                            PERCENT * epoch.validation().accuracy(),
                            NumberText.of(epoch.learningRate())));
        }
    }

    /** The epochs are over, maybe earlier than requested. */
    void endOfEpochs(int completed) {
        @Nullable EarlyStopping early = job.training().earlyStopping();
        if (early != null && completed < epochs()) {
            log.info(
                    JobLogEvent.STOPPED_EARLY,
                    format(
                            "Training stops after epoch %d of %d: no improvement of %s, with a patience of %s",
                            completed, epochs(), early.monitor(), Counted.of(early.patience(), "epoch")));
        }
    }

    void result(JobCompleted completed) {
        log.info(
                JobLogEvent.COMPLETED,
                format(
                        "Completed after %s and %s: test accuracy %.2f %%, loss %.4f, with the weights of epoch %d",
                        Counted.of(completed.epochs(), "epoch"),
                        seconds(completed.seconds()),
                        PERCENT * completed.test().accuracy(),
                        completed.test().loss(),
                        completed.testedEpoch()));
    }

    private int epochs() {
        return job.training().epochs();
    }

    private static String seconds(double seconds) {
        Duration rounded = Duration.ofSeconds(Math.round(seconds));
        return rounded.toMinutes() == 0
                ? format("%.1f s", seconds)
                : format("%d min %d s", rounded.toMinutes(), rounded.toSecondsPart());
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }
}
