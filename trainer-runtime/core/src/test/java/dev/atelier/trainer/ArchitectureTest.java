package dev.atelier.trainer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.atelier.testsupport.ArchitectureRules;
import dev.atelier.testsupport.WithoutTestJars;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

@AnalyzeClasses(
        packages = "dev.atelier.trainer",
        importOptions = {ImportOption.DoNotIncludeTests.class, WithoutTestJars.class})
class ArchitectureTest {
    @ArchTest
    static final ArchRule noPackageCycles = ArchitectureRules.noPackageCycles("dev.atelier.trainer");

    @ArchTest
    static final ArchRule packagesHoldFewClasses = ArchitectureRules.packagesHoldFewClasses("dev.atelier.trainer");

    @ArchTest
    static final ArchRule usesOnlyTheModulesBelow = ArchitectureRules.usesOnly(
            "dev.atelier.trainer", "dev.atelier.contracts", "dev.atelier.kafka", "dev.atelier.tensor");

    private static final String[] API = packages("algorithm", "compute", "machine", "optimizer", "random", "retention");
    private static final String[] DATA = packages("augment", "batch", "dataset", "preparation");
    private static final String[] CORE = packages(
            "artifact",
            "attempt",
            "budget",
            "checkpoint",
            "control",
            "evaluation",
            "event",
            "features",
            "log",
            "outage",
            "queue",
            "run",
            "schedule",
            "service",
            "training");

    @ArchTest
    static final ArchRule everyPackageIsOfOneOfTheThreeModules = classes()
            .that()
            .resideInAPackage("dev.atelier.trainer..")
            .should()
            .resideInAnyPackage(concatenated(API, concatenated(DATA, CORE)));

    @ArchTest
    static final ArchRule theApiKnowsNeitherDataNorCore = noClasses()
            .that()
            .resideInAnyPackage(API)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(concatenated(DATA, CORE));

    @ArchTest
    static final ArchRule dataKnowsNothingOfCore = noClasses()
            .that()
            .resideInAnyPackage(DATA)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CORE);

    @ArchTest
    static final ArchRule kafkaClientsAreMadeByTheFactory = ArchitectureRules.kafkaClientsAreMadeByTheFactory();

    @ArchTest
    static final ArchRule digestsAreMadeBySha256 = ArchitectureRules.digestsAreMadeBySha256();

    private static final String[] ARITHMETIC = {
        "dev.atelier.trainer.random..",
        "dev.atelier.trainer.preparation..",
        "dev.atelier.trainer.augment..",
        "dev.atelier.trainer.schedule..",
        "dev.atelier.trainer.evaluation..",
        "dev.atelier.trainer.compute..",
        "dev.atelier.trainer.optimizer.."
    };

    @ArchTest
    static final ArchRule theArithmeticKnowsNothingButItselfAndTheContracts = classes()
            .that()
            .resideInAnyPackage(ARITHMETIC)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(concatenated(
                    ARITHMETIC,
                    "java.lang..",
                    "java.util..",
                    "java.nio..",
                    "java.security..",
                    "jdk.incubator.vector..",
                    "org.jspecify..",
                    "dev.atelier.contracts.job..",
                    "dev.atelier.contracts.event..",
                    "dev.atelier.contracts.dataset..",
                    "dev.atelier.contracts",
                    "dev.atelier.contracts.metric..",
                    "dev.atelier.tensor.."));

    @ArchTest
    static final ArchRule theArithmeticDrawsFromPinnedStreamsOnly = noClasses()
            .that()
            .resideInAnyPackage(ARITHMETIC)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.random..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Random.class, ThreadLocalRandom.class);

    @ArchTest
    static final ArchRule kafkaStaysAtTheEdge = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.atelier.trainer.dataset..",
                    "dev.atelier.trainer.queue..",
                    "dev.atelier.trainer.control..",
                    "dev.atelier.trainer.event..",
                    "dev.atelier.trainer.log..",
                    "dev.atelier.trainer.attempt..",
                    "dev.atelier.trainer.run..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule dataAndCheckpointsKnowNoFramework = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.atelier.trainer.dataset..", "dev.atelier.trainer.batch..", "dev.atelier.trainer.checkpoint..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "io.smallrye..", "jakarta..", "io.micrometer..");

    @ArchTest
    static final ArchRule noEngineIsKnownHere =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("ai.djl..", "org.ejml..");

    private static String[] packages(String... names) {
        return Stream.of(names)
                .map(name -> "dev.atelier.trainer." + name + "..")
                .toArray(String[]::new);
    }

    private static String[] concatenated(String[] some, String... more) {
        return Stream.of(some, more).flatMap(Arrays::stream).toArray(String[]::new);
    }
}
