package dev.fairlead.edge.routing;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.LimitReset;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.redis.RedisKeys;
import dev.fairlead.contracts.routing.Strategy;
import dev.fairlead.contracts.routing.VirtualModel;
import dev.fairlead.contracts.rules.Preset;
import dev.fairlead.contracts.rules.RoutingDefaults;
import dev.fairlead.contracts.rules.RoutingRules;
import dev.fairlead.contracts.usage.RouteTaken;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.error.ErrorType;
import dev.fairlead.edge.routing.Route.StrategyOrigin;
import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.fairlead.edge.routing.RoutingFixture.ACME;
import static dev.fairlead.edge.routing.RoutingFixture.KEY;
import static dev.fairlead.edge.routing.RoutingFixture.endpoint;
import static dev.fairlead.edge.routing.RoutingFixture.key;
import static dev.fairlead.edge.routing.RoutingFixture.model;
import static dev.fairlead.edge.routing.RoutingFixture.reading;
import static org.assertj.core.api.Assertions.assertThat;

class RouteFinderTest {

    private static final String MONTH = "2026-11-01";

    private static @Nullable RoutingFixture shared;

    @BeforeAll
    static void start(@TempDir Path journal) {
        shared = new RoutingFixture(journal);
        shared.catalog(
                model("a/dear", endpoint("one/dear", "10"), endpoint("two/dear", "20")),
                model("b/cheap", endpoint("one/cheap", "1"), endpoint("one/cheap:free", "0", "free")),
                model("c/coder", endpoint("two/coder", "5")),
                model("d/gift", endpoint("two/gift:free", "0", "free")),
                model("e/nothing", endpoint("one/nothing", "0")));
    }

    @AfterAll
    static void stop() {
        if (shared != null) {
            shared.close();
        }
    }

    private final RoutingFixture routing = Objects.requireNonNull(shared);

    @BeforeEach
    void forget() {
        routing.choice = null;
        routing.asked.clear();
        routing.rules(RoutingRules.EMPTY);
    }

    @Test
    void routesAPlainRequestAtOnceAndAsksNobody() {
        assertThat(routing.isRoutedAtOnce("\"model\":\"a/dear\"")).isTrue();

        Route route = routing.route("\"model\":\"a/dear\"");
        assertThat(route.kind()).isEqualTo("direct");
        assertThat(route.taken()).isNull();
        assertThat(route.origin()).isEqualTo(StrategyOrigin.BUILT_IN);
        assertThat(endpoints(route)).containsExactlyInAnyOrder("one/dear", "two/dear");
        assertThat(routing.asked).isEmpty();
    }

