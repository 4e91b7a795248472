package dev.atelier.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.EvaluationResult;
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
}
