package dev.fairlead.catalog.importing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import jakarta.inject.Inject;

import com.sun.net.httpserver.HttpServer;
import dev.fairlead.catalog.RealBackends;
import dev.fairlead.catalog.Tokens;
import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.listing.Origin;
import dev.fairlead.catalog.store.Alongside;
import dev.fairlead.catalog.store.Author;
import dev.fairlead.catalog.store.CatalogStore;
import dev.fairlead.contracts.catalog.Standing;
import dev.fairlead.contracts.money.PriceKind;
import dev.fairlead.platform.identity.Roles;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@QuarkusTestResource(RealBackends.class)
class ImportsTest {

    private static final String IMPORTS = "/api/v1/catalog/imports";
    private static final String HELD = "/api/v1/catalog/held-prices";

    private static final String FIRST = """
            provider: importer
            name: Importer
            dialect: openai
            base_url: https://importer.example/v1
            authentication: bearer
            environment_keys: [IMPORTER_API_KEY]
            endpoints:
              - {model: imported/one, upstream_model: one, price: {as_of: 2026-10-01, input: 2.00, output: 8}}
              - {model: imported/two, upstream_model: two, price: {as_of: 2026-10-01, input: 1, output: 2}}
              - {model: simulator/sim-chat, upstream_model: chat, price: {as_of: 2026-10-01, input: 1, output: 2}}
            ---
            author: imported
            models:
              - {slug: one, name: One, context_length: 8000}
              - {slug: two, name: Two, context_length: 8000}
            """;

    @Inject
    CatalogStore store;

    private Listing listed = Listing.EMPTY;

