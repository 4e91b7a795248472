package dev.atelier.cnn;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.atelier.cnn.algorithm.CnnAlgorithm;
import dev.atelier.testsupport.ArchitectureRules;

@AnalyzeClasses(packages = "dev.atelier.cnn", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule noPackageCycles = ArchitectureRules.noPackageCycles("dev.atelier.cnn");

    @ArchTest
    static final ArchRule packagesHoldFewClasses = ArchitectureRules.packagesHoldFewClasses("dev.atelier.cnn");

    @ArchTest
    static final ArchRule usesOnlyTheModulesBelow = ArchitectureRules.usesOnly(
            "dev.atelier.cnn", "dev.atelier.contracts", "dev.atelier.tensor", "dev.atelier.trainer", "dev.atelier.djl");

    @ArchTest
    static final ArchRule architecturesAreDataAndKnowNoEngine = noClasses()
            .that()
            .doNotBelongToAnyOf(CnnAlgorithm.class)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.djl..", "org.apache.kafka..", "io.quarkus..", "jakarta..");

    @ArchTest
    static final ArchRule theAlgorithmKnowsNoEdge = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..",
                    "io.quarkus..",
                    "dev.atelier.trainer.attempt..",
                    "dev.atelier.trainer.run..",
                    "dev.atelier.trainer.training..");
}
