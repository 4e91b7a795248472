package dev.atelier.dataset;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.atelier.testsupport.ArchitectureRules;

/** Of this service and of all modules of the platform that it uses. */
@AnalyzeClasses(packages = "dev.atelier", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule noPackageCycles = ArchitectureRules.noPackageCycles("dev.atelier.dataset");

    @ArchTest
    static final ArchRule usesOnlyTheModulesBelow = ArchitectureRules.usesOnly(
            "dev.atelier.dataset",
            "dev.atelier.contracts",
            "dev.atelier.kafka",
            "dev.atelier.access",
            "dev.atelier.download");

    @ArchTest
    static final ArchRule kafkaClientsAreMadeByTheFactory = ArchitectureRules.kafkaClientsAreMadeByTheFactory();
}
