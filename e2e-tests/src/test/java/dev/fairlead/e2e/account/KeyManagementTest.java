package dev.fairlead.e2e.account;

import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.e2e.suite.Answer;
import dev.fairlead.e2e.suite.Chat;
import dev.fairlead.e2e.suite.Confidentiality;
import dev.fairlead.e2e.suite.Gateway;
import dev.fairlead.e2e.suite.Key;
import dev.fairlead.e2e.suite.OnSharedSuite;
import dev.fairlead.e2e.suite.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Keys, as people make, change and delete them through the edge. */
@OnSharedSuite
class KeyManagementTest {

    private static final String KEYS = "/api/v1/keys";
    private static final Duration OBEYED_BY = Duration.ofSeconds(1);
    private static final Chat CHAT = Chat.to("simulator/sim-chat").maxTokens(2);

    private final Suite suite;

    KeyManagementTest(Suite suite) {
        this.suite = suite;
    }

    private Gateway as(String person) {
        return suite.gateway().withKey(suite.people().tokenOf(person));
    }

    private int statusOfACallWith(Key key) {
        return suite.gateway().withKey(key.secret()).chat(CHAT).status();
    }

    private void assertObeyed(Key key, int status) {
        await().atMost(OBEYED_BY).pollInterval(Duration.ofMillis(50)).until(() -> statusOfACallWith(key) == status);
    }

    @ParameterizedTest
    @CsvSource({"alice", "bob"})
    void aNewKeyIsShownOnceAndWorksAtOnce(String person) {
        // When
        Gateway management = as(person);
        Answer created = management.post(KEYS, "{\"name\":\"fresh\",\"limit\":1.5,\"limit_reset\":\"monthly\"}");

        // Then
        assertThat(created.status()).isEqualTo(201);
        String secret = created.json().path("key").asText();
        JsonNode data = created.json().path("data");
        assertThat(secret).startsWith("sk-fl-v1-");
        assertThat(data.path("hash").asText()).isEqualTo(KeyHash.of(secret).value());
        assertThat(data.path("label").asText()).doesNotContain(secret);
        assertThat(data.path("limit").decimalValue()).isEqualByComparingTo("1.5");
        assertThat(data.path("limit_reset").asText()).isEqualTo("monthly");
        Key key = new Key(secret, data.path("hash").asText());
        assertThat(statusOfACallWith(key)).isEqualTo(200);
        assertThat(management.get(key.path()).body()).contains("fresh").doesNotContain(secret);
    }

    @Test
    void aKeyBelongsToATeamThatItsOwnerGivesAndTakesAway() {
        // Given
        Gateway management = as("alice");
        Key key = Key.create(management, "{\"name\":\"of a team\",\"team\":\"e2e.team\"}");

        // When
        Answer listed = management.get(KEYS + "?team=e2e.team");
        Answer without = management.patch(key.path(), "{\"team\":null}");
        Answer listedThen = management.get(KEYS + "?team=e2e.team");

        // Then
        assertThat(listed.json().path("data").findValuesAsText("hash")).containsExactly(key.hash());
        assertThat(listed.json().at("/data/0/team").asText()).isEqualTo("e2e.team");
        assertThat(without.json().at("/data/team").isNull()).isTrue();
        assertThat(listedThen.json().path("data")).isEmpty();
        assertThat(statusOfACallWith(key)).isEqualTo(200);
        assertProblem(management.patch(key.path(), "{\"team\":\"Two Words\"}"), 400, "team");
    }

    @ParameterizedTest
    @CsvSource({"alice", "bob", "carol", "dave"})
    void everyRoleMayListTheKeysOfItsOrganisation(String person) {
        // Given
        Key key = Key.create(as("alice"), "{\"name\":\"listed\"}");

        // When
        Answer listed = as(person).get(KEYS);

        // Then
        assertThat(listed.status()).isEqualTo(200);
        assertThat(listed.json().path("data").findValuesAsText("hash")).contains(key.hash());
        assertThat(listed.body()).doesNotContain(key.secret());
    }

    @Test
    void aKeyThatIsDisabledAndEnabledIsObeyedWithinASecond() {
        // Given
        Gateway management = as("alice");
        Key key = Key.create(management, "{\"name\":\"switched\"}");
        assertThat(statusOfACallWith(key)).isEqualTo(200);

        // When, Then
        assertThat(management.patch(key.path(), "{\"disabled\":true}").status()).isEqualTo(200);
        assertObeyed(key, 401);
        assertThat(management.patch(key.path(), "{\"disabled\":false}").status())
                .isEqualTo(200);
        assertObeyed(key, 200);
    }

