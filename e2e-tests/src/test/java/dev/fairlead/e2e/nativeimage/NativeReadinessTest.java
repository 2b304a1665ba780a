package dev.fairlead.e2e.nativeimage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaParameter;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.fairlead.e2e.architecture.Services;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the native augmentation's output against what the services do at run time: whatever is bound by reflection or
 * read by name, and is not listed there, is missing from a native executable. Runs after {@code make native-check}.
 */
@Tag("native-sources")
class NativeReadinessTest {

    private static final String OURS = "dev.fairlead.";

    /** Packages of the contracts whose records never travel. */
    private static final Set<String> PURE_LOGIC =
            Set.of(OURS + "contracts.catalog.names", OURS + "contracts.catalog.wire", OURS + "contracts.policy");

    private static final String REGISTER = "io.quarkus.runtime.annotations.RegisterForReflection";
    private static final Set<String> HTTP_METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    static List<String> services() {
        return Services.running();
    }

    @ParameterizedTest
    @MethodSource("services")
    void theCompilersArgumentsAreThere(String service) throws IOException {
        NativeSources sources = NativeSources.of(service);

        assertThat(sources.arguments()).contains("-runner.jar", "--no-fallback");
    }

    /** Records of one component are written as plain values by a serialiser that knows them. */
    @ParameterizedTest
    @MethodSource("services")
    void theRecordsThatCrossServicesAreOpenToReflection(String service) throws IOException {
        Set<String> records = new ClassFileImporter()
                .importPath(Services.classes("contracts")).stream()
                        .filter(type -> !PURE_LOGIC.contains(type.getPackageName()))
                        .filter(type -> type.isRecord()
                                && type.getFields().stream()
                                                .filter(field -> !isStatic(field))
                                                .count()
                                        > 1)
                        .map(JavaClass::getName)
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(records).contains("dev.fairlead.contracts.usage.UsageEvent");
        assertThat(NativeSources.of(service).reflective()).containsAll(records);
    }

    @ParameterizedTest
    @MethodSource("services")
    void whatAsksForReflectionIsOpenToIt(String service) throws IOException {
        Set<String> registered = new TreeSet<>();
        classes(service)
                .forEach(type -> type.tryGetAnnotationOfType(REGISTER)
                        .ifPresent(annotation -> registered.addAll(targets(type, annotation))));

        assertThat(registered).contains("dev.fairlead.platform.problem.Problem");
        assertThat(NativeSources.of(service).reflective()).containsAll(registered);
    }

    private static Set<String> targets(JavaClass type, JavaAnnotation<JavaClass> annotation) {
        JavaClass[] targets = (JavaClass[]) annotation.get("targets").orElse(new JavaClass[0]);
        return targets.length == 0
                ? Set.of(type.getName())
                : Stream.of(targets).map(JavaClass::getName).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @MethodSource("services")
    void theBodiesOfRestMethodsAreOpenToReflection(String service) throws IOException {
        assertThat(NativeSources.of(service).reflective()).containsAll(restBodies(service));
    }

    @Test
    void theBodiesOfRestMethodsAreFound() {
        assertThat(restBodies("billing"))
                .contains("dev.fairlead.billing.key.KeyView", "dev.fairlead.billing.generation.GenerationView");
        assertThat(restBodies("cache")).contains("dev.fairlead.cache.response.CacheStatistics");
    }

    private static Set<String> restBodies(String service) {
        Set<JavaClass> bodies = new HashSet<>();
        for (JavaClass type : classes(service)) {
            if (type.isAnnotatedWith("jakarta.ws.rs.Path")) {
                type.getMethods().stream()
                        .filter(NativeReadinessTest::isRestMethod)
                        .flatMap(NativeReadinessTest::involved)
                        .forEach(body -> addWithComponents(body, bodies));
            }
        }
        return bodies.stream().map(JavaClass::getName).collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isRestMethod(JavaMethod method) {
        return method.getAnnotations().stream()
                .anyMatch(annotation ->
                        HTTP_METHODS.contains(annotation.getRawType().getSimpleName()));
    }

    private static Stream<JavaClass> involved(JavaMethod method) {
        return Stream.concat(
                method.getReturnType().getAllInvolvedRawTypes().stream(),
                method.getParameters().stream()
                        .map(JavaParameter::getType)
                        .flatMap(type -> type.getAllInvolvedRawTypes().stream()));
    }

    private static void addWithComponents(JavaClass type, Set<JavaClass> found) {
        if (!type.getName().startsWith(OURS) || !type.isRecord() || isPlainValue(type) || !found.add(type)) {
            return;
        }
        type.getFields().stream()
                .filter(field -> !isStatic(field))
                .flatMap(field -> field.getType().getAllInvolvedRawTypes().stream())
                .forEach(component -> addWithComponents(component, found));
    }

    private static boolean isPlainValue(JavaClass type) {
        return type.getPackageName().startsWith(OURS + "contracts")
                && type.getFields().stream().filter(field -> !isStatic(field)).count() == 1;
    }

    private static boolean isStatic(JavaField field) {
        return field.getModifiers().contains(JavaModifier.STATIC);
    }

    private static JavaClasses classes(String service) {
        return new ClassFileImporter()
                .importPaths(Services.classes(service), Services.classes("platform"), Services.classes("contracts"));
    }

    /** What a service reads by name: its Redis functions, its catalog, its migrations. */
    @ParameterizedTest
    @MethodSource("services")
    void theResourcesThatAreReadByNameAreKept(String service) throws IOException {
        NativeSources sources = NativeSources.of(service);
        Path classes = Services.classes(service);
        List<String> resources;
        try (Stream<Path> files = Files.walk(classes)) {
            resources = files.filter(Files::isRegularFile)
                    .map(file -> classes.relativize(file).toString())
                    .filter(NativeReadinessTest::isReadByName)
                    .sorted()
                    .toList();
        }

        assertThat(resources)
                .allSatisfy(resource -> assertThat(sources.keeps(resource))
                        .as(resource + " of " + service)
                        .isTrue());
        switch (service) {
            case "billing" ->
                assertThat(resources)
                        .anyMatch(resource -> resource.endsWith("/admission.lua"))
                        .anyMatch(resource -> resource.startsWith("db/migration/"));
            case "catalog" ->
                assertThat(resources)
                        .anyMatch(resource -> resource.startsWith("catalog/models/"))
                        .anyMatch(resource -> resource.startsWith("db/migration/"));
            default -> assertThat(resources).noneMatch(resource -> resource.startsWith("db/migration/"));
        }
    }

    private static boolean isReadByName(String resource) {
        return resource.endsWith(".lua") || resource.startsWith("db/migration/") || resource.startsWith("catalog/");
    }
}
