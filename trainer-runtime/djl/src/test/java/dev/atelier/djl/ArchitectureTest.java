package dev.atelier.djl;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.atelier.djl.training.Torch;
import dev.atelier.testsupport.ArchitectureRules;

@AnalyzeClasses(packages = "dev.atelier.djl", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule digestsAreMadeBySha256 = ArchitectureRules.digestsAreMadeBySha256();

    @ArchTest
    static final ArchRule noPackageCycles = ArchitectureRules.noPackageCycles("dev.atelier.djl");

    @ArchTest
    static final ArchRule packagesHoldFewClasses = ArchitectureRules.packagesHoldFewClasses("dev.atelier.djl");

    @ArchTest
    static final ArchRule usesOnlyTheModulesBelow = ArchitectureRules.usesOnly(
            "dev.atelier.djl", "dev.atelier.contracts", "dev.atelier.tensor", "dev.atelier.trainer");

    @ArchTest
    static final ArchRule trainingKnowsNoEdge = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..",
                    "io.quarkus..",
                    "io.micrometer..",
                    "jakarta..",
                    "dev.atelier.trainer.attempt..",
                    "dev.atelier.trainer.run..",
                    "dev.atelier.trainer.training..");

    @ArchTest
    static final ArchRule networksKnowNoTraining = noClasses()
            .that()
            .resideInAPackage("dev.atelier.djl.network..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.atelier.djl.training..", "ai.djl.pytorch..", "ai.djl.training..");

    @ArchTest
    static final ArchRule onlyTheEngineKnowsWhichItIs = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(Torch.class.getName())
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl.pytorch..");
}
