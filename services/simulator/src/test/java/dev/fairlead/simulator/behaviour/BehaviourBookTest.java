package dev.fairlead.simulator.behaviour;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static dev.fairlead.simulator.behaviour.Place.Kind.ENDPOINT;
import static dev.fairlead.simulator.behaviour.Place.Kind.KEY;
import static dev.fairlead.simulator.behaviour.Place.Kind.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BehaviourBookTest {

    private static final long SEED = 42;

    private final BehaviourBook book = new BehaviourBook(SEED, Map.of());

    private void put(Place.Kind kind, String name, String settings) {
        book.put(new Place(kind, name), Settings.parse(settings));
    }

    private @Nullable Integer completion(@Nullable String header) {
        return book.script("one", "model", "key", header).behaviour().tokens().completion();
    }

    private List<Boolean> failures(String instance, String model, @Nullable String header, int calls) {
        return IntStream.range(0, calls)
                .mapToObj(
                        _ -> book.script(instance, model, "key", header).next().failure() != null)
                .toList();
    }

    @Test
    void theMoreSpecificPlaceWins() {
        assertThat(completion(null)).isNull();
        put(Place.Kind.INSTANCE, "one", "completion=1");
        assertThat(completion(null)).isEqualTo(1);
        put(MODEL, "model", "completion=2");
        assertThat(completion(null)).isEqualTo(2);
        put(ENDPOINT, "one/model", "completion=3");
        assertThat(completion(null)).isEqualTo(3);
        put(KEY, "key", "completion=4");
        assertThat(completion(null)).isEqualTo(4);
        assertThat(completion("completion=5")).isEqualTo(5);
    }

    @Test
    void placesThatDoNotBearOnACallDoNotChangeIt() {
        put(Place.Kind.INSTANCE, "two", "completion=1");
        put(MODEL, "other", "completion=2");
        put(ENDPOINT, "two/model", "completion=3");
        put(KEY, "other", "completion=4");
        assertThat(completion(null)).isNull();
    }

    @Test
    void anUnknownModelBehavesAsTheBuiltInChatModelDoes() {
        Behaviour unknown = book.script("one", "gpt-4o", "key", null).behaviour();
        assertThat(unknown).isEqualTo(Behaviour.of(BuiltInModel.CHAT.settings()));
        assertThat(unknown.timing().timeToFirstToken()).isEqualTo(new Delay.Fixed(20_000));
    }

    @Test
    void whatIsSetForAnInstanceWinsOverABuiltInModel() {
        put(Place.Kind.INSTANCE, "one", "tps=7");
        assertThat(book.script("one", "sim-chat", "key", null)
                        .behaviour()
                        .timing()
                        .tokensPerSecond())
                .isEqualTo(7);
    }

    @Test
    void everyThirdCallOfTheFlakyModelFailsAndInstancesCountOnTheirOwn() {
        assertThat(failures("one", "sim-flaky", null, 7))
                .containsExactly(false, false, true, false, false, true, false);
        assertThat(failures("two", "sim-flaky", null, 3)).containsExactly(false, false, true);
    }

    @Test
    void theFirstCallsFailAndThenNoMore() {
        put(MODEL, "model", "fail=503,fail-first=2");
        assertThat(failures("one", "model", null, 4)).containsExactly(true, true, false, false);
    }

    @Test
    void aSettingPutAgainCountsFromZeroAndOthersGoOnCounting() {
        // Given
        put(MODEL, "a", "fail=503,fail-first=1");
        put(MODEL, "b", "fail=503,fail-first=1");
        assertThat(failures("one", "a", null, 2)).containsExactly(true, false);
        assertThat(failures("one", "b", null, 2)).containsExactly(true, false);

        // When
        put(MODEL, "a", "fail=503,fail-first=1");

        // Then
        assertThat(failures("one", "a", null, 2)).containsExactly(true, false);
        assertThat(failures("one", "b", null, 2)).containsExactly(false, false);
    }

    @Test
    void headersOfDifferentSeriesCountOnTheirOwn() {
        assertThat(failures("one", "model", "fail=500,fail-first=1,series=a", 2))
                .containsExactly(true, false);
        assertThat(failures("one", "model", "fail=500,fail-first=1,series=b", 2))
                .containsExactly(true, false);
    }

    @Test
    void aShareOfCallsFailsAndTheSameOnesInEveryRun() {
        // Given
        put(MODEL, "model", "fail=503,fail-rate=0.25");

        // When
        List<Boolean> first = failures("one", "model", null, 4_000);
        book.reset();
        put(MODEL, "model", "fail=503,fail-rate=0.25");
        List<Boolean> second = failures("one", "model", null, 4_000);

        // Then
        assertThat(first).isEqualTo(second);
        assertThat(first.stream().filter(failed -> failed).count()).isBetween(900L, 1_100L);
    }

    @Test
    void latencyIsDrawnAnewForEachCallAndTheSameInEveryRun() {
        List<Long> first = latencies(new BehaviourBook(SEED, Map.of()));
        assertThat(first)
                .isEqualTo(latencies(new BehaviourBook(SEED, Map.of())))
                .doesNotHaveDuplicates();
        assertThat(first).isNotEqualTo(latencies(new BehaviourBook(SEED + 1, Map.of())));
    }

    private static List<Long> latencies(BehaviourBook of) {
        return IntStream.range(0, 20)
                .mapToObj(_ -> of.script("one", "model", "key", "latency=10:50:90:400")
                        .next()
                        .latency())
                .toList();
    }

    @Test
    void aResetLeavesTheConfiguration() {
        // Given
        Place model = new Place(MODEL, "model");
        BehaviourBook configured = new BehaviourBook(SEED, Map.of(model, Settings.parse("completion=3")));
        configured.put(model, Settings.parse("completion=4"));
        configured.put(new Place(KEY, "key"), Settings.parse("completion=5"));

        // When
        configured.reset();

        // Then
        assertThat(configured.settings()).isEqualTo(Map.of(model, Settings.parse("completion=3")));
        assertThat(configured
                        .script("one", "model", "key", null)
                        .behaviour()
                        .tokens()
                        .completion())
                .isEqualTo(3);
    }

    @Test
    void aPlaceCanBeForgotten() {
        put(MODEL, "model", "completion=2");
        assertThat(book.remove(new Place(MODEL, "model"))).isTrue();
        assertThat(book.remove(new Place(MODEL, "model"))).isFalse();
        assertThat(completion(null)).isNull();
    }

    @Test
    void aBadHeaderNamesItsKeyEachTime() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> book.script("one", "model", "key", "tps=fast"))
                    .isInstanceOfSatisfying(
                            BadSettingException.class, e -> assertThat(e.key()).isEqualTo("tps"));
        }
    }

    @Test
    void rememberingManyHeadersIsBounded() {
        for (int i = 0; i < 25_000; i++) {
            assertThat(completion("completion=" + i)).isEqualTo(i);
        }
    }
}
