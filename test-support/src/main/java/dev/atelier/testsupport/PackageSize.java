package dev.atelier.testsupport;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts the top-level classes of each package; a package in {@code exceptions} must need to be one. */
final class PackageSize extends ArchCondition<JavaClass> {
    static final int LEAST = 2;
    static final int MOST = 15;

    private final Set<String> exceptions;
    private final Map<String, Integer> sizes = new TreeMap<>();

    PackageSize(Set<String> exceptions) {
        super("lie in packages of " + LEAST + " to " + MOST + " top-level classes"
                + (exceptions.isEmpty() ? "" : ", but for " + exceptions));
        this.exceptions = Set.copyOf(exceptions);
    }

    @Override
    public void check(JavaClass each, ConditionEvents events) {
        if (each.isTopLevelClass() && !each.getSimpleName().equals("package-info")) {
            sizes.merge(each.getPackageName(), 1, Integer::sum);
        }
    }

    @Override
    public void finish(ConditionEvents events) {
        sizes.forEach((name, size) -> {
            boolean fits = size >= LEAST && size <= MOST;
            boolean isException = exceptions.contains(name);
            events.add(new SimpleConditionEvent(
                    name,
                    fits != isException,
                    "Package %s has %d top-level classes%s"
                            .formatted(name, size, isException ? " and need not be an exception" : "")));
        });
    }
}
