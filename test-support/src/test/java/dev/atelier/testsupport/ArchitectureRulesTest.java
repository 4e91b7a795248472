package dev.atelier.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureRulesTest {
    private static final String CYCLIC = "dev.atelier.testsupport.cyclic";
    private final JavaClasses classes = new ClassFileImporter().importPackages(CYCLIC);

    @Test
    void aCycleOfTwoPackagesIsFound() {
        EvaluationResult result = ArchitectureRules.noPackageCycles(CYCLIC).evaluate(classes);

        assertThat(result.getFailureReport().getDetails())
                .singleElement()
                .asString()
                .contains("Cycle detected", CYCLIC + ".one", CYCLIC + ".two");
    }

    @Test
    void aModuleThatUsesAnotherIsFound() {
        String one = CYCLIC + ".one";

        assertThat(ArchitectureRules.usesOnly(one).evaluate(classes).hasViolation())
                .isTrue();
        assertThat(ArchitectureRules.usesOnly(one, CYCLIC + ".two")
                        .evaluate(classes)
                        .hasViolation())
                .isFalse();
    }

    @Test
    void aPackageOfOneClassIsFoundUnlessItIsAnException() {
        String one = CYCLIC + ".one";
        String two = CYCLIC + ".two";

        assertThat(failures(ArchitectureRules.packagesHoldFewClasses(CYCLIC)))
                .containsExactly(
                        "Package " + one + " has 1 top-level classes", "Package " + two + " has 1 top-level classes");
        assertThat(failures(ArchitectureRules.packagesHoldFewClasses(CYCLIC, one, two)))
                .isEmpty();
    }

    @Test
    void anExceptionThatNeedNotBeOneIsFound() {
        JavaClasses own = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackagesOf(ArchitectureRules.class);
        String name = ArchitectureRules.class.getPackageName();

        assertThat(failures(ArchitectureRules.packagesHoldFewClasses(name).evaluate(own)))
                .isEmpty();
        assertThat(failures(ArchitectureRules.packagesHoldFewClasses(name, name).evaluate(own)))
                .singleElement()
                .asString()
                .endsWith("need not be an exception");
    }

    private List<String> failures(ArchRule rule) {
        return failures(rule.evaluate(classes));
    }

    private static List<String> failures(EvaluationResult result) {
        return result.getFailureReport().getDetails();
    }
}
