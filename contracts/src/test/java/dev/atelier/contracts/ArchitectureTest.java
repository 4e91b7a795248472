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
    static final ArchRule noPackageCycles = ArchitectureRules.noPackageCycles("dev.atelier.contracts");

    @ArchTest
    static final ArchRule packagesHoldFewClasses = ArchitectureRules.packagesHoldFewClasses(
            "dev.atelier.contracts",
            "dev.atelier.contracts.event",
            "dev.atelier.contracts.schema",
            "dev.atelier.contracts.tracing");

    @ArchTest
    static final ArchRule usesOnlyTheModulesBelow = ArchitectureRules.usesOnly("dev.atelier.contracts");

    @ArchTest
    static final ArchRule theLanguageKnowsNoFrameworkAndNoEngine = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "io.smallrye..", "jakarta..", "ai.djl..", "org.ejml..", "java.sql..");

    @ArchTest
    static final ArchRule onlyTheCodecAndTracesKnowKafka = noClasses()
            .that()
            .resideOutsideOfPackages("dev.atelier.contracts.event..", "dev.atelier.contracts.tracing..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..");
}
