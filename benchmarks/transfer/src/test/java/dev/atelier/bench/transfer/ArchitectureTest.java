package dev.atelier.bench.transfer;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.atelier.testsupport.ArchitectureRules;

@AnalyzeClasses(packages = "dev.atelier.bench.transfer", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule noPackageCycles = ArchitectureRules.noPackageCycles("dev.atelier.bench.transfer");

    @ArchTest
    static final ArchRule packagesHoldFewClasses =
            ArchitectureRules.packagesHoldFewClasses("dev.atelier.bench.transfer");

    @ArchTest
    static final ArchRule usesOnlyTheModulesBelow = ArchitectureRules.usesOnly(
            "dev.atelier.bench.transfer",
            "dev.atelier.bench",
            "dev.atelier.contracts",
            "dev.atelier.djl",
            "dev.atelier.kafka",
            "dev.atelier.trainer",
            "dev.atelier.transfer");

    @ArchTest
    static final ArchRule kafkaClientsAreMadeByTheFactory = ArchitectureRules.kafkaClientsAreMadeByTheFactory();
}
