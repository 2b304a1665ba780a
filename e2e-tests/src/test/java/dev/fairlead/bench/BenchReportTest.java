package dev.fairlead.bench;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fairlead.contracts.money.Money;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BenchReportTest {

    private static final Traffic TRAFFIC = new Traffic(1_000, 64, 1_005);
    private static final Books.Balance BALANCE = balance(1_010);

    @Test
    void ratioIsThatOfTheRoundsNotOfTheMiddles() {
        // Given rounds whose own ratios are 4, 5 and 2
        List<Round> rounds = List.of(round(10, 40), round(20, 100), round(50, 100));

        // When they are put together
        ScenarioResult result = ScenarioResult.of(Scenario.CHAT_1_KB, rounds);

        // Then the middles' ratio would be 5
        assertThat(result.nginxCpu()).isEqualTo(new Spread(20, 10, 50));
        assertThat(result.edgeCpu()).isEqualTo(new Spread(100, 40, 100));
        assertThat(result.ratio()).isEqualTo(new Spread(4, 2, 5));
        assertThat(result.redisCpu().median()).isEqualTo(7);
        assertThat(result.edgeMemory().median()).isEqualTo(300);
    }

    @Test
    void latencyIsWhatAProxyAddsWithinTheSameRound() {
        ScenarioResult.Latency latency = Objects.requireNonNull(
                ScenarioResult.of(Scenario.CHAT_1_KB, List.of(round(1, 1))).latency());

        assertThat(latency.directP50().median()).isEqualTo(100);
        assertThat(latency.nginxAddsP50().median()).isEqualTo(50);
        assertThat(latency.nginxAddsP99().median()).isEqualTo(500);
        assertThat(latency.edgeAddsP50().median()).isEqualTo(250);
        assertThat(latency.edgeAddsP99().median()).isEqualTo(2_500);
    }

    @Test
    void aimIsAboutOneKilobyte() {
        assertThat(report(BenchSettings.ENOUGH_WARM_UP, 4.9, BALANCE).aimIsMet())
                .isTrue();
        assertThat(report(BenchSettings.ENOUGH_WARM_UP, 5.1, BALANCE).aimIsMet())
                .isFalse();
    }

    @Test
    void booksAreRightWhenEachRequestIsThereOnceAndTheSumsAgree() {
        assertThat(report(1, 4, BALANCE).booksAreRight()).isTrue();
        assertThat(report(1, 4, balance(999)).booksAreRight()).isFalse();
        assertThat(report(1, 4, balance(1_004)).booksAreRight()).isFalse();
        assertThat(report(1, 4, balance(1_016)).booksAreRight()).isFalse();
        assertThat(new Traffic(1_000, 64, 1_064).explains(1_065, 10)).isFalse();
        assertThat(new Books.Balance(1_010, 10, 1, Money.ZERO, Money.ZERO, Money.ZERO, Money.ZERO).agrees())
                .isFalse();
        assertThat(new Books.Balance(1_010, 10, 0, Money.ofNanos(1), Money.ofNanos(2), Money.ofNanos(1), Money.ZERO)
                        .agrees())
                .isFalse();
        assertThat(new Books.Balance(1_010, 10, 0, Money.ZERO, Money.ZERO, Money.ZERO, Money.ofNanos(5)).agrees())
                .isFalse();
    }

    @Test
    void markdownHasEachScenarioTheBooksAndTheAim() {
        String text = MarkdownReport.of(report(BenchSettings.ENOUGH_WARM_UP, 4, BALANCE));

        assertThat(text)
                .contains("| 1 KB chat | 10.0 | 40.0 | **4.00** | 500 | 250 | 7.0 | 300 |")
                .contains("| 1 KB chat | 0.10 | 1.00 | 0.05 | 0.50 | 0.25 | 2.50 |")
                .contains("| 100-chunk stream, 10 ms apart | 10.0 |")
                .doesNotContain("| 100-chunk stream, 10 ms apart | 0.10 |")
                .contains("| booked | 1,010 (of these abandoned by the caller: 10; failed: 0) |")
                .contains("| $0.000000007 / $0 |")
                .contains("books agree: **yes**")
                .contains("1 KB request: **met** (4.00).")
                .doesNotContain("Half warm");
    }

    @Test
    void markdownSaysWhenTheWarmUpWasTooShortToCount() {
        assertThat(MarkdownReport.of(report(1_000, 4, BALANCE))).contains("**Half warm: below 150,000 requests");
    }

    @Test
    void jsonHasTheSameFigures() throws JsonProcessingException {
        JsonNode json = new ObjectMapper().readTree(JsonReport.of(report(BenchSettings.ENOUGH_WARM_UP, 4, BALANCE)));

        assertThat(json.at("/scenarios")).hasSize(Scenario.values().length);
        assertThat(json.at("/scenarios/0/title").asText()).isEqualTo("1 KB chat");
        assertThat(json.at("/scenarios/0/edge_cpu/median").asDouble()).isEqualTo(40);
        assertThat(json.at("/scenarios/0/latency/edge_adds_p50/median").asDouble())
                .isEqualTo(250);
        assertThat(json.at("/books/cost_nanos").asLong()).isEqualTo(2_000);
        assertThat(json.at("/conditions/at").asText()).isEqualTo("2026-01-31T12:00:00Z");
        assertThat(json.at("/aim/met").asBoolean()).isTrue();
    }

    private static BenchReport report(int warmUp, double ratio, Books.Balance balance) {
        Map<Scenario, Long> warmed = new EnumMap<>(Scenario.class);
        Stream.of(Scenario.values()).forEach(scenario -> warmed.put(scenario, (long) warmUp));
        Conditions conditions = new Conditions(
                Instant.parse("2026-01-31T12:00:00Z"),
                2,
                "25",
                List.of("-Xmx512m"),
                "nginx/1.22.1",
                new BenchSettings(1, 6, warmUp, false),
                warmed,
                false,
                0.5,
                0.1);
        List<ScenarioResult> results = Arrays.stream(Scenario.values())
                .map(scenario -> ScenarioResult.of(scenario, List.of(round(10, 10 * ratio))))
                .toList();
        return new BenchReport(conditions, results, TRAFFIC, balance, Money.ofNanos(7), 2);
    }

    private static Books.Balance balance(long generations) {
        Money cost = Money.ofNanos(2_000);
        return new Books.Balance(generations, 10, 0, cost, cost, cost, Money.ZERO);
    }

    /** A round in which nginx and the edge have used so many microseconds per request. */
    private static Round round(double nginx, double edge) {
        return new Round(
                new Window(load(500, 100, 1_000), (long) (nginx * 500), 0),
                new Window(load(250, 100, 1_000), (long) (edge * 250), 7 * 250),
                300L << 20,
                Map.of(
                        Target.DIRECT, load(10, 100, 1_000),
                        Target.NGINX, load(10, 150, 1_500),
                        Target.EDGE, load(10, 350, 3_500)));
    }

    private static LoadResult load(long requests, double p50, double p99) {
        return new LoadResult(requests, 1, p50, p99, List.of());
    }
}
