package dev.atelier.dataset.coordination.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.Priority;
import dev.atelier.contracts.study.StudyExpansion.Member;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.kafka.OversizedRecords;
import dev.atelier.search.study.SearchDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;

/** What a submission requests, once it has been read. */
public sealed interface Request {

    /**
     * It can be run.
     *
     * @param isStudy whether it is a study, not a single job
     * @param name the study's or the job's
     * @param written what was submitted, whole
     * @param members its jobs
     * @param search what the study searches; nothing where all its jobs are known
     */
    record Sound(
            boolean isStudy, String name, JsonNode written, List<Member> members, Optional<SearchDefinition> search)
            implements Request {
        /** A single job. */
        public static Sound ofJob(JsonNode written, Job job) {
            return new Sound(false, job.name(), written, List.of(new Member("", job.name(), job)), Optional.empty());
        }
    }

    /**
     * A completed job is to be trained again, because its files were deleted.
     *
     * @param written what was submitted, whole
     * @param job the job's id
     * @param priority how urgent it is
     */
    record Restoration(JsonNode written, String job, Priority priority) implements Request {}

    /**
     * A completed job is to be trained for more epochs.
     *
     * @param written what was submitted, whole
     * @param job the job's id
     * @param epochs how many it is to have
     * @param priority how urgent it is
     */
    record Extension(JsonNode written, String job, int epochs, Priority priority) implements Request {}

    /**
     * Nothing is wrong with it, but its datasets are not all there yet.
     *
     * @param datasets those that are still being fetched or published
     */
    record Pending(SortedSet<String> datasets) implements Request {}

    /** It takes longer to check than the time that was given. */
    record Unchecked() implements Request {}

    /**
     * It cannot.
     *
     * @param violations never empty
     */
    record Wrong(Reason reason, List<Violation> violations) implements Request {
        /** Its check takes longer than any may. */
        static Wrong takesTooLong(Duration limit) {
            Violation violation = new Violation(
                    "",
                    "too much to check within " + limit.toSeconds() + " s of processor time",
                    "fewer jobs, or several submissions");
            return new Wrong(Reason.TIME, List.of(violation));
        }

        /** It is compressed, and unpacks to more than this service can hold. */
        static Wrong tooLargeToUnpack() {
            Violation violation = new Violation(
                    "", "a record that " + OversizedRecords.REASON, "at most " + Topics.LARGEST_SUBMISSION + " bytes");
            return new Wrong(Reason.SIZE, List.of(violation));
        }

        /** Its answer is larger than one record can hold. */
        public static Wrong tooManyJobs() {
            Violation violation = new Violation("", "too large for one answer", "fewer jobs, or several submissions");
            return new Wrong(Reason.SIZE, List.of(violation));
        }
    }

    /** Why submissions are rejected, in one word for meters. */
    public enum Reason {
        SIZE,
        SYNTAX,
        SCHEMA,
        DATASET,
        /** The job cannot be restored as it stands. */
        RESTORE,
        /** The job cannot be extended as it stands. */
        EXTEND,
        /** The check takes too long. */
        TIME,
        INTERNAL;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
