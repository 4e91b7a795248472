package dev.atelier.cli.result;

import dev.atelier.cli.client.StudyResponse;
import dev.atelier.cli.terminal.Colour;
import dev.atelier.cli.terminal.TextTable;
import dev.atelier.cli.terminal.TimeText;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Studies in a table: how they stand, and their best variants. */
public final class StudyListTable {
    private static final String NONE = "-";

    private StudyListTable() {}

    /**
     * A row for each study.
     *
     * @param ends by the study's id, when the last of its jobs ended
     * @param now until when studies with open jobs have run
     */
    public static TextTable of(Collection<StudyResponse> studies, Map<String, Instant> ends, Instant now) {
        TextTable table = new TextTable(
                        "study",
                        "?~name",
                        "state",
                        ">jobs",
                        "~best variant",
                        ">figure",
                        "?metric",
                        "?submitted",
                        "?>duration")
                .colour("state", Colour::ofState);
        for (StudyResponse study : studies) {
            table.row(
                    study.id(),
                    study.name(),
                    study.state(),
                    study.completed() + "/" + study.jobs(),
                    BestVariant.label(study),
                    BestVariant.figure(study),
                    metric(study),
                    TimeText.minute(study.acceptedAt()),
                    duration(study, Optional.ofNullable(ends.get(study.id())), now));
        }
        return table;
    }

    private static String metric(StudyResponse study) {
        String metrics = study.choices().stream()
                .map(choice -> choice.objective().title())
                .distinct()
                .collect(Collectors.joining(", "));
        return metrics.isEmpty() ? study.objective().title() : metrics;
    }

    /** From when it was accepted to the end of its last job, or until now. */
    private static String duration(StudyResponse study, Optional<Instant> ended, Instant now) {
        Optional<Instant> end = study.hasEnded() ? ended : Optional.of(now);
        return study.acceptedAt() == null || end.isEmpty()
                ? NONE
                : TimeText.lasted(Duration.between(Objects.requireNonNull(study.acceptedAt()), end.get()));
    }
}
