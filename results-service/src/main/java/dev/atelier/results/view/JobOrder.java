package dev.atelier.results.view;

import java.util.Locale;

/** In which order to list jobs. Jobs that lack what they are ordered by come last. */
public enum JobOrder {
    LATEST("latest queued", "queued_at DESC NULLS LAST"),
    NAME("name", "name"),
    TEST("best test accuracy", "test_accuracy DESC NULLS LAST"),
    VALIDATION("best validation accuracy", "validation_accuracy DESC NULLS LAST") {
        @Override
        String ofJobs() {
            return """
                    (SELECT e.validation_accuracy FROM epochs e
                      WHERE e.job = jobs.id ORDER BY e.epoch DESC LIMIT 1) DESC NULLS LAST, id""";
        }
    },
    DURATION("longest training", "training_seconds DESC NULLS LAST");

    private final String label;
    private final String sql;

    JobOrder(String label, String sql) {
        this.label = label;
        this.sql = sql;
    }

    /** For people. */
    public String label() {
        return label;
    }

    /** In addresses. */
    public String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The order in terms of the view {@code job_list}. */
    String ofList() {
        return sql + ", id";
    }

    /** The same order in terms of the table {@code jobs}, which is quicker to go through. */
    String ofJobs() {
        return ofList();
    }
}
