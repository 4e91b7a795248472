package dev.atelier.localstack.testing;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.atelier.testsupport.ArchitectureRules;

@AnalyzeClasses(packages = "dev.atelier.localstack.testing", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule noPackageCycles = ArchitectureRules.noPackageCycles("dev.atelier.localstack.testing");

    @ArchTest
    static final ArchRule packagesHoldFewClasses =
            ArchitectureRules.packagesHoldFewClasses("dev.atelier.localstack.testing");

    @ArchTest
    static final ArchRule usesOnlyTheModulesBelow =
            ArchitectureRules.usesOnly("dev.atelier.localstack.testing", "dev.atelier.localstack");
}
