package dev.atelier.cli.invocation;

import dev.atelier.cli.client.LookupMatch;
import dev.atelier.cli.client.LookupMatch.Matches;
import dev.atelier.cli.client.ResultsService;
import dev.atelier.cli.client.ServiceException;
import dev.atelier.cli.client.StudyResponse;
import dev.atelier.cli.hint.Hints;
import dev.atelier.cli.stack.service.StackException;
import dev.atelier.cli.terminal.TextTable;
import dev.atelier.cli.terminal.TimeText;
import dev.atelier.contracts.job.JobId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Turns what a person typed into one job or one study. It can be an id, a name, or at least four characters that the id begins
 * with; an id is preferred to a name, and a name to the beginning of an id and to a name in other case. The name of a study is
 * that of the latest one. {@code job:} or {@code study:} before it chooses between a job and a study.
 */
public final class Lookup {
    private static final int NAMED = 20;
    private static final Pattern STUDY_ID = Pattern.compile(".+-[0-9a-f]{8}");

    private final ResultsService results;
    private final Hints hints;

    Lookup(ResultsService results, Hints hints) {
        this.results = results;
        this.hints = hints;
    }

    private enum Kind {
        JOB,
        STUDY,
        EITHER
    }

    /** What was typed, without the kind before it. */
    private record Typed(Kind kind, String text) {
        static Typed of(String typed, Kind allowed) {
            for (Kind kind : List.of(Kind.JOB, Kind.STUDY)) {
                String before = kind.name().toLowerCase(Locale.ROOT) + ":";
                if (typed.startsWith(before) && (allowed == kind || allowed == Kind.EITHER)) {
                    return new Typed(kind, typed.substring(before.length()).strip());
                }
            }
            return new Typed(allowed, typed.strip());
        }

        /** Whether it has the form of a study's id, and what it is for needs no results of the study. */
        boolean canBeNewStudy() {
            return kind == Kind.EITHER && STUDY_ID.matcher(text).matches();
        }

        LookupMatch asStudy() {
            return new LookupMatch(LookupMatch.STUDY, "id", text, "", "", 0, 0, null);
        }

        boolean fits(LookupMatch match) {
            return kind == Kind.EITHER || (kind == Kind.JOB) == match.isJob();
        }
    }

    /**
     * The id of the job.
     *
     * @throws StackException if there is none, or several
     */
    public String job(String typed) {
        return find(typed, Kind.JOB).id();
    }

    /**
     * The id of the study.
     *
     * @throws StackException if there is none, or several
     */
    public String study(String typed) {
        return find(typed, Kind.STUDY).id();
    }

    /**
     * The job or the study.
     *
     * @throws StackException if there is none, or several
     */
    public LookupMatch jobOrStudy(String typed) {
        return find(typed, Kind.EITHER);
    }

    /** A name may begin like a choice between a job and a study. */
    private LookupMatch find(String typed, Kind allowed) {
        Typed meant = Typed.of(typed, allowed);
        Typed whole = new Typed(allowed, typed.strip());
        boolean isName = !meant.equals(whole) && !isKnown(meant) && isKnown(whole);
        return find(isName ? whole : meant);
    }

    private boolean isKnown(Typed typed) {
        return JobId.isValid(typed.text().toLowerCase(Locale.ROOT))
                || matches(typed).items().stream().anyMatch(typed::fits);
    }

    private LookupMatch find(Typed typed) {
        String id = typed.text().toLowerCase(Locale.ROOT);
        if (typed.kind() != Kind.STUDY && JobId.isValid(id)) {
            // It may be newer than what the results-service has read.
            return new LookupMatch(LookupMatch.JOB, "id", id, "", "", 1, 0, null);
        }
        Matches found = matches(typed);
        List<LookupMatch> fitting = found.items().stream().filter(typed::fits).toList();
        List<LookupMatch> chosen = latestOfAName(best(fitting, typed.text()), typed.text());
        if (chosen.isEmpty() && typed.canBeNewStudy()) {
            return typed.asStudy();
        }
        if (chosen.isEmpty()) {
            throw unknown(typed, found.items());
        }
        if (chosen.size() > 1) {
            throw ambiguous(typed, chosen, found.more());
        }
        return chosen.getFirst();
    }

    private Matches matches(Typed typed) {
        Matches none = new Matches(List.of(), false);
        try {
            return typed.text().isEmpty() ? none : results.matches(typed.text());
        } catch (ServiceException e) {
            if (e.isPassing() && typed.canBeNewStudy()) {
                return none;
            }
            throw e;
        }
    }

    private static List<LookupMatch> best(List<LookupMatch> matches, String text) {
        List<LookupMatch> byId = matches.stream().filter(LookupMatch::isById).toList();
        List<LookupMatch> named =
                matches.stream().filter(match -> match.isNamed(text)).toList();
        return !byId.isEmpty() ? byId : !named.isEmpty() ? named : matches;
    }

    /** Without the earlier ones of the studies of this name; the latest are first. */
    private static List<LookupMatch> latestOfAName(List<LookupMatch> matches, String text) {
        Optional<LookupMatch> latest = matches.stream()
                .filter(match -> !match.isJob() && match.name().equalsIgnoreCase(text))
                .findFirst();
        return matches.stream()
                .filter(match -> match.isJob()
                        || !match.name().equalsIgnoreCase(text)
                        || latest.filter(match::equals).isPresent())
                .toList();
    }

    private StackException ambiguous(Typed typed, List<LookupMatch> matches, boolean more) {
        TextTable table = new TextTable("", "", "", "", "");
        matches.forEach(match -> table.row(
                match.kind(),
                match.id(),
                match.name(),
                match.isJob() ? match.state().toLowerCase(Locale.ROOT) : match.ended() + "/" + match.jobs() + " ended",
                TimeText.local(match.at())));
        boolean both = matches.stream().map(LookupMatch::isJob).distinct().count() > 1;
        return new StackException("'" + typed.text() + "' is ambiguous; expected more of the id"
                + (both ? ", or 'job:" + typed.text() + "' or 'study:" + typed.text() + "'" : "")
                + table.toString().stripTrailing()
                + (more ? System.lineSeparator() + "and others" : ""));
    }

    private StackException unknown(Typed typed, List<LookupMatch> others) {
        String text = typed.text();
        if (!others.isEmpty()) {
            LookupMatch other = others.getFirst();
            return new StackException(
                    other.isJob()
                            ? "'" + text + "' is a job; expected a study: " + hints.command("studies")
                                    + " lists the studies"
                            : "'" + text + "' is a study; expected a job: "
                                    + hints.command("jobs", "--study", other.id()) + " lists its jobs");
        }
        return switch (typed.kind()) {
            case JOB ->
                new StackException("there is no job '" + text + "'; " + hints.command("jobs") + " lists the jobs");
            case STUDY -> unknownStudy(text);
            case EITHER ->
                new StackException("there is neither a job nor a study '" + text + "'; " + hints.command("jobs")
                        + " lists the jobs and " + hints.command("studies") + " the studies");
        };
    }

    private StackException unknownStudy(String text) {
        ResultsService.Studies known = results.studies(NAMED);
        if (known.items().isEmpty()) {
            return new StackException("there is no study '" + text + "', nor any other yet; "
                    + hints.command("run", "FILE") + " runs one");
        }
        String names =
                known.items().stream().map(StudyResponse.Summary::nameAndId).collect(Collectors.joining(", "));
        long more = known.total() - known.items().size();
        return new StackException("there is no study '" + text + "'; there " + (known.total() == 1 ? "is " : "are ")
                + names + (more > 0 ? " and " + more + " more" : ""));
    }
}
