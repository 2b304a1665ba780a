package dev.fairlead.edge.snapshot;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.UnaryOperator;

import dev.fairlead.contracts.catalog.CatalogSnapshot;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Mode;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.routing.Strategy;
import dev.fairlead.contracts.rules.Preset;
import dev.fairlead.contracts.rules.RoutingDefaults;
import dev.fairlead.contracts.rules.RoutingRules;
import dev.fairlead.contracts.rules.RoutingRules.PublishedPolicy;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RuleBookTest {

    private static final OrganisationId ACME = new OrganisationId("acme");
    private static final OrganisationId GLOBEX = new OrganisationId("globex");
    private static final KeyHash KEY = KeyHash.of("sk-fl-v1-test");
    private static final String PICK = """
            {"models":["a/m"],"rules":[{"name":"all","then":{"pick":["b/n"]}}]}""";

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final WrittenRules written = new WrittenRules(metrics);

    @Test
    void givesEachOrganisationAndKeyItsOwn() {
        // Given
        RoutingDefaults ofAcme = defaults(null, Strategy.PRICE);
        RoutingDefaults ofKey = defaults(KEY, Strategy.LATENCY);
        RoutingRules rules = new RoutingRules(
                1, Instant.EPOCH, List.of(), List.of(ofAcme, ofKey), List.of(preset("short"), preset("code")));

        // When
        RuleBook book = RuleBook.of(rules, List.of(), UnaryOperator.identity());

        // Then
        assertThat(book.defaultsOf(ACME)).isEqualTo(ofAcme);
        assertThat(book.defaultsOf(GLOBEX)).isNull();
        assertThat(book.defaultsOf(KEY)).isEqualTo(ofKey);
        assertThat(book.preset(ACME, "short")).isEqualTo(preset("short"));
        assertThat(book.preset(GLOBEX, "short")).isNull();
        assertThat(book.presetsOf(ACME)).containsExactly("code", "short");
        assertThat(book.presetsOf(GLOBEX)).isEmpty();
        assertThat(book.policies().isEmpty()).isTrue();
    }

    @Test
    void leavesOutOnlyThePolicyThatCannotBeRead() {
        // When
        written.read(rules(
                new PublishedPolicy("of-tomorrow", 3, "{\"rules\":[{\"name\":\"x\",\"then\":{\"teleport\":{}}}]}"),
                new PublishedPolicy("good", 1, PICK),
                new PublishedPolicy("broken", 1, "{")));

        // Then
        RuleBook book = written.bookFor(null);
        assertThat(book.policies().isEmpty()).isFalse();
        assertThat(metrics.get("fairlead.policies.unreadable").gauge().value()).isEqualTo(2);

        // When they are gone again
        written.read(rules(new PublishedPolicy("good", 1, PICK)));

        // Then
        assertThat(metrics.get("fairlead.policies.unreadable").gauge().value()).isZero();
    }

    @Test
    void spellsAllNamesOfAModelAlike() {
        CanonicalNames names = new CanonicalNames(
                new CatalogIndex(new CatalogSnapshot(1, Instant.EPOCH, List.of(), List.of(model("a/m", "m-2026")))),
                LocalDate.of(2026, 11, 23));

        assertThat(names.apply("a/m")).isEqualTo("a/m");
        assertThat(names.apply("m")).isEqualTo("a/m");
        assertThat(names.apply("m-2026:floor")).isEqualTo("a/m");
        assertThat(names.apply("a/m:nitro:free")).isEqualTo("a/m:free");
        assertThat(names.apply("openrouter/auto:floor")).isEqualTo("fairlead/auto");
        assertThat(names.apply("own/thing:exacto")).isEqualTo("own/thing");
        assertThat(names.apply("a/*")).isEqualTo("a/*");
    }

    private static RoutingDefaults defaults(@Nullable KeyHash key, Strategy strategy) {
        return new RoutingDefaults(ACME, key, strategy, null, List.of(), List.of(), false, false);
    }

    private static Preset preset(String slug) {
        return new Preset(ACME, slug, 1, "{}", Instant.EPOCH);
    }

    private static RoutingRules rules(PublishedPolicy... policies) {
        return new RoutingRules(1, Instant.EPOCH, List.of(policies), List.of(), List.of());
    }

    private static Model model(String id, String alias) {
        Endpoint endpoint = new Endpoint("p/" + id, "p", "m", null, 1000, 1000, null, List.of());
        return new Model(
                id,
                id,
                Mode.CHAT,
                null,
                null,
                1000,
                "",
                List.of("text"),
                List.of("text"),
                List.of(alias),
                null,
                null,
                List.of(endpoint));
    }
}
