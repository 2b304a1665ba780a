package dev.fairlead.e2e.architecture;

import java.nio.file.Path;
import java.util.List;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/** What holds over the classes of all modules. */
class ArchitectureTest {

    private static final String ROOT = "dev.fairlead.";

    private static JavaClasses all = new ClassFileImporter().importClasses();

    @BeforeAll
    static void read() {
        List<Path> folders = Services.all().stream().map(Services::classes).toList();
        all = new ClassFileImporter().importPaths(folders);
        assertThat(all.size()).isGreaterThan(100);
    }

    static List<String> modules() {
        return Services.all();
    }

    static List<String> services() {
        return Services.all().stream()
                .filter(name -> !Services.SHARED.contains(name))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("services")
    void aServiceDependsOnNoOtherService(String service) {
        String[] others = services().stream()
                .filter(other -> !other.equals(service))
                .map(other -> ROOT + other + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(ROOT + service + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(all);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void aModuleKeepsToItsOwnPackage(String module) {
        classes()
                .should()
                .resideInAPackage(ROOT + module + "..")
                .check(new ClassFileImporter().importPath(Services.classes(module)));
    }

    @Test
    void contractsKnowNoFramework() {
        classes()
                .that()
                .resideInAPackage(ROOT + "contracts..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(ROOT + "contracts..", "java..", "org.jspecify.annotations..")
                .check(all);
    }

    @Test
    void thePlatformKnowsNoService() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "platform..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        services().stream().map(name -> ROOT + name + "..").toArray(String[]::new))
                .check(all);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void thePackagesOfAModuleFormNoCycle(String module) {
        slices().matching(ROOT + module + ".(*)..")
                .should()
                .beFreeOfCycles()
                // A module of one package has no slices.
                .allowEmptyShould(true)
                .check(all);
    }

    @Test
    void packagesAreNamedForWhatTheyDo() {
        noClasses()
                .should()
                .resideInAnyPackage(
                        "..util..",
                        "..utils..",
                        "..controller..",
                        "..controllers..",
                        "..dto..",
                        "..helper..",
                        "..impl..")
                .check(all);
    }

    @Test
    void classesAreNamedForWhatTheyAre() {
        noClasses().should().haveNameMatching(".*(Manager|Helper|Impl|Utils?)$").check(all);
    }

    @Test
    void everyPackageIsNullMarked() {
        classes()
                .should()
                .beAssignableTo(describe(
                        "a class of a package whose package-info has @NullMarked",
                        javaClass -> isNullMarked(javaClass.getPackage())))
                .check(all);
    }

    private static boolean isNullMarked(JavaPackage javaPackage) {
        return javaPackage.tryGetPackageInfo().isPresent() && javaPackage.isAnnotatedWith(NullMarked.class);
    }
}
