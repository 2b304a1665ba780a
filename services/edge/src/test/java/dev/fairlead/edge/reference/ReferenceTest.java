package dev.fairlead.edge.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The document as the edge serves it, held against the routes that the edge has; neither Redis nor Keycloak is there. */
@QuarkusTest
@TestProfile(ReferenceTest.Alone.class)
class ReferenceTest {

    private static final PublishedDocument DOCUMENT = PublishedDocument.load();

    /** An edge with nothing else around it. */
    public static final class Alone implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "REDIS_URL",
                    "redis://127.0.0.1:1",
                    "KEYCLOAK_URL",
                    "http://127.0.0.1:1",
                    "fairlead.edge.catalog-url",
                    "http://127.0.0.1:1",
                    "fairlead.edge.billing-url",
                    "http://127.0.0.1:1",
                    "fairlead.edge.admission.journal-directory",
                    "target/reference-journal");
        }
    }

    /** Sees the routes being made. */
    @Singleton
    static class Routes {

        private final List<Router> routers = new ArrayList<>();

        void routes(@Observes Router router) {
            routers.add(router);
        }

        List<Route> all() {
            return routers.stream()
                    .flatMap(router -> router.getRoutes().stream())
                    .toList();
        }
    }

    private final Routes routes;

    ReferenceTest(Routes routes) {
        this.routes = routes;
    }

    private static RequestSpecification request() {
        return RestAssured.given().redirects().follow(false);
    }

    @Test
    void everyRouteIsDocumented() {
        assertThat(routes.all().stream().filter(ReferenceTest::isOfTheApi))
                .isNotEmpty()
                .filteredOn(route -> !DocumentedRoutes.OF_THE_DOCUMENT.cover(route))
                .isEmpty();
    }

    @Test
    void everythingDocumentedHasARoute() {
        assertThat(DOCUMENT.operations())
                .isNotEmpty()
                .filteredOn(operation -> routes.all().stream()
                        .noneMatch(route -> isOfTheApi(route)
                                && DocumentedRoutes.answers(route, operation.method(), DOCUMENT.address(operation))))
                .isEmpty();
    }

    @Test
    void aRouteThatNobodyDocumentedIsFound() {
        // Given
        Router router = Router.router(Vertx.vertx());
        Route documented = router.get("/api/v1/keys/:key");
        Route otherMethod = router.put("/api/v1/chat/completions");
        Route unknown = router.get("/api/v1/secrets");
        Route unknownBelow = router.route("/api/v1/secrets/*");

        // When, Then
        assertThat(DocumentedRoutes.OF_THE_DOCUMENT.cover(documented)).isTrue();
        assertThat(List.of(otherMethod, unknown, unknownBelow)).noneMatch(DocumentedRoutes.OF_THE_DOCUMENT::cover);
    }

    /** Routes of the page are for people; the last one of all says that there is nothing, and failures go to another. */
    private static boolean isOfTheApi(Route route) {
        String path = route.getPath();
        return path != null && !path.equals("/api/v1/") && (path.startsWith("/openapi") || path.startsWith("/api/"));
    }

    // ---- the document

    @Test
    void theDocumentIsServedInBothForms() {
        Response json = request().get("/openapi.json");
        Response yaml = request().get("/openapi.yaml");

        assertThat(json.statusCode()).isEqualTo(200);
        assertThat(json.contentType()).startsWith("application/json");
        assertThat(json.asByteArray()).isEqualTo(ApiDocument.load().json());
        assertThat(yaml.statusCode()).isEqualTo(200);
        assertThat(yaml.contentType()).startsWith("application/yaml");
        assertThat(yaml.asByteArray()).isEqualTo(ApiDocument.load().yaml());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openapi.json", "/openapi.yaml"})
    void anyWebPageMayReadIt(String path) {
        Response answer = request().header("Origin", "https://app.acme.example").get(path);

        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openapi.json", "/openapi.yaml", "/docs", "/docs/swagger-ui.css"})
    void whatHasNotChangedIsNotSentAgain(String path) {
        // Given
        String etag = request().get(path).header("ETag");

        // When
        Response again = request().header("If-None-Match", etag).get(path);
        Response other = request().header("If-None-Match", "\"other\"").get(path);

        // Then
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.asByteArray()).isEmpty();
        assertThat(again.header("ETag")).isEqualTo(etag);
        assertThat(other.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openapi.json", "/docs"})
    void headSaysHowLongItIs(String path) {
        Response head = request().head(path);

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.asByteArray()).isEmpty();
        assertThat(Integer.parseInt(head.header("Content-Length")))
                .isEqualTo(request().get(path).asByteArray().length);
    }

    @ParameterizedTest
    @CsvSource({"POST, /openapi.json", "DELETE, /openapi.yaml", "PUT, /docs"})
    void nothingCanBeChanged(String method, String path) {
        assertThat(request().request(method, path).statusCode()).isEqualTo(405);
    }

    // ---- the page

    @Test
    void thePageIsThere() {
        Response page = request().get("/docs");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.contentType()).startsWith("text/html");
        assertThat(page.asString()).contains("Fairlead", "/openapi.yaml");
    }

    @Test
    void whatThePageNeedsComesFromHere() {
        // Given
        String page = request().get("/docs").asString();
        List<String> needed = Pattern.compile("(?:src|href)=\"([^\"]+)\"")
                .matcher(page)
                .results()
                .map(match -> match.group(1))
                .filter(address -> !address.equals("data:,"))
                .toList();

        // When, Then
        assertThat(needed)
                .contains("/docs/swagger-ui-bundle.js", "/docs/swagger-ui.css", "/docs/page.js")
                .allSatisfy(address -> {
                    assertThat(address).startsWith("/");
                    assertThat(request().get(address).statusCode()).isEqualTo(200);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs", "/docs/page.js"})
    void thePageMayTalkToNobodyElse(String path) {
        Response answer = request().get(path);

        assertThat(Arrays.stream(answer.header("Content-Security-Policy").split("; ")))
                .contains("default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/docs/nothing.js",
                "/docs/index.html.bak",
                "/docs/..%2Fapi%2Fbase.yaml",
                "/docs/%2e%2e/ApiDocument.class",
                "/docs/page/page.js"
            })
    void nothingElseIsReadFromTheClassPath(String path) {
        assertThat(request().urlEncodingEnabled(false).get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void peopleAtTheRootAreShownTheWay() {
        Response browser = request()
                .header("Accept", "text/html,application/xhtml+xml;q=0.9")
                .get("/");
        Response program = request().header("Accept", "application/json").get("/");

        assertThat(browser.statusCode()).isEqualTo(303);
        assertThat(browser.header("Location")).endsWith("/docs");
        assertThat(program.statusCode()).isEqualTo(404);
    }
}
