package dev.fairlead.catalog.registration;

import java.util.Map;
import java.util.function.Supplier;

import dev.fairlead.catalog.Tokens;
import dev.fairlead.platform.identity.Roles;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.jspecify.annotations.Nullable;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The management API as somebody calls it. Whatever it answers has to be what the API document says.
 *
 * @param token makes the caller's token, which does not live long; null for nobody's
 */
record ManagementApi(Supplier<@Nullable String> token) {

    static final ManagementApi OPERATOR = of(Roles.OPERATOR);
    static final ManagementApi ANONYMOUS = new ManagementApi(() -> null);

    private static final ManagementDocument DOCUMENT = ManagementDocument.load();
    private static final String BASE = "/api/v1/catalog/";

    static ManagementApi developerOf(String organisation) {
        return new ManagementApi(() -> Tokens.of("bob", Roles.DEVELOPER, organisation));
    }

    /** Somebody of acme. */
    static ManagementApi of(String role) {
        return new ManagementApi(() -> Tokens.of("alice", role, "acme"));
    }

    ValidatableResponse call(String method, String path, @Nullable Object body) {
        RequestSpecification request = given().urlEncodingEnabled(false);
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

    ValidatableResponse post(String path, Map<String, ?> body) {
        return call("POST", path, body);
    }

    ValidatableResponse patch(String path, Map<String, ?> body) {
        return call("PATCH", path, body);
    }

    ValidatableResponse put(String path, Map<String, ?> body) {
        return call("PUT", path, body);
    }

    ValidatableResponse delete(String path) {
        return call("DELETE", path, null);
    }
}