    @Test
    void saysHowTheModelWasFound() {
        assertThat(routing.route("\"model\":\"dear\"").kind()).isEqualTo("alias");
        assertThat(routing.route("\"model\":\"a/dear:floor\"").kind()).isEqualTo("direct");
        assertThat(routing.route("\"model\":\"a/*\"").kind()).isEqualTo("auto");
        assertThat(routing.route("\"models\":[\"a/dear\",\"b/cheap\"]").kind()).isEqualTo("fallback");
        assertThat(routing.route("\"model\":\"fairlead/free\"").kind()).isEqualTo("free");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"model\":\"a/dear\",\"preset\":\"fast\"",
                "\"model\":\"a/dear@preset/fast\"",
                "\"model\":\"@preset/fast\"",
            })
    void laysARequestOverItsPreset(String members) {
        // Given
        rules(List.of(), List.of(preset("fast", "{\"model\":\"a/dear\",\"provider\":{\"sort\":\"latency\"}}")));

        // When
        Route route = routing.route(members);

        // Then
        assertThat(route.preset()).isNotNull();
        assertThat(route.origin()).isEqualTo(StrategyOrigin.PRESET);
        assertThat(route.plan().strategy()).isEqualTo(Strategy.LATENCY);
        assertThat(endpoints(route)).containsExactlyInAnyOrder("one/dear", "two/dear");
    }

    @Test
    void namesThePresetsThereAreWhereOneIsUnknown() {
        rules(List.of(), List.of(preset("fast", "{}"), preset("code", "{}")));

        ApiError error = routing.refusal(KEY, "\"model\":\"a/dear@preset/fats\"");

        assertThat(error.status()).isEqualTo(404);
        assertThat(error.message()).isEqualTo("preset: there is no preset 'fats'; there are code, fast");
    }

    @Test
    void letsDefaultsNarrowAndTheKeysStrategyGoFirst() {
        // Given
        rules(
                List.of(
                        defaults(null, Strategy.PRICE, true, List.of("one")),
                        defaults(KEY.hash(), Strategy.LATENCY, null, List.of())),
                List.of());

        // When
        Route route = routing.route("\"model\":\"a/dear\"");
        Route ofAnother = routing.route(key("5", null), "\"model\":\"a/dear\"");
        Route withOwnWish = routing.route("\"model\":\"a/dear:nitro\",\"hedge\":false");

        // Then
        assertThat(endpoints(route)).containsExactly("one/dear");
        assertThat(route.origin()).isEqualTo(StrategyOrigin.KEY_DEFAULT);
        assertThat(route.plan().strategy()).isEqualTo(Strategy.LATENCY);
        assertThat(route.hedge()).isTrue();
        assertThat(ofAnother.origin()).isEqualTo(StrategyOrigin.ORGANISATION_DEFAULT);
        assertThat(withOwnWish.origin()).isEqualTo(StrategyOrigin.VARIANT);
        assertThat(withOwnWish.hedge()).isFalse();
        assertThat(endpoints(withOwnWish)).containsExactly("one/dear");
    }

    @Test
    void putsAPolicysModelsInThePlaceOfItsOwnAndKeepsTheOrder() {
        // Given
        routing.policies("""
                {"models":["a/dear"],"rules":[{"name":"all","then":{"pick":["c/coder"],"strategy":"price"}}]}""");

        // When
        Route route = routing.route("\"model\":\"dear:floor\"");
        Route free = routing.route("\"model\":\"b/cheap:free\"");

        // Then
        assertThat(route.models()).containsExactly("c/coder:floor");
        assertThat(endpoints(route)).containsExactly("two/coder");
        assertThat(route.kind()).isEqualTo("alias");
        assertThat(route.taken()).isEqualTo(new RouteTaken(null, null, "policy-0", 1, "all", null, false));
        assertThat(free.taken()).isNull();
        assertThat(routing.route("\"model\":\"a/dear\"").origin()).isEqualTo(StrategyOrigin.POLICY);
        assertThat(routing.metrics
                        .get("fairlead.policy.decisions")
                        .tags("policy", "policy-0", "rule", "all", "arm", "", "mode", "enforced")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void refusesWhatAPolicyDenies() {
        routing.policies("""
                {"models":["a/dear"],"rules":[{"name":"no","when":{"team":["research"]},"then":{"deny":"too dear"}}]}""");

        Route route = routing.route("\"model\":\"a/dear\"");

        assertThat(refusal(route).type()).isEqualTo(ErrorType.PERMISSION_DENIED);
        assertThat(refusal(route).message()).isEqualTo("Refused by the policy 'policy-0': too dear");
        assertThat(route.plan().candidates()).isEmpty();
    }

    @Test
    void notesWhatAShadowPolicyWouldDoAndDoesNotDoIt() {
        routing.policies("""
                {"mode":"shadow","models":["a/dear"],"rules":[{"name":"all","then":{"pick":["c/coder"]}}]}""");

        Route route = routing.route("\"model\":\"a/dear\"");

        assertThat(route.models()).containsExactly("a/dear");
        assertThat(route.taken()).isEqualTo(new RouteTaken(null, null, "policy-0", 1, "all", null, true));
    }

    @Test
    void keepsAUserInTheArmOfASplit() {
        // Given
        routing.policies("""
                {"defines":"acme/trial","rules":[{"name":"half","then":{"split":[
                  {"arm":"old","percent":50,"models":["a/dear"]},{"arm":"new","percent":50,"models":["c/coder"]}]}}]}""");
        Set<String> arms = new HashSet<>();

        for (int user = 0; user < 30; user++) {
            // When
            String members = "\"model\":\"acme/trial\",\"user\":\"u" + user + "\"";
            Route first = routing.route(members);
            Route second = routing.route(members);

            // Then
            assertThat(first.models()).isEqualTo(second.models());
            arms.add(Objects.requireNonNull(first.taken()).arm());
        }
        assertThat(arms).containsExactlyInAnyOrder("old", "new");
    }

    @Test
    void saysThatNoRuleOfADefinedNameApplies() {
        routing.policies("""
                {"defines":"acme/trial","rules":[
                  {"name":"some","when":{"headers":{"x-env":["prod"]}},"then":{"pick":["a/dear"]}}]}""");

        Route without = routing.route("\"model\":\"acme/trial\"");
        Route with = routing.route(
                KEY,
                "\"model\":\"acme/trial\"",
                MultiMap.caseInsensitiveMultiMap().add("X-Env", "prod"),
                1,
                false);

        assertThat(refusal(without).message())
                .isEqualTo("No rule of the policy that defines acme/trial applies to this request.");
        assertThat(with.models()).containsExactly("a/dear");
    }

    @Test
    void asksTheRouterOnlyForPoliciesThatWantToKnow() {
        // Given
        routing.policies("""
                {"models":["b/cheap"],"rules":[
                  {"name":"code","when":{"task":["programming"]},"then":{"pick":["c/coder"]}}]}""");
        routing.choice = reading("programming");

        // When
        Route other = routing.route("\"model\":\"a/dear\"");
        List<String> askedFirst = List.copyOf(routing.asked);
        Route code = routing.route("\"model\":\"b/cheap\"");

        // Then
        assertThat(other.models()).containsExactly("a/dear");
        assertThat(askedFirst).isEmpty();
        assertThat(routing.asked).singleElement().asString().startsWith("/internal/prompt-readings");
        assertThat(code.models()).containsExactly("c/coder");
    }

    @Test
    void readsWhatIsLeftOfTheKeysLimitForPolicies() {
        // Given a key of which a twentieth is left.
        ApiKey key = key("10", LimitReset.MONTHLY);
        routing.level(RedisKeys.keyLevel(ACME, key.hash()), "10", "0.5", MONTH);
        routing.policies("""
                {"models":["a/dear"],"rules":[
                  {"name":"low","when":{"budget_left":{"below_percent":10}},"then":{"pick":["b/cheap"]}}]}""");

        // When
        Route low = routing.route(key, "\"model\":\"a/dear\"");
        routing.level(RedisKeys.keyLevel(ACME, key.hash()), "10", "0.5", "2026-10-01");
        Route anew = routing.route(key, "\"model\":\"a/dear\"");

        // Then the new month has the whole limit, although nobody has spent of it yet.
        assertThat(low.models()).containsExactly("b/cheap");
        assertThat(anew.models()).containsExactly("a/dear");
    }

    @Test
    void triesWhatTheRouterChoosesAndThenEverythingElse() {
        // Given
        routing.choice = reading("programming", "c/coder", "x/unknown", "a/dear");

        // When
        Route route = routing.route("\"model\":\"openrouter/auto\"");

        // Then
        assertThat(endpoints(route)).hasSize(5).startsWith("two/coder").endsWith("one/nothing", "one/cheap");
        assertThat(route.kind()).isEqualTo("auto");
        assertThat(route.taken()).isEqualTo(new RouteTaken("fairlead/auto", "programming", null, 0, null, null, false));
    }

    @Test
    void takesTheCheapestOfAllWhileTheRouterIsAway() {
        Route route = routing.route("\"model\":\"fairlead/auto\",\"plugins\":[{\"id\":\"auto-router\","
                + "\"excluded_models\":[\"c/*\"]}]");

        assertThat(endpoints(route)).containsExactly("one/nothing", "one/cheap", "one/dear", "two/dear");
        assertThat(virtual(route).reason()).startsWith("the router did not answer in time");
    }

    @Test
    void hasNothingForWhoAllowsNothing() {
        ApiError error = routing.refusal(
                KEY,
                "\"model\":\"fairlead/auto\",\"plugins\":[{\"id\":\"auto-router\","
                        + "\"allowed_models\":[\"zzz/*\"]}]");

        assertThat(error.status()).isEqualTo(404);
        assertThat(error.message()).isEqualTo("No model that 'fairlead/auto' matches can take this request.");
    }

    @Test
    void goesByTheRequestsOwnTableOfTasks() {
        // Given
        String table = "\"model\":\"fairlead/task\",\"plugins\":[{\"id\":\"fairlead-task\",\"models\":"
                + "{\"programming\":[\"c/coder\"]},\"default\":\"b/cheap\"}]";

        // When and then
        routing.choice = reading("programming");
        assertThat(endpoints(routing.route(table))).containsExactly("two/coder");
        routing.choice = reading("translation");
        assertThat(endpoints(routing.route(table))).containsExactly("one/cheap");
        assertThat(endpoints(routing.route(table.replace("\"models\"", "\"task\":\"programming\",\"models\""))))
                .containsExactly("two/coder");
        routing.choice = null;
        assertThat(endpoints(routing.route(table))).containsExactly("one/cheap");
    }

    @Test
    void drawsAFreeModelAndKeepsAConversationThere() {
        Set<String> firsts = new HashSet<>();
        for (int session = 0; session < 40; session++) {
            String members = "\"model\":\"fairlead/free\",\"session_id\":\"s" + session + "\"";
            Route route = routing.route(members);
            assertThat(endpoints(route)).hasSize(3).endsWith("one/nothing");
            assertThat(endpoints(routing.route(KEY, members, MultiMap.caseInsensitiveMultiMap(), session, false)))
                    .isEqualTo(endpoints(route));
            firsts.add(endpoints(route).getFirst());
        }
        assertThat(firsts).containsExactlyInAnyOrder("one/cheap:free", "two/gift:free");
        assertThat(endpoints(routing.route("\"model\":\"fairlead/free:nitro\"")))
                .hasSize(3);
    }

    @Test
    void spendsNoMoreThanTodaysShareOnDearModels() {
        // Given eight dollars for eight days.
        ApiKey key = key("20", LimitReset.MONTHLY);
        String level = RedisKeys.keyLevel(ACME, key.hash());
        String budget = "\"model\":\"fairlead/budget\",\"plugins\":[{\"id\":\"fairlead-budget\","
                + "\"models\":[\"a/dear\"],\"otherwise\":[\"b/cheap\"]}]";
        routing.level(level, "20", "8", MONTH);

        // When it is only explained, the day does not begin.
        routing.route(key, budget, MultiMap.caseInsensitiveMultiMap(), 1, true);
        routing.level(level, "20", "16", MONTH);
        Route first = routing.route(key, budget);
        routing.level(level, "20", "14.01", MONTH);
        Route nearlySpent = routing.route(key, budget);
        routing.level(level, "20", "14", MONTH);
        Route spent = routing.route(key, budget);

        // Then
        assertThat(endpoints(first)).contains("one/dear").endsWith("one/cheap");
        assertThat(virtual(first).pace()).isEqualTo(new BudgetPace(Money.ofUsd("16"), Money.ofUsd("16"), 8));
        assertThat(endpoints(nearlySpent)).contains("one/dear");
        assertThat(endpoints(spent)).containsExactly("one/cheap");
        assertThat(virtual(spent).reason()).isEqualTo("today's share of $2 is spent: the cheap models");
    }

    @Test
    void spendsTheOrganisationsCreditsWhereTheKeyHasNoLimit() {
        routing.level(RedisKeys.organisationLevel(ACME), "80", "80", "");

        Route route = routing.route("\"model\":\"fairlead/budget\"");

        assertThat(Objects.requireNonNull(virtual(route).pace()).share()).isEqualTo(Money.ofUsd("10"));
    }

    @Test
    void takesCheapModelsWhereTheBudgetCannotBeRead() {
        // Given a level that Redis does not know, and nobody to publish it.
        ApiKey key = key("33", LimitReset.DAILY);

        // When
        Route route = routing.route(key, "\"model\":\"fairlead/budget\"");

        // Then
        assertThat(endpoints(route)).startsWith("one/nothing");
        assertThat(virtual(route).reason()).isEqualTo("the budget cannot be read now: the cheap models");
    }

    @Test
    void needsALimitToSpendEvenly() {
        // Given
        routing.unlimited(RedisKeys.organisationLevel(ACME));

        // When
        ApiError error = routing.refusal(KEY, "\"model\":\"fairlead/budget\"");

        // Then
        assertThat(error.status()).isEqualTo(400);
        assertThat(error.message()).contains("neither the API key nor its organisation has one");
    }

    @Test
    void takesVirtualModelsAsElementsOfAList() {
        routing.choice = reading("programming", "c/coder");

        Route route = routing.route("\"models\":[\"a/dear:floor\",\"fairlead/auto:nitro\"]");

        assertThat(endpoints(route)).startsWith("one/dear", "two/dear", "two/coder");
        assertThat(route.kind()).isEqualTo("fallback");
        assertThat(routing.refusal(KEY, "\"models\":[\"a/dear\",\"fairlead/consensus\"]")
                        .message())
                .contains("name it alone");
    }

    @Test
    void handsConsensusToThePanel() {
        Route route = routing.route("\"model\":\"fairlead/consensus\"");

        assertThat(route.isForPanel()).isTrue();
        assertThat(route.refusal()).isNull();
        assertThat(virtual(route).model()).isEqualTo(VirtualModel.CONSENSUS);
    }

    @Test
    void listsTheVirtualModelsWhereOneIsUnknown() {
        ApiError error = routing.refusal(KEY, "\"model\":\"fairlead/magic\"");

        assertThat(error.status()).isEqualTo(400);
        assertThat(error.message())
                .isEqualTo("model: there is no virtual model 'fairlead/magic'; there are fairlead/auto, fairlead/task,"
                        + " fairlead/budget, fairlead/consensus, fairlead/free");
    }

    @Test
    void takesTurnsByModelAndNoTurnForARehearsal() {
        // Given
        String members = "\"model\":\"a/dear\",\"provider\":{\"sort\":\"round_robin\"}";

        // When
        String first = endpoints(routing.route(members)).getFirst();
        String rehearsed = endpoints(routing.route(KEY, members, MultiMap.caseInsensitiveMultiMap(), 1, true))
                .getFirst();
        String second = endpoints(routing.route(members)).getFirst();

        // Then
        assertThat(second).isNotEqualTo(first).isEqualTo(rehearsed);
    }

    private void rules(List<RoutingDefaults> defaults, List<Preset> presets) {
        routing.rules(new RoutingRules(1, Instant.EPOCH, List.of(), defaults, presets));
    }

    private static RoutingDefaults defaults(
            @Nullable KeyHash key, Strategy strategy, @Nullable Boolean hedge, List<String> only) {
        return new RoutingDefaults(ACME, key, strategy, hedge, only, List.of(), false, false);
    }

    private static Preset preset(String slug, String body) {
        return new Preset(ACME, slug, 1, body, Instant.EPOCH);
    }

    private static ApiError refusal(Route route) {
        return Objects.requireNonNull(route.refusal());
    }

    private static VirtualReading virtual(Route route) {
        return Objects.requireNonNull(route.virtual());
    }

    private static List<String> endpoints(Route route) {
        return route.plan().candidates().stream()
                .map(candidate -> candidate.endpoint().id())
                .toList();
    }
}