    @Test
    void aLimitThatIsLoweredAndLiftedIsObeyedWithinASecond() {
        // Given
        Gateway management = as("alice");
        Key key = Key.create(management, "{\"name\":\"limited\",\"limit\":10}");
        assertThat(statusOfACallWith(key)).isEqualTo(200);

        // When, Then
        assertThat(management.patch(key.path(), "{\"limit\":0}").status()).isEqualTo(200);
        assertObeyed(key, 402);
        assertThat(management.patch(key.path(), "{\"limit\":null}").status()).isEqualTo(200);
        assertObeyed(key, 200);
    }

    @Test
    void aDeletedKeyIsRefusedWithinASecond() {
        // Given
        Gateway management = as("alice");
        Key key = Key.create(management, "{\"name\":\"deleted\"}");
        assertThat(statusOfACallWith(key)).isEqualTo(200);

        // When
        Answer deleted = management.delete(key.path());

        // Then
        assertThat(deleted.status()).isEqualTo(200);
        assertObeyed(key, 401);
        assertThat(management.get(KEYS).body()).doesNotContain(key.hash());
    }

    @Test
    void theKeysOfOtherOrganisationsAreNotThere() {
        // Given
        Key key = Key.create(as("alice"), "{\"name\":\"of acme\"}");
        Gateway stranger = as("erin");

        // When
        List<Answer> answers = List.of(
                stranger.get(key.path()),
                stranger.patch(key.path(), "{\"disabled\":true}"),
                stranger.delete(key.path()));

        // Then
        assertThat(answers).allSatisfy(answer -> assertProblem(answer, 404, "no such key"));
        assertThat(stranger.get(KEYS).body()).doesNotContain(key.hash());
        assertThat(statusOfACallWith(key)).isEqualTo(200);
    }

    @Test
    void developersChangeTheirOwnKeysOnly() {
        // Given
        Key hers = Key.create(as("alice"), "{\"name\":\"of alice\"}");
        Key his = Key.create(as("bob"), "{\"name\":\"of bob\"}");
        Gateway bob = as("bob");

        // When, Then
        assertThat(bob.delete(hers.path()).status()).isEqualTo(403);
        assertThat(bob.delete(his.path()).status()).isEqualTo(200);
        assertThat(statusOfACallWith(hers)).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"carol", "dave"})
    void whoOnlyLooksMayNotMakeKeys(String person) {
        Answer answer = as(person).post(KEYS, "{\"name\":\"forbidden\"}");

        assertProblem(answer, 403, "");
    }

    @Test
    void nobodyMayLookWithoutAToken() {
        assertProblem(suite.gateway().without("authorization").get(KEYS), 401, "");
    }

    @ParameterizedTest
    @CsvSource({"not-a-token", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSJ9.", "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln"
    })
    void nobodyMayLookWithAForgedToken(String token) {
        assertProblem(suite.gateway().withKey(token).get(KEYS), 401, "");
    }

    @Test
    void anApiKeyIsNoToken() {
        assertProblem(suite.gateway().get(KEYS), 401, "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "name | {}",
                "name | {\"name\":\"\"}",
                "name | {\"name\":5}",
                "colour | {\"name\":\"x\",\"colour\":\"red\"}",
                "limit | {\"name\":\"x\",\"limit\":\"much\"}",
                "limit | {\"name\":\"x\",\"limit\":-1}",
                "limit | {\"name\":\"x\",\"limit\":1e400}",
                "limit | {\"name\":\"x\",\"limit\":0.0000000001}",
                "limit_reset | {\"name\":\"x\",\"limit_reset\":\"hourly\"}",
                "expires_at | {\"name\":\"x\",\"expires_at\":\"tomorrow\"}",
                "expires_at | {\"name\":\"x\",\"expires_at\":\"2001-01-01T00:00:00Z\"}"
            })
    void aWishThatMakesNoSenseIsRefusedByField(String field, String wish) {
        // Given
        Gateway management = as("alice");

        // When
        Answer answer = management.post(KEYS, wish);

        // Then
        assertProblem(answer, 400, field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "at line 1 | {\"name\":",
                "at line 1, column 19 | {\"name\":\"x\",\"name\":\"y\"}",
                "object | []",
                "object | \"name\"",
                "object | ``"
            })
    void whatIsNoObjectIsRefusedByPlace(String place, String wish) {
        assertProblem(as("alice").post(KEYS, wish), 400, place);
    }

    /** That a refusal is a problem document that tells what is wrong and nothing of our inside. */
    static void assertProblem(Answer answer, int status, String place) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("content-type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.json().path("title").asText()).isNotEmpty();
        assertThat(answer.body()).contains(place);
        Confidentiality.assertKept(answer.body());
    }
}
