package dev.atelier.results;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.atelier.results", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule whatIsPureKnowsNoKafkaNoSqlAndNoFramework = noClasses()
            .that()
            .resideInAnyPackage("..projection..", "..statistics..", "..chart..", "..request..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "java.sql..", "javax.sql..", "io.quarkus..", "jakarta..");

    @ArchTest
    static final ArchRule kafkaIsKnownAtTheEdgeOnly = noClasses()
            .that()
            .resideOutsideOfPackages("..ingest..", "..fleet..", "..image..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule noOtherServiceIsImported = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.atelier.dataset..", "dev.atelier.trainer..", "dev.atelier.mlp..", "dev.atelier.cli..");
}
