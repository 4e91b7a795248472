package dev.atelier.dataset.submission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.schema.Violation;
import dev.atelier.contracts.study.StudyExpansion.Member;
import java.util.List;
import java.util.Locale;

/** What a submission asks for, once it has been read. */
sealed interface Request {

    /**
     * It can be run.
     *
     * @param isStudy whether it is a study, not a single job
     * @param name the study's or the job's
     * @param written what was submitted, whole
     * @param members its jobs
     */
    record Sound(boolean isStudy, String name, JsonNode written, List<Member> members) implements Request {
        static Sound ofJob(JsonNode written, Job job) {
            return new Sound(false, job.name(), written, List.of(new Member("", job.name(), job)));
        }
    }

    /**
     * It cannot.
     *
     * @param violations never empty
     */
    record Wrong(Reason reason, List<Violation> violations) implements Request {
        /** It comes to more than one record of an answer can hold. */
        static Wrong tooManyJobs() {
            Violation violation = new Violation("", "too much for one answer", "fewer jobs, or several submissions");
            return new Wrong(Reason.SIZE, List.of(violation));
        }
    }

    /** Why submissions are rejected, in one word for meters. */
    enum Reason {
        SIZE,
        SYNTAX,
        SCHEMA,
        DATASET,
        /** The check takes too long. */
        TIME,
        INTERNAL;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
