package dev.atelier.testsupport;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.security.MessageDigest;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.Producer;

/** The rules that hold in every module. */
public final class ArchitectureRules {
    private static final String CLIENT_FACTORY = "dev.atelier.kafka.KafkaClients";

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
     * A package holds {@value PackageSize#LEAST} to {@value PackageSize#MOST} top-level classes: one that holds more has
     * several subjects, one that holds a single class has none of its own.
     *
     * @param module the package that all of the module's packages lie in, itself included
     * @param exceptions packages that do not; one of them that does is reported too
     */
    public static ArchRule packagesHoldFewClasses(String module, String... exceptions) {
        return classes().that().resideInAPackage(module + "..").should(new PackageSize(Set.of(exceptions)));
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
     * Kafka's clients are made by the factory of kafka-support alone, with the settings that it holds for all. Test support
     * and the local stack, which lie below it, make what they need of their own.
     */
    public static ArchRule kafkaClientsAreMadeByTheFactory() {
        return noClasses()
                .that()
                .doNotHaveFullyQualifiedName(CLIENT_FACTORY)
                .and()
                .resideOutsideOfPackages(ArchitectureRules.class.getPackageName(), "dev.atelier.localstack..")
                .should()
                .callConstructorWhere(target(owner(assignableTo(Consumer.class)
                        .or(assignableTo(ShareConsumer.class))
                        .or(assignableTo(Producer.class)))))
                .orShould()
                .callMethodWhere(target(owner(assignableTo(Admin.class))).and(target(name("create"))));
    }

    /** Digests are made by one class alone, which names the algorithm. */
    public static ArchRule digestsAreMadeBySha256() {
        return noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.atelier.contracts.Sha256")
                .should()
                .callMethodWhere(
                        target(owner(assignableTo(MessageDigest.class))).and(target(name("getInstance"))));
    }
}
