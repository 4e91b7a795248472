package dev.atelier.transfer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.atelier.testsupport.ArchitectureRules;
import dev.atelier.transfer.algorithm.ResNet18;

@AnalyzeClasses(packages = "dev.atelier.transfer", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule digestsAreMadeBySha256 = ArchitectureRules.digestsAreMadeBySha256();

    @ArchTest
    static final ArchRule noPackageCycles = ArchitectureRules.noPackageCycles("dev.atelier.transfer");

    @ArchTest
    static final ArchRule packagesHoldFewClasses = ArchitectureRules.packagesHoldFewClasses("dev.atelier.transfer");

    @ArchTest
    static final ArchRule usesOnlyTheModulesBelow = ArchitectureRules.usesOnly(
            "dev.atelier.transfer",
            "dev.atelier.contracts",
            "dev.atelier.tensor",
            "dev.atelier.trainer",
            "dev.atelier.djl",
            "dev.atelier.download");

    @ArchTest
    static final ArchRule weightsAndTheBackboneKnowNoEngine = noClasses()
            .that()
            .resideInAnyPackage("dev.atelier.transfer.weights..", "dev.atelier.transfer.format..")
            .or()
            .belongToAnyOf(ResNet18.class)
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
