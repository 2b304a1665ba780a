package dev.fairlead.catalog.registration;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import dev.fairlead.catalog.RealBackends;
import dev.fairlead.contracts.catalog.CatalogSnapshot;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.contracts.catalog.Standing;
import dev.fairlead.platform.identity.Roles;
import dev.fairlead.platform.secret.SealBrokenException;
import dev.fairlead.platform.secret.SecretKeys;
import dev.fairlead.platform.snapshot.SnapshotCodec;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.fairlead.catalog.registration.ManagementApi.ANONYMOUS;
import static dev.fairlead.catalog.registration.ManagementApi.OPERATOR;
import static io.restassured.RestAssured.given;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@QuarkusTestResource(RealBackends.class)
class RegistrationTest {

    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final String SECRET = "sk-secret-of-the-tests";
    private static final ManagementApi DEVELOPER = ManagementApi.developerOf("acme");
    private static final ManagementApi STRANGER = ManagementApi.developerOf("globex");

    private final String id = "own-" + COUNTER.incrementAndGet();

    @BeforeEach
    void waitForTheCatalog() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> given().get("/internal/snapshot").then().statusCode(200));
    }

    /** The other tests of this service share the catalog. */
    @AfterEach
    void removeWhatWasEntered() {
        assertThat(OPERATOR.delete("providers/" + id + "?cascade=true")
                        .extract()
                        .statusCode())
                .isIn(204, 404);
        assertThat(OPERATOR.delete("models/acme/" + id + "?cascade=true")
                        .extract()
                        .statusCode())
                .isIn(204, 404);
    }

    private Map<String, Object> provider() {
        return new HashMap<>(
                Map.of("id", id, "name", "Own", "base_url", "http://127.0.0.1:11434/v1/", "dialect", "openai"));
    }

    private Map<String, Object> provider(String field, Object value) {
        Map<String, Object> provider = provider();
        provider.put(field, value);
        return provider;
    }

    private void addProviderOfAcme() {
        DEVELOPER.post("providers", provider("organisation", "acme")).statusCode(201);
    }

    private Map<String, Object> endpoint(String model) {
        return new HashMap<>(Map.of(
                "provider",
                id,
                "model",
                model,
                "upstream_model",
                "llama-1",
                "max_output_tokens",
                1000,
                "prices",
                Map.of("input", "0.10", "output", "0.40")));
    }

    private void addModelOfAcme() {
        DEVELOPER
                .post("models", Map.of("organisation", "acme", "slug", id, "name", "Own model", "context_length", 8192))
                .statusCode(201)
                .body("data.id", equalTo("acme/" + id));
    }

    private static CatalogSnapshot snapshot() {
        return SnapshotCodec.catalog().decode(given().get("/internal/snapshot").asByteArray());
    }

    private static void assertRefused(ValidatableResponse answer, int status, String field) {
        answer.statusCode(status).contentType("application/problem+json").body("errors[0].field", equalTo(field));
    }

    @Test
    void providerIsEnteredShownChangedAndRemoved() {
        OPERATOR.post("providers", provider())
                .statusCode(201)
                .body("data.id", equalTo(id))
                .body("data.base_url", equalTo("http://127.0.0.1:11434/v1"))
                .body("data.authentication", equalTo("bearer"))
                .body("data.kind", equalTo("private"))
                .body("data.organisation", nullValue())
                .body("data.credential.set", equalTo(false));
        OPERATOR.post("providers", provider()).statusCode(409);
        OPERATOR.patch("providers/" + id, Map.of("name", "New name", "why", "a better name"))
                .statusCode(200)
                .body("data.name", equalTo("New name"))
                .body("data.base_url", equalTo("http://127.0.0.1:11434/v1"));
        OPERATOR.get("providers/" + id).body("data.name", equalTo("New name"));
        OPERATOR.get("providers").body("data.id", hasItem(id));
        OPERATOR.get("changes?limit=1000&subject_id=" + id)
                .body("data.why", hasItem("a better name"))
                .body("data.who", hasItem("alice"));
        OPERATOR.delete("providers/" + id).statusCode(204);
        OPERATOR.get("providers/" + id).statusCode(404);
        OPERATOR.delete("providers/" + id).statusCode(404);
    }

    @Test
    void credentialIsSealedInTheSnapshotAndNeverShown() throws SealBrokenException {
        OPERATOR.post("providers", provider("credential", SECRET))
                .statusCode(201)
                .body("data.credential.set", equalTo(true))
                .body(not(containsString(SECRET)));
        Provider first = inSnapshot();
        OPERATOR.put("providers/" + id + "/credential", Map.of("credential", SECRET + "-2"))
                .statusCode(200)
                .body(not(containsString(SECRET)));

        SecretKeys keys = SecretKeys.parse(RealBackends.SECRETS_KEYS);
        assertThat(keys.open(requireNonNull(first.sealedCredential()), id)).isEqualTo(SECRET);
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(
                        () -> assertThat(keys.open(requireNonNull(inSnapshot().sealedCredential()), id))
                                .isEqualTo(SECRET + "-2"));
        OPERATOR.get("providers").body(not(containsString(SECRET)));
        OPERATOR.get("changes?limit=1000&subject_id=" + id).body(not(containsString(SECRET)));
        Map<String, Object> none = new HashMap<>();
        none.put("credential", null);
        OPERATOR.put("providers/" + id + "/credential", none).body("data.credential.set", equalTo(false));
        assertRefused(OPERATOR.put("providers/" + id + "/credential", Map.of()), 400, "credential");
        assertRefused(
                OPERATOR.put("providers/" + id + "/credential", Map.of("credential", "a\r\nHost: b")),
                400,
                "credential");
        OPERATOR.call("POST", "providers/reseal", null).statusCode(200).body("unopenable", equalTo(List.of()));
    }

    private Provider inSnapshot() {
        await().atMost(Duration.ofSeconds(5))
                .until(() -> snapshot().providers().stream().anyMatch(p -> p.id().equals(id)));
        return snapshot().providers().stream()
                .filter(p -> p.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void credentialNeverGoesAlongToAnotherServer() {
        OPERATOR.post("providers", provider("credential", SECRET)).statusCode(201);

        assertRefused(
                OPERATOR.patch("providers/" + id, Map.of("base_url", "http://127.0.0.1:9999/v1")), 409, "base_url");
        OPERATOR.patch("providers/" + id, Map.of("base_url", "http://127.0.0.1:11434/v2"))
                .statusCode(200);
        OPERATOR.patch("providers/" + id, Map.of("base_url", "http://127.0.0.1:9999/v1", "credential", "another"))
                .statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({
        "base_url, http://10.0.0.1/v1",
        "base_url, http://169.254.169.254/latest",
        "base_url, 'http://[::ffff:10.0.0.1]/v1'",
        "base_url, http://127.0.0.2/v1",
        "base_url, http://2130706433/v1",
        "base_url, http://127.0.0.1@example.com/v1",
        "base_url, ftp://127.0.0.1",
        "base_url, http://no-such-host.invalid/v1",
        "id, Upper",
        "id, '../x'",
        "name, ' '",
        "dialect, cohere",
        "kind, friend",
        "headquarters, Germany",
        "documentation_url, javascript:1",
        "organisation, 'Acme Inc'",
        "trains, 'yes'",
        "retention_days, '3'",
        "environment_keys, 'x'",
    })
    void faultyFieldOfAProviderIsNamed(String field, String value) {
        assertRefused(OPERATOR.post("providers", provider(field, value)), 400, field);
        OPERATOR.get("providers/" + id).statusCode(404);
    }

    @Test
    void fieldThatNobodyMaySetIsRefusedByName() {
        assertRefused(OPERATOR.post("providers", provider("sealed_credential", "x")), 400, "sealed_credential");
        assertRefused(OPERATOR.post("providers", provider("origin", "files")), 400, "origin");
        assertRefused(
                OPERATOR.post("providers", provider("forwarded_headers", List.of("authorization"))),
                400,
                "forwarded_headers");
        assertRefused(OPERATOR.patch("providers/openai", Map.of("organisation", "acme")), 400, "organisation");
        OPERATOR.call("POST", "providers", "[]").statusCode(400);
        OPERATOR.call("POST", "providers", "{").statusCode(400);
        OPERATOR.call("POST", "providers", "null").statusCode(400);
    }

    @Test
    void developerEntersThingsOfTheOwnOrganisationAndNothingThatSpendsTheOperatorsCredentials() {
        assertRefused(DEVELOPER.post("providers", provider()), 400, "organisation");
        assertRefused(DEVELOPER.post("providers", provider("organisation", "globex")), 403, "organisation");
        Map<String, Object> thief = provider("organisation", "acme");
        thief.put("environment_keys", List.of("OPENAI_API_KEY"));
        assertRefused(DEVELOPER.post("providers", thief), 403, "environment_keys");
        assertRefused(OPERATOR.post("providers", thief), 400, "environment_keys");
        addProviderOfAcme();

        Map<String, Object> onSharedProvider = endpoint("simulator/sim-chat");
        onSharedProvider.put("provider", "simulator");
        assertRefused(DEVELOPER.post("endpoints", onSharedProvider), 400, "provider");
        Map<String, Object> forOthers = endpoint("simulator/sim-chat");
        forOthers.put("organisation", "globex");
        assertRefused(DEVELOPER.post("endpoints", forOthers), 400, "organisation");
    }

    @Test
    void endpointIsPrivateUntilItIsOffered() {
        addProviderOfAcme();
        addModelOfAcme();
        String model = "acme/" + id;
        String endpoint = id + "/llama-1";
        DEVELOPER
                .post("endpoints", endpoint(model))
                .statusCode(201)
                .body("data.id", equalTo(endpoint))
                .body("data.organisation", equalTo("acme"))
                .body("data.standing", equalTo("routable"))
                .body("data.prices.input", equalTo("0.1"))
                .body("data.offer", nullValue());
        assertThat(published(model, endpoint).isVisibleTo("acme")).isTrue();
        assertThat(published(model, endpoint).isVisibleTo("globex")).isFalse();

        DEVELOPER
                .put("endpoints/" + endpoint + "/offer", Map.of("input", "0.20", "output", 0.8))
                .statusCode(200)
                .body("data.offer.output", equalTo("0.8"));
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(published(model, endpoint).isVisibleTo("globex"))
                        .isTrue());
        assertThat(requireNonNull(published(model, endpoint).pricesFor("globex"))
                        .base()
                        .completion())
                .isEqualByComparingTo("0.0000008");
        DEVELOPER.delete("endpoints/" + endpoint + "/offer").statusCode(200).body("data.offer", nullValue());
        DEVELOPER.delete("models/" + model).statusCode(409).body("detail", containsString(endpoint));
        DEVELOPER.delete("providers/" + id).statusCode(409).body("detail", containsString(endpoint));
        DEVELOPER.delete("providers/" + id + "?cascade=true").statusCode(204);
        DEVELOPER.get("endpoints/" + endpoint).statusCode(404);
        DEVELOPER.delete("models/" + model + "?why=done").statusCode(204);
    }

    private static Endpoint published(String model, String endpoint) {
        await().atMost(Duration.ofSeconds(5))
                .until(() -> snapshot().models().stream()
                        .flatMap(m -> m.endpoints().stream())
                        .anyMatch(e -> e.id().equals(endpoint)));
        return snapshot().models().stream()
                .filter(m -> m.id().equals(model))
                .flatMap(m -> m.endpoints().stream())
                .filter(e -> e.id().equals(endpoint))
                .findFirst()
                .orElseThrow();
    }

    /** Each answer is held against the API document by {@link ManagementApi}. */
    @Test
    void whatCameWithTheFilesIsShownToOperatorsAsDocumented() {
        List<String> providers =
                OPERATOR.get("providers").statusCode(200).extract().path("data.id");

        assertThat(providers)
                .contains("openai", "simulator")
                .allSatisfy(provider ->
                        OPERATOR.get("endpoints?provider=" + provider).statusCode(200));
        OPERATOR.get("endpoints/simulator/sim-chat").statusCode(200).body("data.origin", equalTo("files"));
        OPERATOR.get("models/simulator/sim-chat").statusCode(200).body("data.endpoints", hasItem("simulator/sim-chat"));
    }

    @Test
    void slashesOfAnEndpointsIdMayBeEncoded() {
        addProviderOfAcme();
        Map<String, Object> endpoint = endpoint("simulator/sim-chat");
        endpoint.put("upstream_model", "meta/Llama-1:latest");
        DEVELOPER.post("endpoints", endpoint).statusCode(201);
        String encoded = "endpoints/" + id + "%2Fmeta%2FLlama-1%3Alatest";

        DEVELOPER.get(encoded).statusCode(200).body("data.id", equalTo(id + "/meta/Llama-1:latest"));
        DEVELOPER.put(encoded + "/offer", Map.of("input", 1, "output", 1)).statusCode(200);
        DEVELOPER.delete(encoded).statusCode(204);
    }

    @Test
    void bodyThatIsNotJsonIsRefused() {
        given().auth()
                .oauth2(String.valueOf(OPERATOR.token().get()))
                .contentType(ContentType.XML)
                .body("<provider/>")
                .post("/api/v1/catalog/providers")
                .then()
                .statusCode(415)
                .contentType("application/problem+json");
    }

    @Test
    void whatBelongsToAnotherOrganisationIsNotThere() {
        addProviderOfAcme();
        addModelOfAcme();
        DEVELOPER.post("endpoints", endpoint("acme/" + id)).statusCode(201);

        for (String path : List.of("providers/" + id, "models/acme/" + id, "endpoints/" + id + "/llama-1")) {
            DEVELOPER.get(path).statusCode(200);
            STRANGER.get(path).statusCode(404);
            STRANGER.patch(path, Map.of()).statusCode(404);
            STRANGER.delete(path).statusCode(404);
        }
        STRANGER.get("providers/openai").statusCode(404);
        STRANGER.get("providers").body("data.id", not(hasItem(id)));
        STRANGER.get("models").body("data.id", not(hasItem("acme/" + id)));
        STRANGER.get("endpoints?provider=" + id).body("data", equalTo(List.of()));
        assertRefused(STRANGER.post("endpoints", endpoint("simulator/sim-chat")), 400, "provider");
        assertRefused(STRANGER.post("endpoints", endpoint("acme/" + id)), 400, "model");
    }

    @Test
    void organisationsModelStaysUnderItsOwnName() {
        Map<String, Object> model =
                new HashMap<>(Map.of("organisation", "acme", "slug", id, "name", "Own model", "context_length", 8192));
        model.put("author", "openai");
        assertRefused(DEVELOPER.post("models", model), 400, "author");
        model.remove("author");
        model.put("aliases", List.of("gpt-99"));
        assertRefused(DEVELOPER.post("models", model), 400, "aliases");
        model.put("aliases", List.of());
        model.put("successor", "nobody/nothing");
        assertRefused(DEVELOPER.post("models", model), 400, "successor");
        ManagementApi impostor = ManagementApi.developerOf("simulator");
        model.put("successor", "simulator/sim-chat");
        model.put("organisation", "simulator");
        impostor.post("models", model).statusCode(409);
    }

    @ParameterizedTest
    @CsvSource({"-1", "'-0.5'", "1e400000", "0.1234567890123", "1234567890", "'1,5'", "''", "true", "NaN", "'0x10'"})
    void priceThatIsNoExactAmountIsNamed(String amount) {
        OPERATOR.post("providers", provider()).statusCode(201);
        String value = amount.matches("-?[0-9.e]+|true") ? amount : '"' + amount + '"';
        String body = """
                {"provider":"%s","model":"simulator/sim-chat","upstream_model":"m","max_output_tokens":10,
                 "prices":{"input":%s,"output":"1"}}""".formatted(id, value);

        OPERATOR.call("POST", "endpoints", body)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors[0].field", equalTo("prices.input"));
    }

    @Test
    void priceBeyondBeliefNeedsAConfirmation() {
        OPERATOR.post("providers", provider()).statusCode(201);
        Map<String, Object> dear = endpoint("simulator/sim-chat");
        dear.put("prices", Map.of("input", "90000", "output", "1"));

        assertRefused(OPERATOR.post("endpoints", dear), 409, "prices");
        dear.put("confirm", true);
        OPERATOR.post("endpoints", dear).statusCode(201).body("data.prices.input", equalTo("90000"));
    }

    @Test
    void ceilingMakesAnEndpointWithoutAPriceRoutableAndConfirmationOneThatIsUnverified() {
        OPERATOR.post("providers", provider()).statusCode(201);
        Map<String, Object> body = endpoint("simulator/sim-chat");
        body.remove("prices");
        body.put("status", "unverified");
        String endpoint = id + "/llama-1";
        OPERATOR.post("endpoints", body).statusCode(201).body("data.standing", equalTo("unverified"));

        OPERATOR.patch("endpoints/" + endpoint, Map.of("status", "current"))
                .statusCode(200)
                .body("data.standing", equalTo("unpriced"));
        OPERATOR.put("endpoints/" + endpoint + "/ceiling", Map.of("input", 3, "output", "9", "confirm", true))
                .statusCode(200)
                .body("data.standing", equalTo("routable"))
                .body("data.ceiling.input", equalTo("3"));
        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            Endpoint published = published("simulator/sim-chat", endpoint);
            assertThat(published.standing()).isEqualTo(Standing.ROUTABLE);
            assertThat(published.pricedByCeiling()).isTrue();
        });
        OPERATOR.delete("endpoints/" + endpoint + "/ceiling")
                .statusCode(200)
                .body("data.standing", equalTo("unpriced"));
        assertRefused(OPERATOR.put("endpoints/" + endpoint + "/ceiling", Map.of("input", 3)), 400, "output");
        OPERATOR.put("endpoints/" + endpoint + "/offer", Map.of("input", 3, "output", 9, "confirm", true))
                .statusCode(409);
        OPERATOR.delete("endpoints/" + endpoint).statusCode(204);
        OPERATOR.get("endpoints/" + endpoint).statusCode(404);
    }

    @Test
    void pricesMayDependOnThePromptAndTheTime() {
        OPERATOR.post("providers", provider()).statusCode(201);
        Map<String, Object> body = endpoint("simulator/sim-chat");
        body.put(
                "prices",
                Map.of(
                        "input", "1",
                        "output", "2",
                        "overrides",
                                List.of(
                                        Map.of("above_prompt_tokens", 200_000, "input", "2"),
                                        Map.of("utc_start", "16:30", "utc_end", "00:30", "input", "0.5"))));

        OPERATOR.post("endpoints", body)
                .statusCode(201)
                .body("data.prices.overrides[0].above_prompt_tokens", equalTo(200_000))
                .body("data.prices.overrides[1].utc_start", equalTo("16:30"))
                .body("data.prices.overrides[1].input", equalTo("0.5"));
        body.put("upstream_model", "other");
        body.put(
                "prices",
                Map.of("input", 1, "output", 2, "overrides", List.of(Map.of("utc_start", "16:30", "input", 1))));
        assertRefused(OPERATOR.post("endpoints", body), 400, "prices.overrides[0].utc_end");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, providers",
        "POST, providers",
        "GET, providers/openai",
        "PATCH, providers/openai",
        "DELETE, providers/openai",
        "PUT, providers/openai/credential",
        "POST, providers/reseal",
        "GET, models",
        "POST, models",
        "GET, models/simulator/sim-chat",
        "PATCH, models/simulator/sim-chat",
        "DELETE, models/simulator/sim-chat",
        "GET, endpoints",
        "POST, endpoints",
        "GET, endpoints/simulator/sim-chat",
        "PATCH, endpoints/simulator/sim-chat",
        "DELETE, endpoints/simulator/sim-chat",
        "PUT, endpoints/simulator/sim-chat/ceiling",
        "DELETE, endpoints/simulator/sim-chat/ceiling",
        "PUT, endpoints/simulator/sim-chat/offer",
        "DELETE, endpoints/simulator/sim-chat/offer",
    })
    void everyRouteIsClosedToThoseWhoMustNotUseIt(String method, String path) {
        String body = method.equals("GET") || method.equals("DELETE") || path.endsWith("reseal")
                ? null
                : path.endsWith("credential")
                        ? "{\"credential\":\"x\"}"
                        : path.matches(".*/(ceiling|offer)") ? "{\"input\":1,\"output\":1}" : "{}";
        ANONYMOUS.call(method, path, body).statusCode(401).contentType("application/problem+json");
        new ManagementApi(() -> "no-token").call(method, path, body).statusCode(401);
        for (String role : List.of(Roles.BILLING, Roles.VIEWER, Roles.SERVICE)) {
            ManagementApi.of(role).call(method, path, body).statusCode(403).contentType("application/problem+json");
        }
        int expected = path.endsWith("reseal") ? 403 : path.contains("/") ? 404 : method.equals("GET") ? 200 : 400;
        DEVELOPER.call(method, path, body).statusCode(expected);
        STRANGER.call(method, path, body).statusCode(expected);
        ManagementApi.of(Roles.ADMIN).call(method, path, body).statusCode(expected);
        assertThat(given().get("/internal/snapshot").statusCode()).isEqualTo(200);
    }
}
