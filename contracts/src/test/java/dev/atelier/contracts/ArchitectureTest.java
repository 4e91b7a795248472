package dev.atelier.contracts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.atelier.testsupport.ArchitectureRules;

@AnalyzeClasses(packages = "dev.atelier.contracts", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule digestsAreMadeBySha256 = ArchitectureRules.digestsAreMadeBySha256();

    @ArchTest
    static final ArchRule noPackageCycles = ArchitectureRules.noPackageCycles("dev.atelier.contracts");

    /** Java wants a sealed hierarchy in one package, and that of the events is larger than others. */
    @ArchTest
    static final ArchRule packagesHoldFewClasses =
            ArchitectureRules.packagesHoldFewClasses("dev.atelier.contracts", "dev.atelier.contracts.event");

    @ArchTest
    static final ArchRule usesOnlyTheModulesBelow = ArchitectureRules.usesOnly("dev.atelier.contracts");

    @ArchTest
    static final ArchRule theLanguageKnowsNoFrameworkAndNoEngine = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "io.smallrye..", "jakarta..", "ai.djl..", "org.ejml..", "java.sql..");

    @ArchTest
    static final ArchRule onlyMessagesKnowKafka = noClasses()
            .that()
            .resideOutsideOfPackage("dev.atelier.contracts.message..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..");
}
