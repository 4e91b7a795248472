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
import dev.atelier.contracts.job.JobId;
import dev.atelier.contracts.json.MergePatch;
import dev.atelier.contracts.schema.JobSchema;
import dev.atelier.contracts.schema.Violations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
    private int jobs;
    private int unsound;

    private StudyExpansion(JobCheck check, Violations violations) {
        this.check = check;
        this.violations = violations;
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
                own.isEmpty() && expansion.violations.isEmpty() && expansion.unsound == 0);
    }

    private void addAll(Study study) {
        long all = count(study);
        if (all > MAX_JOBS) {
            violations.report("", all + " jobs", () -> "a study of at most " + MAX_JOBS + " jobs, or several studies");
        }
        add(study, "");
    }

    private static long count(Study study) {
        long own = isContainer(study)
                ? 0
                : (long) Math.max(1, study.variants().size())
                        * Math.max(1, study.seeds().size());
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

    private boolean isEnough() {
        return violations.isFull() || jobs >= MAX_JOBS;
    }

    private void add(Study study, String prefix) {
        violations.checkDeadline();
        if (!isContainer(study) && study.base() != StudyOutline.UNKNOWN_BASE) {
            checkOwnName(study, prefix);
            addOwn(study, prefix);
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
                    () -> "a name of its own; "
                            + (other.isEmpty() ? "the study at the top" : other.substring(0, other.length() - 1))
                            + " has the same");
        }
    }

    private void addOwn(Study study, String prefix) {
        VariantNames names = new VariantNames(study, prefix, violations);
        names.checkDeclared();
        Set<String> named = new LinkedHashSet<>();
        Map<ObjectNode, String> seen = new HashMap<>();
        Grid grid = new Grid(study.grid());
        List<Study.Variant> variants = study.variants().isEmpty() ? List.of(NO_CHANGE) : study.variants();
        for (int i = 0; i < variants.size() && !isEnough(); i++) {
            Study.Variant variant = variants.get(i);
            JsonNode patch = variant.patch() == null ? JsonNodeFactory.instance.objectNode() : variant.patch();
            JsonNode patched = MergePatch.apply(study.base(), patch);
            Sources sources = new Sources(prefix, study, patch, prefix + "variants[" + i + "].patch.");
            for (long point = 0; point < grid.size() && !isEnough(); point++) {
                String name = grid.name(variant.name(), point);
                names.checkLength(name);
                String variantName = name.isEmpty() ? study.study() : name;
                named.add(variantName);
                String place = study.grid().isEmpty() ? prefix + "variants[" + i + "]" : prefix + "grid";
                addSeeds(study, variantName, grid.apply(patched, point), sources, new Distinct(place, seen));
            }
        }
        if (!isEnough()) {
            names.checkPublished(named);
        }
    }

    private void addSeeds(Study study, String variant, JsonNode request, Sources sources, Distinct distinct) {
        List<JsonNode> requests = study.seeds().isEmpty()
                ? List.of(request)
                : study.seeds().stream()
                        .map(seed -> MergePatch.apply(request, MergePatch.set("seed", LongNode.valueOf(seed))))
                        .toList();
        for (JsonNode seeded : requests) {
            if (isEnough()) {
                return;
            }
            violations.checkDeadline();
            jobs++;
            Violations ofJob = violations.under(sources::of);
            Optional<Job> sound = JobSchema.resolve(seeded, ofJob, check::trainingImages);
            if (sound.isEmpty()) {
                unsound++;
                continue;
            }
            Job job = sound.get();
            distinct.check(job, variant, violations);
            Violations ofData = further.under(sources::of);
            check.check(job).forEach(ofData::report);
            members.add(new Member(
                    study.study(), variant, job.withName(VariantNames.jobName(study.study(), variant, job.seed()))));
        }
    }

    /**
     * Finds two variants that resolve to the same job, in a study that is otherwise valid.
     *
     * @param place of the variant within the whole
     * @param seen what distinguishes the jobs of the study, with the variants that they are of
     */
    private record Distinct(String place, Map<ObjectNode, String> seen) {
        void check(Job job, String variant, Violations violations) {
            String other = seen.putIfAbsent(JobId.identity(job), variant);
            if (other != null && violations.isEmpty()) {
                violations.report(
                        place,
                        VariantNames.quoted(variant),
                        () -> "a variant of its own; " + VariantNames.quoted(other)
                                + " resolves to the same job, with seed " + job.seed());
            }
        }
    }
}
