package dev.fairlead.cache.response;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.restassured.RestAssured.given;
import static java.util.Objects.requireNonNull;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

/** Who may ask the cache, while Keycloak is there and while it is not. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class CallersTest {

    private static final String PATH = "/internal/cache/callers/" + "0".repeat(64);

    Backends.@Nullable Parts parts;

    private KeycloakKeys keycloak() {
        return requireNonNull(parts).keycloak();
    }

    @AfterEach
    void keycloakComesBack() {
        keycloak().comeBack();
    }

    @Test
    void withoutATokenNobodyIsLetIn() {
        given().get(PATH)
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", equalTo("Bearer"));
    }

    @Test
    void expiredTokenIsRefused() {
        given().auth()
                .oauth2(keycloak().expiredToken("service"))
                .get(PATH)
                .then()
                .statusCode(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "fl-v1-0123456789abcdef", "a.b.c"})
    void whatIsNoTokenIsRefused(String token) {
        given().auth().oauth2(token).get(PATH).then().statusCode(401);
    }

    @Test
    void tokenOfAPersonIsForbidden() {
        given().auth()
                .oauth2(keycloak().token("admin", "developer"))
                .get(PATH)
                .then()
                .statusCode(403)
                .contentType("application/problem+json");
    }

    @Test
    void tokenOfAnUnknownKeyIsRefusedWhileKeycloakIsThere() {
        given().auth()
                .oauth2(keycloak().tokenOfAnotherKey("service"))
                .get(PATH)
                .then()
                .statusCode(401);
    }

    @Test
    void whileKeycloakIsAwayKnownKeysStillCountAndUnknownOnesCannotBeJudged() {
        get(keycloak().token("service")).then().statusCode(404);
        keycloak().goAway();

        get(keycloak().token("service")).then().statusCode(404);
        given().auth()
                .oauth2(keycloak().tokenOfAnotherKey("service"))
                .get(PATH)
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", notNullValue());
    }

    private static Response get(String token) {
        return given().auth().oauth2(token).get(PATH);
    }
}
