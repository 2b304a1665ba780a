package dev.fairlead.contracts;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.fairlead.contracts.money.Money;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

class ArchitectureTest {

    private final JavaClasses contracts = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.fairlead.contracts");

    @Test
    void isLookedAtAsAWhole() {
        assertThat(contracts).hasSizeGreaterThan(25);
        assertThat(contracts.contain(Money.class)).isTrue();
    }

    @Test
    void knowsNothingButJavaAndItself() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "dev.fairlead.contracts..")
                .check(contracts);
    }

    @Test
    void hasNoCyclesBetweenPackages() {
        slices().matching("dev.fairlead.contracts.(*)..")
                .should()
                .beFreeOfCycles()
                .check(contracts);
    }
}
