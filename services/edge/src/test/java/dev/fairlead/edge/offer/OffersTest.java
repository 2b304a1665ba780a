package dev.fairlead.edge.offer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

import dev.fairlead.contracts.catalog.Authentication;
import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Mode;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.contracts.money.TokenPrices;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OffersTest {

    private final Map<String, Provider> providers = new HashMap<>(Map.of("p", provider("p"), "q", provider("q")));
    private final Model one = model("a/one", "p/one", List.of("tools", "seed"));
    private final Model two = model("a/two", "q/two", List.of("tools"));
    private final Offers offers = Offers.of(List.of(one, two), providers);

    @Test
    void takesOverTheOffersOfModelsThatAreTheSame() {
        // When
        Model other = model("a/two", "q/two", List.of("tools", "top_k"));
        Offers next = offers.with(List.of(one, other), providers);

        // Then
        assertThat(next.of(one).getFirst()).isSameAs(offers.of(one).getFirst());
        assertThat(next.of(other).getFirst()).isNotSameAs(offers.of(two).getFirst());
        assertThat(next.of(one).getFirst().parameters().containAll(terms(next, "tools", "seed")))
                .isTrue();
        assertThat(next.of(one).getFirst().parameters().containAll(terms(next, "top_k")))
                .isFalse();
        assertThat(next.of(other).getFirst().parameters().containAll(terms(next, "tools", "top_k")))
                .isTrue();
    }

    @Test
    void makesTheOffersOfAChangedProviderAnew() {
        // When
        providers.put("q", provider("q"));
        Provider changed = new Provider(
                "p", "Other", "http://127.0.0.2", Dialect.OPENAI, Authentication.NONE, List.of(), List.of());
        providers.put("p", changed);
        Offers next = offers.with(List.of(one, two), providers);

        // Then
        assertThat(next.of(one).getFirst().provider()).isSameAs(changed);
        assertThat(next.of(two).getFirst()).isSameAs(offers.of(two).getFirst());
    }

    @Test
    void forgetsModelsThatAreGone() {
        Offers next = offers.with(List.of(two), providers);

        assertThat(next.of(one)).isEmpty();
        assertThat(next.model("a/one")).isNull();
        assertThat(next.model("a/two")).isSameAs(two);
    }

    @Test
    void tellsManyWordsApartAndForgetsThoseOfOldTimes() {
        // Given
        Offers current = offers;
        List<String> all = new ArrayList<>();
        for (int version = 0; version < 30; version++) {
            int from = version * 100;
            List<String> words =
                    IntStream.range(from, from + 100).mapToObj(i -> "word-" + i).toList();
            all.addAll(words);
            Model model = model("a/many", "p/many", words);

            // When
            current = current.with(List.of(one, model), providers);

            // Then
            Terms offered = current.of(model).getFirst().parameters();
            assertThat(offered.containAll(terms(current, words.toArray(String[]::new))))
                    .isTrue();
            assertThat(offered.containAll(terms(current, "tools"))).isFalse();
            assertThat(current.of(one).getFirst().parameters().containAll(terms(current, "tools", "seed")))
                    .isTrue();
        }
        Offers last = current;
        assertThat(all.stream().filter(word -> last.parameters().terms(Set.of(word)) != null))
                .hasSizeLessThan(1_200);
    }

    private static Terms terms(Offers offers, String... words) {
        return Objects.requireNonNull(offers.parameters().terms(Set.of(words)));
    }

    private static Provider provider(String id) {
        return new Provider(id, id, "http://127.0.0.1", Dialect.OPENAI, Authentication.NONE, List.of(), List.of());
    }

    private static Model model(String id, String endpoint, List<String> parameters) {
        Endpoint served = new Endpoint(
                endpoint,
                endpoint.substring(0, endpoint.indexOf('/')),
                "upstream",
                TokenPrices.FREE,
                1_000,
                1_000,
                null,
                parameters);
        return new Model(
                id, id, Mode.CHAT, null, null, 1_000, "", List.of(), List.of(), List.of(), null, null, List.of(served));
    }
}
