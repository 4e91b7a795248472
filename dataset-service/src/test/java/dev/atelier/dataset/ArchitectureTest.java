package dev.atelier.dataset;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.atelier.dataset.publishing.publication.Catalogue;
import dev.atelier.testsupport.ArchitectureRules;

/** Of this service and of all modules of the platform that it uses. */
@AnalyzeClasses(packages = "dev.atelier", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String PUBLISHING = "dev.atelier.dataset.publishing..";
    private static final String COORDINATION = "dev.atelier.dataset.coordination..";

    @ArchTest
    static final ArchRule noPackageCycles = ArchitectureRules.noPackageCycles("dev.atelier.dataset");

    @ArchTest
    static final ArchRule packagesHoldFewClasses = ArchitectureRules.packagesHoldFewClasses("dev.atelier.dataset");

    @ArchTest
    static final ArchRule usesOnlyTheModulesBelow = ArchitectureRules.usesOnly(
            "dev.atelier.dataset",
            "dev.atelier.contracts",
            "dev.atelier.search",
            "dev.atelier.kafka",
            "dev.atelier.access",
            "dev.atelier.download");

    @ArchTest
    static final ArchRule kafkaClientsAreMadeByTheFactory = ArchitectureRules.kafkaClientsAreMadeByTheFactory();

    @ArchTest
    static final ArchRule digestsAreMadeBySha256 = ArchitectureRules.digestsAreMadeBySha256();

    /** Publishing knows of datasets alone, coordination of jobs; the catalogue is the one door between the two. */
    @ArchTest
    static final ArchRule publishingKnowsNothingOfCoordination = noClasses()
            .that()
            .resideInAPackage(PUBLISHING)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(COORDINATION);

    @ArchTest
    static final ArchRule coordinationSeesOfPublishingTheCatalogueAlone = noClasses()
            .that()
            .resideInAPackage(COORDINATION)
            .should()
            .dependOnClassesThat(resideInAPackage(PUBLISHING).and(not(belongToAnyOf(Catalogue.class))));
}
