package dev.atelier.results;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.atelier.testsupport.ArchitectureRules;
import java.sql.ResultSet;

@AnalyzeClasses(packages = "dev.atelier.results", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule noPackageCycles = ArchitectureRules.noPackageCycles("dev.atelier.results");

    @ArchTest
    static final ArchRule packagesHoldFewClasses = ArchitectureRules.packagesHoldFewClasses("dev.atelier.results");

    @ArchTest
    static final ArchRule usesOnlyTheModulesBelow = ArchitectureRules.usesOnly(
            "dev.atelier.results",
            "dev.atelier.contracts",
            "dev.atelier.search",
            "dev.atelier.kafka",
            "dev.atelier.access",
            "dev.atelier.tensor");

    @ArchTest
    static final ArchRule kafkaClientsAreMadeByTheFactory = ArchitectureRules.kafkaClientsAreMadeByTheFactory();

    @ArchTest
    static final ArchRule digestsAreMadeBySha256 = ArchitectureRules.digestsAreMadeBySha256();

    @ArchTest
    static final ArchRule whatIsPureKnowsNoKafkaNoSqlAndNoFramework = noClasses()
            .that()
            .resideInAnyPackage("..projection..", "..statistics..", "..chart..", "..text..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..", "java.sql..", "javax.sql..", "org.jdbi..", "io.quarkus..", "jakarta..");

    @ArchTest
    static final ArchRule kafkaIsKnownAtTheEdgeOnly = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.atelier.results.ingest..", "dev.atelier.results.fleet..", "dev.atelier.results.image..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule rowsAreMappedInOnePlace = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.atelier.results.sql.RowMapping")
            .and()
            .doNotHaveFullyQualifiedName("dev.atelier.results.sql.MappedColumns")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ResultSet.class);
}
