package dev.atelier.contracts.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.check.Deadline;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.JobCheck;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.json.MergePatch;
import dev.atelier.contracts.metric.Objective;
import dev.atelier.contracts.schema.JobSchema;
import dev.atelier.contracts.schema.Violations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The pure expansion of a study into its jobs: variants × grid × seeds, then the included studies. What is wrong with the
 * study's own fields and with any of its jobs is found in the same pass; a study that is wrong is expanded as far as it
 * can be understood.
 */
public final class StudyExpansion {
    /** More jobs than this in one submission are rejected. */
    public static final int MAX_JOBS = 1000;

    private static final Study.Variant NO_CHANGE = new Study.Variant("", null, null);

    private final JobCheck check;
    private final Violations violations;
    private final List<Member> members = new ArrayList<>();
    private final Map<String, String> placesByStudyName = new HashMap<>();
    private final Violations further;
    private final SameJobs same;
    private int jobs;
    private int unsound;

    private StudyExpansion(JobCheck check, Violations violations) {
        this.check = check;
        this.violations = violations;
        this.same = new SameJobs(violations.under(field -> field));
        this.further = violations.under(field -> field);
    }

    /**
     * One job of a study.
     *
     * @param experiment name of the study that declares it
     * @param variant name of its variant, with the grid's values
     */
    public record Member(String experiment, String variant, Job job) {}

    /**
     * What a study expands to.
     *
     * @param name the study's; empty where it has none
     * @param members its jobs in its order; all of them where nothing is wrong
     * @param violations what is wrong, by the field of the study that it comes from
     * @param fitsSchema whether nothing is wrong but what the further check found
     */
    public record Expansion(String name, List<Member> members, List<Violation> violations, boolean fitsSchema) {
        public Expansion {
            members = List.copyOf(members);
            violations = List.copyOf(violations);
        }
    }

    /** All jobs in the study's order, or all that is wrong with them, by the field of the study that it comes from. */
    public static Checked<List<Member>> expand(Study study) {
        StudyExpansion expansion = new StudyExpansion(job -> List.of(), new Violations(Deadline.none()));
        expansion.addAll(study);
        List<Violation> violations = expansion.violations.all();
        return violations.isEmpty()
                ? new Checked.Valid<>(List.copyOf(expansion.members))
                : new Checked.Invalid<>(violations);
    }

    /**
     * A study as it was written, checked and expanded in one pass.
     *
     * @param check finds what is wrong with a job beyond its schema, by the job's fields
     * @throws Deadline.ExceededException if that takes longer than it may
     */
    public static Expansion expand(JsonNode written, JobCheck check, Deadline deadline) {
        Violations violations = new Violations(deadline);
        Violations own = violations.under(field -> field);
        Optional<Study> sound = Study.read(written, own);
        StudyExpansion expansion = new StudyExpansion(check, violations);
        Study study = sound.orElseGet(() -> StudyOutline.of(written));
        expansion.addAll(study);
        return new Expansion(
                study.study(),
                expansion.members,
                violations.all(),
                own.isEmpty() && expansion.violations.isEmpty() && expansion.same.isEmpty() && expansion.unsound == 0);
    }

    private void addAll(Study study) {
        long all = count(study);
        if (all > MAX_JOBS) {
            violations.report("", all + " jobs", () -> "a study of at most " + MAX_JOBS + " jobs, or several studies");
        }
        add(study, "");
    }

    private static long count(Study study) {
        long own = hasNoJobs(study)
                ? 0
                : (long) Math.max(1, study.variants().size())
                        * Math.max(1, seeds(study).size());
        own = Math.min(own * new Grid(study.grid()).size(), Integer.MAX_VALUE);
        return own + study.include().stream().mapToLong(StudyExpansion::count).sum();
    }

    /** A study of studies that has no jobs of its own. */
    private static boolean isContainer(Study study) {
        return !study.include().isEmpty()
                && study.variants().isEmpty()
                && study.grid().isEmpty()
                && study.base().isEmpty();
    }

    /** Whether none of its jobs is known from the start. */
    private static boolean hasNoJobs(Study study) {
        return isContainer(study) || study.search() != null && study.variants().isEmpty();
    }

    /** None where the jobs have the seed of the base. */
    private static List<Long> seeds(Study study) {
        ObjectNode search = study.search();
        return search == null
                ? study.seeds()
                : SearchSeeds.of(study.base(), search).ofConfirmation();
    }

    private boolean isEnough() {
        return violations.isFull() || jobs >= MAX_JOBS;
    }

