package dev.fairlead.edge.reference;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.fairlead.edge.reference.PublishedDocument.Operation;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;

/**
 * Compares routes with operations.
 *
 * <p>A route is a method (or any) and either a path or everything below one. Those that are handed on to another service
 * may take more methods than the service knows: it says so itself. What there is below {@code /api/v1/catalog} only the
 * catalog knows: its {@code ManagementDocumentTest} holds its routes against the document.
 */
final class DocumentedRoutes {

    static final DocumentedRoutes OF_THE_DOCUMENT = new DocumentedRoutes(PublishedDocument.load());

    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]+}|:\\w+");

    private final PublishedDocument document;

    private DocumentedRoutes(PublishedDocument document) {
        this.document = document;
    }

    /** Whether the document says what a route is for. */
    boolean cover(Route route) {
        List<Operation> there = document.operations().stream()
                .filter(operation -> matches(route, document.address(operation)))
                .toList();
        Set<HttpMethod> methods = route.methods();
        return !there.isEmpty()
                && (methods == null
                        || there.stream().allMatch(DocumentedRoutes::isForPeople)
                        || methods.stream()
                                .allMatch(method -> method.equals(HttpMethod.HEAD)
                                        || there.stream()
                                                .anyMatch(operation ->
                                                        operation.method().equals(method.name()))));
    }

    private static boolean isForPeople(Operation operation) {
        return !operation.node().path("security").findValues("keycloak").isEmpty();
    }

    /** Whether a route answers a request, rather than saying that its method is not taken there. */
    static boolean answers(Route route, String method, String address) {
        Set<HttpMethod> methods = route.methods();
        boolean isPrefix = !route.isExactPath();
        return matches(route, address)
                && (methods == null
                        ? isPrefix
                        : methods.stream().anyMatch(one -> one.name().equals(method)));
    }

    private static boolean matches(Route route, String address) {
        String path = shape(route.getPath());
        return route.isExactPath()
                ? shape(address).equals(path)
                : shape(address).startsWith(path);
    }

    /** The path without the names of its parameters. */
    private static String shape(String path) {
        return PARAMETER.matcher(path).replaceAll(Matcher.quoteReplacement("{}"));
    }
}