    @BeforeEach
    void waitForTheCatalog() {
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> run(store::version) > 0 && run(store::filesDigest) != null);
        listed = run(store::read).listing();
    }

    @AfterEach
    void putItBack() {
        run(() -> store.change(before -> listed, new Author("a test", "to see"), Origin.FILES, Alongside.NOTHING));
    }

    @Test
    void importShowsWhatItChangesAndChangesNothingUntilItIsApplied() {
        long version = run(store::version);

        JsonPath proposed = propose(FIRST).statusCode(201).extract().jsonPath();

        assertThat(proposed.getString("status")).isEqualTo("open");
        assertThat(proposed.getLong("base_version")).isEqualTo(version);
        assertThat(proposed.getList("diff.added.providers")).isEqualTo(List.of("importer"));
        assertThat(proposed.getList("diff.added.models")).isEqualTo(List.of("imported/one", "imported/two"));
        assertThat(proposed.getList("diff.added.endpoints"))
                .isEqualTo(List.of("importer/chat", "importer/one", "importer/two"));
        assertThat(proposed.getList("diff.removed.endpoints")).isEmpty();
        assertThat(run(store::version)).isEqualTo(version);
        apply(proposed.getString("id"))
                .statusCode(200)
                .body("status", equalTo("applied"))
                .body("why", equalTo("a test"))
                .body("applied_by", equalTo("ann"));
        assertThat(run(store::version)).isEqualTo(version + 1);
        admin().queryParam("subject_id", "importer/one")
                .get("/api/v1/catalog/changes")
                .then()
                .statusCode(200)
                .body("data.who", hasItem("ann"))
                .body("data.why", hasItem("a test"));
    }

    @Test
    void pricesGoUpOrDownByPercentAndWhatIsNoLongerListedGoes() {
        applied(FIRST);
        String second = FIRST.replace("input: 2.00", "input: 2.25")
                .replace("output: 8}", "output: 4}")
                .replaceAll(".*imported/two.*\n", "")
                .replaceAll(".*slug: two.*\n", "");

        JsonPath proposed = propose(second).statusCode(201).extract().jsonPath();

        assertThat(proposed.getString("diff.prices.find { it.kind == 'input' }.old"))
                .isEqualTo("2");
        assertThat(proposed.getString("diff.prices.find { it.kind == 'input' }.new"))
                .isEqualTo("2.25");
        assertThat(proposed.getString("diff.prices.find { it.kind == 'input' }.percent"))
                .isEqualTo("12.5");
        assertThat(proposed.getString("diff.prices.find { it.kind == 'output' }.percent"))
                .isEqualTo("-50.0");
        assertThat(proposed.getList("diff.prices")).hasSize(2);
        assertThat(proposed.getList("diff.removed.endpoints")).isEqualTo(List.of("importer/two"));
        assertThat(proposed.getList("diff.removed.models")).isEqualTo(List.of("imported/two"));
        assertThat(proposed.getList("diff.removed.providers")).isEmpty();
        String table = admin().accept("text/plain")
                .get(IMPORTS + "/" + proposed.getString("id"))
                .asString();
        assertThat(table)
                .contains(
                        "  importer/one  input   2  ->  2.25  +12.5 %\n",
                        "  importer/one  output  8  ->  4     -50.0 %\n")
                .endsWith("0 added, 2 removed, 1 price(s) up, 1 down, 0 other move(s), 0 held, 0 other change(s)\n");
        apply(proposed.getString("id")).statusCode(200);
        Listing now = run(store::read).listing();
        assertThat(now.models()).containsKey("imported/one").doesNotContainKey("imported/two");
        assertThat(now.models().keySet()).containsAll(listed.models().keySet());
        propose(second)
                .statusCode(201)
                .body("diff.prices", empty())
                .body("diff.changes", empty())
                .body("diff.added.endpoints", empty());
    }

    @Test
    void everyFaultIsNamedWithLineAndFieldAndNothingIsApplied() {
        long version = run(store::version);

        propose(FIRST.replace("input: 2.00", "input: -2.00").replace("context_length: 8000}", "context_length: many}"))
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors", hasSize(3))
                .body("errors[0].file", equalTo("import"))
                .body("errors[0].line", equalTo(8))
                .body("errors[0].field", equalTo("endpoints[0].price.input"))
                .body("errors[0].message", containsString("negative"))
                .body("errors[1].field", containsString("context_length"));

        propose("just text").statusCode(400).body("errors[0].line", equalTo(1));
        propose("").statusCode(400).body("errors[0].message", equalTo("is empty"));
        assertThat(run(store::version)).isEqualTo(version);
    }

    @Test
    void importIsRefusedOnceTheCatalogHasChangedAndWhenItWasApplied() {
        String id = propose(FIRST).extract().path("id");
        applied(FIRST.replace("Importer", "Somebody else"));

        apply(id).statusCode(409).body("detail", containsString("changed since"));

        String again = propose(FIRST).extract().path("id");
        apply(again).statusCode(200);
        apply(again).statusCode(409).body("detail", containsString("applied already"));
        apply("nothing").statusCode(404);
        admin().contentType("application/json")
                .body("{}")
                .post(IMPORTS + "/" + again + "/apply")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("why"));
    }

    @Test
    void priceBeyondBeliefWaitsWhileTheRestIsApplied() {
        applied(FIRST);
        String absurd = FIRST.replace(
                        "upstream_model: chat, price: {as_of: 2026-10-01, input: 1,",
                        "upstream_model: chat, price: {as_of: 2026-10-01, input: 99999,")
                .replace("input: 2.00", "input: 2.50");

        String id = propose(absurd)
                .statusCode(201)
                .body("diff.held_prices.endpoint", contains("importer/chat"))
                .body("diff.prices.endpoint", contains("importer/one"))
                .extract()
                .path("id");
        apply(id).statusCode(200);

        assertThat(inputPrice("importer/chat")).isEqualTo("1");
        assertThat(inputPrice("importer/one")).isEqualTo("2.5");
        String held = admin().get(HELD)
                .then()
                .statusCode(200)
                .body("data", hasSize(1))
                .body("data[0].usd.input", equalTo("99999"))
                .body("data[0].reason", containsString("times the usual"))
                .extract()
                .path("data[0].id");
        decide(held, "confirm").statusCode(200).body("status", equalTo("confirmed"));
        assertThat(inputPrice("importer/chat")).isEqualTo("99999");
        decide(held, "reject").statusCode(409);
        admin().get(HELD).then().body("data", empty());
    }

    @Test
    void newEndpointOfAnAbsurdPriceIsListedAsSuspectAndLosesThePriceIfItIsRejected() {
        applied(FIRST.replace(
                "upstream_model: chat, price: {as_of: 2026-10-01, input: 1,",
                "upstream_model: chat, price: {as_of: 2026-10-01, input: 0.0000001,"));

        String held =
                admin().get(HELD).then().body("data", hasSize(1)).extract().path("data[0].id");
        assertThat(standing("importer/chat")).isEqualTo(Standing.SUSPECT_PRICE);
        decide(held, "reject")
                .statusCode(200)
                .body("status", equalTo("rejected"))
                .body("why", equalTo("a test"));

        assertThat(standing("importer/chat")).isEqualTo(Standing.UNPRICED);
    }

    @Test
    void factsAreFetchedFromAnAddressWithinLimits() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] body = FIRST.getBytes(StandardCharsets.UTF_8);
        server.createContext("/facts", exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/elsewhere", exchange -> {
            exchange.getResponseHeaders().set("Location", "/facts");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] chunk = new byte[1 << 20];
            try (var out = exchange.getResponseBody()) {
                for (int i = 0; i < 64; i++) {
                    out.write(chunk);
                }
            }
        });
        server.start();
        String base = "http://127.0.0.1:" + server.getAddress().getPort();
        try {
            fetch(base + "/facts").statusCode(201).body("diff.added.providers", contains("importer"));
            fetch(base + "/elsewhere")
                    .statusCode(400)
                    .body("errors[0].detail", containsString("redirects are not followed"));
            fetch(base + "/endless").statusCode(400).body("errors[0].detail", containsString("more than"));
        } finally {
            server.stop(0);
        }
        fetch("http://10.1.2.3/facts").statusCode(400).body("errors[0].detail", containsString("private"));
        fetch("http://169.254.169.254/latest").statusCode(400).body("errors[0].detail", containsString("metadata"));
        fetch("file:///etc/passwd").statusCode(400).body("errors[0].field", equalTo("url"));
        fetch(base + "/facts").statusCode(400).body("errors[0].detail", containsString("does not answer"));
    }

    @Test
    void onlyAdminsMayImportAndLookIntoTheLog() {
        given().get(IMPORTS + "/x").then().statusCode(401);
        for (String role : List.of(Roles.DEVELOPER, Roles.BILLING, Roles.VIEWER, Roles.SERVICE)) {
            given().auth()
                    .oauth2(Tokens.of("bob", role, "acme"))
                    .get(HELD)
                    .then()
                    .statusCode(403);
            given().auth()
                    .oauth2(Tokens.of("bob", role, "acme"))
                    .get("/api/v1/catalog/changes")
                    .then()
                    .statusCode(403);
        }
    }

    @Test
    void logIsPagedAndRefusesBadParametersByName() {
        JsonPath first = admin().queryParam("limit", 2)
                .get("/api/v1/catalog/changes")
                .then()
                .statusCode(200)
                .body("data", hasSize(2))
                .extract()
                .jsonPath();
        admin().queryParam("limit", 1)
                .queryParam("after", first.getLong("next"))
                .get("/api/v1/catalog/changes")
                .then()
                .body("data[0].id", equalTo(first.getInt("next") + 1));
        admin().queryParam("after", Long.MAX_VALUE)
                .get("/api/v1/catalog/changes")
                .then()
                .body("data", empty())
                .body("next", nullValue());
        admin().queryParam("limit", "many")
                .get("/api/v1/catalog/changes")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("limit"));
    }

    private Standing standing(String endpoint) {
        return run(store::read).snapshot().models().stream()
                .flatMap(model -> model.endpoints().stream())
                .filter(candidate -> candidate.id().equals(endpoint))
                .findFirst()
                .orElseThrow()
                .standing();
    }

    private String inputPrice(String endpoint) {
        return run(store::read).listing().models().values().stream()
                .flatMap(model -> model.endpoints().stream())
                .filter(candidate -> candidate.id().equals(endpoint))
                .map(candidate -> requireNonNull(
                                requireNonNull(candidate.prices()).amount(PriceKind.INPUT))
                        .toPlainString())
                .findFirst()
                .orElseThrow();
    }

    private void applied(String documents) {
        String id = propose(documents).statusCode(201).extract().path("id");
        apply(id).statusCode(200);
    }

    private static ValidatableResponse propose(String documents) {
        return admin().contentType("application/yaml")
                .body(documents.getBytes(StandardCharsets.UTF_8))
                .post(IMPORTS)
                .then();
    }

    private static ValidatableResponse fetch(String url) {
        return admin().contentType("application/json")
                .body("{\"url\": \"" + url + "\"}")
                .post(IMPORTS)
                .then();
    }

    private static ValidatableResponse apply(String id) {
        return admin().contentType("application/json")
                .body("{\"why\": \"a test\"}")
                .post(IMPORTS + "/" + id + "/apply")
                .then();
    }

    private static ValidatableResponse decide(String id, String decision) {
        return admin().contentType("application/json")
                .body("{\"why\": \"a test\"}")
                .post(HELD + "/" + id + "/" + decision)
                .then();
    }

    private static RequestSpecification admin() {
        return given().auth().oauth2(Tokens.of("ann", Roles.OPERATOR, "acme"));
    }

    private static <T> T run(Supplier<Uni<T>> work) {
        try {
            return VertxContextSupport.subscribeAndAwait(work);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
