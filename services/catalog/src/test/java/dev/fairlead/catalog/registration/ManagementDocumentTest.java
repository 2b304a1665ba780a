package dev.fairlead.catalog.registration;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import jakarta.ws.rs.HttpMethod;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the catalog takes from people, held against what the API document says of it. */
class ManagementDocumentTest {

    private static final String MANAGEMENT = "/api/v1/catalog/";

    private static final ManagementDocument DOCUMENT = ManagementDocument.load();

    @Test
    void everyManagementRouteIsDocumentedAndEveryDocumentedOneIsThere() throws Exception {
        // Given
        Set<String> routes = new TreeSet<>();
        for (Class<?> type : classesOfTheCatalog()) {
            addRoutes(type, routes);
        }

        // When
        Set<String> documented = DOCUMENT.operations(MANAGEMENT);

        // Then
        assertThat(routes).contains("GET /api/v1/catalog/changes", "PUT /api/v1/catalog/endpoints/{}/offer");
        assertThat(documented).isEqualTo(routes);
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of("post", "/catalog/providers", ProviderReader.NEW),
                Arguments.of("patch", "/catalog/providers/{id}", ProviderReader.CHANGEABLE),
                Arguments.of("put", "/catalog/providers/{id}/credential", Set.of("credential", "why")),
                Arguments.of("post", "/catalog/models", ModelReader.NEW),
                Arguments.of("patch", "/catalog/models/{author}/{slug}", ModelReader.CHANGEABLE),
                Arguments.of("post", "/catalog/endpoints", EndpointReader.NEW),
                Arguments.of("patch", "/catalog/endpoints/{id}", EndpointReader.CHANGEABLE),
                Arguments.of("put", "/catalog/endpoints/{id}/ceiling", withReason(PriceReader.KNOWN)),
                Arguments.of("put", "/catalog/endpoints/{id}/offer", withReason(PriceReader.KNOWN)));
    }

    private static Set<String> withReason(Set<String> prices) {
        Set<String> fields = new TreeSet<>(prices);
        fields.addAll(Set.of("confirm", "why"));
        return fields;
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void fieldsOfARequestAreThoseThatAreRead(String method, String path, Set<String> read) {
        assertThat(DOCUMENT.bodyOf(method, path)).containsExactlyInAnyOrderElementsOf(read);
    }

    @Test
    void pricesWithinAnEndpointAreThoseThatAreRead() {
        assertThat(DOCUMENT.properties("EnteredPrices")).containsExactlyInAnyOrderElementsOf(PriceReader.KNOWN);
        assertThat(DOCUMENT.properties("PriceList")).containsExactlyInAnyOrderElementsOf(PriceReader.KNOWN);
    }

    @Test
    void anAnswerThatIsNotDocumentedIsFound() {
        String list = "/api/v1/catalog/providers";
        String json = "application/json";

        assertThat(DOCUMENT.faults("GET", list, 200, json, "{\"data\":[]}")).isEmpty();
        assertThat(DOCUMENT.faults("GET", list, 200, json, "{\"data\":[],\"more\":1}"))
                .isNotEmpty();
        assertThat(DOCUMENT.faults("GET", list, 200, json, "{\"data\":[{}]}")).isNotEmpty();
        assertThat(DOCUMENT.faults("GET", list, 200, "text/plain", "x")).isNotEmpty();
        assertThat(DOCUMENT.faults("GET", list, 204, "", "")).isNotEmpty();
        assertThat(DOCUMENT.faults("DELETE", list, 204, "", "")).isNotEmpty();
    }

    private static List<Class<?>> classesOfTheCatalog() throws IOException, URISyntaxException, ClassNotFoundException {
        ClassLoader loader = ManagementDocumentTest.class.getClassLoader();
        Path root = Path.of(ProviderRoutes.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root.resolve("dev/fairlead/catalog"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".class"))
                    .filter(path -> !path.endsWith("package-info.class"))
                    .toList()) {
                String name = root.relativize(file)
                        .toString()
                        .replaceAll("\\.class$", "")
                        .replace('/', '.');
                classes.add(Class.forName(name, false, loader));
            }
        }
        return classes;
    }

    private static void addRoutes(Class<?> type, Set<String> routes) {
        jakarta.ws.rs.Path base = type.getAnnotation(jakarta.ws.rs.Path.class);
        if (base == null || !(base.value() + '/').startsWith(MANAGEMENT)) {
            return;
        }
        for (Method method : type.getDeclaredMethods()) {
            jakarta.ws.rs.Path below = method.getAnnotation(jakarta.ws.rs.Path.class);
            String path = ManagementDocument.shape(base.value() + (below == null ? "" : below.value()));
            for (Annotation annotation : method.getAnnotations()) {
                HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
                if (verb != null) {
                    routes.add(verb.value() + ' ' + path);
                }
            }
        }
    }
}
