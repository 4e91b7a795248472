package dev.atelier.testsupport;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ShareConsumer;

/** The rules that hold in every module. */
public final class ArchitectureRules {
    /** The reader of kafka-support, its search for what it cannot hold, and what tests read with. */
    private static final Set<String> READERS = Set.of(
            "dev.atelier.kafka.TopicConsumer", "dev.atelier.kafka.OversizedRecords", TopicContent.class.getName());

    private ArchitectureRules() {}

    /**
     * No package of a module needs another that needs it, directly or through others.
     *
     * @param module the package that all of the module's packages lie in, itself included
     */
    public static SliceRule noPackageCycles(String module) {
        return SlicesRuleDefinition.slices()
                .assignedFrom(new PackageSlices(module))
                .should()
                .beFreeOfCycles();
    }

    /**
     * Of all modules of the platform, one uses itself and these alone.
     *
     * @param module the package that all of the module's packages lie in
     * @param others the same of other modules
     */
    public static ArchRule usesOnly(String module, String... others) {
        String[] allowed = Stream.concat(Stream.of(module), Stream.of(others))
                .map(each -> each + "..")
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(module + "..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.atelier..").and(not(resideInAnyPackage(allowed))));
    }

    /**
     * Topics are read in one way: by the reader of kafka-support, and by few others.
     *
     * @param others full names of the other classes that make consumers of Kafka
     */
    public static ArchRule consumersAreMadeByTheReaderAnd(String... others) {
        Set<String> named = Set.of(others);
        return noClasses()
                .that(DescribedPredicate.describe(
                        "are neither the reader nor one of " + named,
                        (JavaClass each) -> !READERS.contains(each.getName()) && !named.contains(each.getName())))
                .should()
                .callConstructorWhere(
                        target(owner(assignableTo(Consumer.class).or(assignableTo(ShareConsumer.class)))));
    }
}
