package dev.fairlead.edge;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

class ArchitectureTest {

    private final JavaClasses edge = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.fairlead.edge");

    @Test
    void isLookedAtAsAWhole() {
        assertThat(edge).hasSizeGreaterThan(60);
        assertThat(edge.contain(EdgeConfig.class)).isTrue();
    }

    @Test
    void hasNoCyclesBetweenPackages() {
        slices().matching("dev.fairlead.edge.(*)..").should().beFreeOfCycles().check(edge);
    }

    @Test
    void dependsOnNoOtherService() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.fairlead.billing..",
                        "dev.fairlead.catalog..",
                        "dev.fairlead.router..",
                        "dev.fairlead.cache..",
                        "dev.fairlead.simulator..",
                        "dev.fairlead.devstack..")
                .check(edge);
    }
}