    private void add(Study study, String prefix) {
        violations.checkDeadline();
        if (study.base() != StudyOutline.UNKNOWN_BASE && isContainer(study)) {
            checkContainer(study, prefix);
        } else if (study.base() != StudyOutline.UNKNOWN_BASE) {
            checkOwnName(study, prefix);
            SearchFields.check(study, prefix, violations);
            if (!hasNoJobs(study)) {
                addOwn(study, prefix);
            }
        }
        for (int i = 0; i < study.include().size() && !isEnough(); i++) {
            add(study.include().get(i), prefix + "include[" + i + "].");
        }
    }

    /** Results are grouped by the names of a study and its variants, so two studies of one name would be taken for one. */
    private void checkOwnName(Study study, String prefix) {
        String other = placesByStudyName.putIfAbsent(study.study(), prefix);
        if (other != null && !study.study().isEmpty()) {
            violations.report(
                    prefix + "study",
                    TextNode.valueOf(study.study()),
                    () -> "a name of its own; " + place(other) + " has the same");
        }
    }

    /** A study by its place within the whole. */
    static String place(String prefix) {
        return prefix.isEmpty() ? "the study at the top" : prefix.substring(0, prefix.length() - 1);
    }

    /** What would choose or change jobs has no effect in a study without any. */
    private void checkContainer(Study study, String prefix) {
        Supplier<String> expected =
                () -> "nothing: the study has no jobs of its own, and the studies that it includes have theirs";
        if (!study.seeds().isEmpty()) {
            violations.report(prefix + "seeds", Json.tree(study.seeds()), expected);
        }
        if (!study.objective().equals(Objective.DEFAULT)) {
            violations.report(prefix + "objective", Json.tree(study.objective()), expected);
        }
        if (study.baseline() != null) {
            violations.report(prefix + "baseline", TextNode.valueOf(study.baseline()), expected);
        }
        if (study.published() != null) {
            violations.report(prefix + "published", Json.tree(study.published()), expected);
        }
    }

    private void addOwn(Study study, String prefix) {
        VariantNames names = new VariantNames(study, prefix, violations);
        names.checkDeclared();
        Overrides.check(study, prefix, violations);
        Set<String> named = new LinkedHashSet<>();
        Grid grid = new Grid(study.grid());
        List<Study.Variant> variants = study.variants().isEmpty() ? List.of(NO_CHANGE) : study.variants();
        int unsoundBefore = unsound;
        same.begin();
        for (int i = 0; i < variants.size() && !isEnough(); i++) {
            Study.Variant variant = variants.get(i);
            JsonNode patch = variant.patch() == null ? JsonNodeFactory.instance.objectNode() : variant.patch();
            JsonNode patched = MergePatch.apply(study.base(), patch);
            for (long point = 0; point < grid.size() && !isEnough(); point++) {
                String name = grid.name(variant.name(), point);
                names.checkLength(name);
                String variantName = name.isEmpty() ? study.study() : name;
                named.add(variantName);
                List<Grid.AxisValue> axisValues = grid.axisValues(point);
                addSeeds(
                        Grid.apply(patched, axisValues),
                        new Origin(prefix, study, i, patch, axisValues, 0, variantName));
            }
        }
        if (!isEnough()) {
            names.checkPublished(named);
        }
        if (violations.isEmpty() && unsound == unsoundBefore) {
            same.end(study, prefix);
        }
    }

    private void addSeeds(JsonNode request, Origin origin) {
        List<Long> seeds = seeds(origin.study());
        for (int i = 0; i < Math.max(1, seeds.size()) && !isEnough(); i++) {
            JsonNode seeded = seeds.isEmpty()
                    ? request
                    : MergePatch.apply(request, MergePatch.set("seed", LongNode.valueOf(seeds.get(i))));
            addJob(seeded, origin.withSeed(i));
        }
    }

    private void addJob(JsonNode request, Origin origin) {
        violations.checkDeadline();
        jobs++;
        Violations ofJob = violations.under(origin::of);
        Optional<Job> sound = JobSchema.resolveWith(request, ofJob, check);
        if (sound.isEmpty()) {
            unsound++;
            return;
        }
        Job job = sound.get();
        if (violations.isEmpty()) {
            same.add(job, origin);
        }
        Violations ofData = further.under(origin::of);
        check.check(job).forEach(ofData::report);
        String study = origin.study().study();
        members.add(
                new Member(study, origin.name(), job.withName(VariantNames.jobName(study, origin.name(), job.seed()))));
    }
}
