package dev.fairlead.router.rules;

import java.util.Map;
import java.util.function.Supplier;

import dev.fairlead.platform.identity.Roles;
import dev.fairlead.router.RealKeycloak;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.jspecify.annotations.Nullable;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The router's API as somebody calls it. Whatever it answers has to be what the API document says.
 *
 * @param token makes the caller's token, which does not live long; null for nobody's
 * @param headers what the caller says besides
 */
record RulesApi(Supplier<@Nullable String> token, Map<String, String> headers) {

    static final RulesApi OPERATOR = person("olga", Roles.OPERATOR);
    static final RulesApi ANONYMOUS = new RulesApi(() -> null, Map.of());

    private static final RoutingDocument DOCUMENT = RoutingDocument.load();
    private static final String BASE = "/api/v1/";

    static RulesApi person(String name, String role, String... organisations) {
        return new RulesApi(() -> RealKeycloak.tokenOf(name, role, organisations), Map.of());
    }

    /** An API key, as the edge vouches for it. */
    static RulesApi key(String organisation) {
        return new RulesApi(
                () -> RealKeycloak.tokenOf("edge", Roles.SERVICE),
                Map.of("X-Fairlead-Organisation", organisation, "X-Fairlead-Key", "ab".repeat(32)));
    }

    RulesApi with(String name, String value) {
        return new RulesApi(token, Map.of(name, value));
    }

    ValidatableResponse call(String method, String path, @Nullable String body) {
        RequestSpecification request = given().urlEncodingEnabled(false).headers(headers);
        String bearer = token.get();
        if (bearer != null) {
            request.auth().oauth2(bearer);
        }
        if (body != null) {
            request.contentType(ContentType.JSON).body(body);
        }
        ValidatableResponse answer = request.request(method, BASE + path).then();
        assertDocumented(method, BASE + path, answer.extract().response());
        return answer;
    }

    private static void assertDocumented(String method, String path, Response answer) {
        String mediaType = String.valueOf(answer.contentType()).split(";", 2)[0];
        assertThat(DOCUMENT.faults(method, path.split("\\?", 2)[0], answer.statusCode(), mediaType, answer.asString()))
                .as("%s %s: %d %s", method, path, answer.statusCode(), answer.asString())
                .isEmpty();
    }

    ValidatableResponse get(String path) {
        return call("GET", path, null);
    }

    ValidatableResponse post(String path, String body) {
        return call("POST", path, body);
    }

    ValidatableResponse put(String path, String body) {
        return call("PUT", path, body);
    }

    ValidatableResponse delete(String path) {
        return call("DELETE", path, null);
    }
}
