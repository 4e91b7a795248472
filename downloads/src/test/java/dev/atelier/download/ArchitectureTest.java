package dev.atelier.download;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.atelier.testsupport.ArchitectureRules;

@AnalyzeClasses(packages = "dev.atelier.download", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule noPackageCycles = ArchitectureRules.noPackageCycles("dev.atelier.download");

    @ArchTest
    static final ArchRule packagesHoldFewClasses = ArchitectureRules.packagesHoldFewClasses("dev.atelier.download");

    @ArchTest
    static final ArchRule usesOnlyItself = ArchitectureRules.usesOnly("dev.atelier.download");
}
