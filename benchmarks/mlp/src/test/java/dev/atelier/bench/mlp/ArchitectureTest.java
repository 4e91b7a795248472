package dev.atelier.bench.mlp;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.atelier.testsupport.ArchitectureRules;

@AnalyzeClasses(packages = "dev.atelier.bench.mlp", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule noPackageCycles = ArchitectureRules.noPackageCycles("dev.atelier.bench.mlp");

    @ArchTest
    static final ArchRule packagesHoldFewClasses = ArchitectureRules.packagesHoldFewClasses("dev.atelier.bench.mlp");

    @ArchTest
    static final ArchRule usesOnlyTheModulesBelow = ArchitectureRules.usesOnly(
            "dev.atelier.bench.mlp",
            "dev.atelier.bench",
            "dev.atelier.contracts",
            "dev.atelier.kafka",
            "dev.atelier.mlp",
            "dev.atelier.tensor",
            "dev.atelier.trainer");

    @ArchTest
    static final ArchRule kafkaClientsAreMadeByTheFactory = ArchitectureRules.kafkaClientsAreMadeByTheFactory();
}
