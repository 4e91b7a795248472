package dev.atelier.bench.stack;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.atelier.testsupport.ArchitectureRules;

@AnalyzeClasses(packages = "dev.atelier.bench.stack", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule noPackageCycles = ArchitectureRules.noPackageCycles("dev.atelier.bench.stack");

    @ArchTest
    static final ArchRule packagesHoldFewClasses = ArchitectureRules.packagesHoldFewClasses("dev.atelier.bench.stack");

    @ArchTest
    static final ArchRule usesOnlyTheModulesBelow = ArchitectureRules.usesOnly(
            "dev.atelier.bench.stack",
            "dev.atelier.cli",
            "dev.atelier.contracts",
            "dev.atelier.kafka",
            "dev.atelier.localstack");

    @ArchTest
    static final ArchRule kafkaClientsAreMadeByTheFactory = ArchitectureRules.kafkaClientsAreMadeByTheFactory();
}
