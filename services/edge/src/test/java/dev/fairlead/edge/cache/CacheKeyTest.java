package dev.fairlead.edge.cache;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.edge.request.ChatRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class CacheKeyTest {

    private static final String BODY = "{\"model\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"h i\"}]}";
    private static final ApiKey CALLER = key("acme", "one");

    @Test
    void isTheSameForTheSameRequest() {
        assertThat(of(CALLER, BODY)).isEqualTo(of(CALLER, BODY));
        assertThat(of(CALLER, BODY).digest()).matches("[0-9a-f]{64}");
        assertThat(of(CALLER, BODY).organisation()).isEqualTo(new OrganisationId("acme"));
    }

    @Test
    void ignoresWhiteSpaceBetweenTokens() {
        assertThat(
                        of(
                                CALLER,
                                " {\n\t\"model\" : \"a\" ,\r\n \"messages\" : [ { \"role\" : \"user\" , \"content\" : \"h i\" } ] } "))
                .isEqualTo(of(CALLER, BODY));
    }

    @Test
    void doesNotIgnoreWhiteSpaceWithinStrings() {
        assertThat(of(CALLER, BODY.replace("h i", "hi"))).isNotEqualTo(of(CALLER, BODY));
        assertThat(of(CALLER, BODY.replace("h i", "h  i"))).isNotEqualTo(of(CALLER, BODY));
    }

    @Test
    void theOrderOfMembersMatters() {
        assertThat(of(CALLER, "{\"messages\":[{\"role\":\"user\",\"content\":\"h i\"}],\"model\":\"a\"}"))
                .isNotEqualTo(of(CALLER, BODY));
    }

    @Test
    void differsByKeyOrganisationAndStream() {
        assertThat(of(key("acme", "two"), BODY).digest())
                .isNotEqualTo(of(CALLER, BODY).digest());
        assertThat(of(key("other", "one"), BODY)).isNotEqualTo(of(CALLER, BODY));
        assertThat(of(CALLER, BODY.replace("{\"model\"", "{\"stream\":true,\"model\"")))
                .isNotEqualTo(of(CALLER, BODY.replace("{\"model\"", "{\"stream\":false,\"model\"")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {}                            | {}
        ` { "a" : 1 , "b" : [ ] } `   | {"a":1,"b":[]}
        {"a b" : "c \\" d" }          | {"a b":"c \\" d"}
        {"a" : "x\\\\" , "b" : " y "} | {"a":"x\\\\","b":" y "}
        {"é 😀" : " ü " }             | {"é 😀":" ü "}
        """)
    void takesOutWhiteSpaceBetweenTokensOnly(String json, String compact) {
        assertThat(new String(CacheKey.withoutSpace(json.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8))
                .isEqualTo(compact);
    }

    private static CacheKey of(ApiKey caller, String body) {
        return CacheKey.of(caller, ChatRequest.read(body.getBytes(StandardCharsets.UTF_8), caller.organisation()));
    }

    private static ApiKey key(String organisation, String secret) {
        return new ApiKey(
                KeyHash.of(secret),
                new OrganisationId(organisation),
                "name",
                "label",
                null,
                ApiKey.State.ACTIVE,
                null,
                null,
                null,
                Instant.EPOCH,
                1);
    }
}
