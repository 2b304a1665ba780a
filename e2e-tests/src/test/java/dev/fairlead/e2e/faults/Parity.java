package dev.fairlead.e2e.faults;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.fairlead.contracts.money.Money;
import dev.fairlead.e2e.faults.Books.Booked;
import dev.fairlead.e2e.faults.Provider.Call;
import dev.fairlead.e2e.faults.RedisClient.Level;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the three books against each other: what the provider delivered, what billing wrote down, what Redis counts.
 * All checks wait until they hold, for booking comes after the answer; what must never be is true from then on.
 */
final class Parity {

    /** Nano-dollars of a prompt and of a completion token, and of the request, as the catalog has them. */
    private record Prices(long prompt, long completion, long request) {}

    private static final Map<String, Prices> PRICES = Map.of(
            "default/sim-chat", new Prices(1_000, 2_000, 0),
            "b/sim-chat", new Prices(1_500, 3_000, 0),
            "default/sim-fast", new Prices(1_000, 2_000, 0),
            "default/sim-slow", new Prices(1_000, 2_000, 0),
            "default/sim-flat", new Prices(0, 0, 10_000_000));

    private final FaultyStack stack;
    private final Tenant tenant;

    Parity(FaultyStack stack, Tenant tenant) {
        this.stack = stack;
        this.tenant = tenant;
    }

    /** Every answer that a client saw complete is booked once, with the provider's own counts and our prices. */
    Parity booksWhatClientsSaw(List<Answer> answers) {
        List<Answer> completed = answers.stream().filter(Answer::completed).toList();
        FaultyStack.await("what clients saw is booked")
                .untilAsserted(() -> assertThat(stack.books().generations(tenant))
                        .containsKeys(completed.stream().map(Answer::generation).toArray(String[]::new)));
        Map<String, Booked> booked = stack.books().generations(tenant);
        Map<String, Call> calls = callsById(stack.provider().calls());
        for (Answer answer : completed) {
            Booked generation = requireNonNull(booked.get(answer.generation()));
            check(generation, requireNonNull(calls.get(generation.upstreamId()), answer.generation()));
            assertThat(answer.usage().path("cost").decimalValue())
                    .isEqualByComparingTo(BigDecimal.valueOf(generation.costNanos(), Money.SCALE));
        }
        return this;
    }

    /** Every call that the provider completed is booked once, seen by a client or not. */
    Parity booksWhatWasDelivered() {
        List<Call> delivered =
                stack.provider().calls().stream().filter(Call::isCompleted).toList();
        FaultyStack.await("what the provider delivered is booked")
                .untilAsserted(() -> assertThat(
                                byUpstreamId(stack.books().generations(tenant).values()))
                        .containsKeys(delivered.stream().map(Call::id).toArray(String[]::new)));
        Map<String, Booked> booked =
                byUpstreamId(stack.books().generations(tenant).values());
        for (Call call : delivered) {
            check(requireNonNull(booked.get(call.id())), call);
        }
        return this;
    }

    /** The ledger has one posting for each generation that cost something, of that amount, and no other. */
    Parity ledgerIsGenerations() {
        FaultyStack.await("ledger and generations agree").untilAsserted(() -> {
            Map<String, Long> costs = new HashMap<>();
            stack.books().generations(tenant).forEach((id, generation) -> costs.put(id, generation.costNanos()));
            costs.values().removeIf(cost -> cost == 0);
            assertThat(stack.books().postings(tenant)).isEqualTo(costs);
            assertThat(stack.books().used(tenant).nanos())
                    .isEqualTo(
                            costs.values().stream().mapToLong(Long::longValue).sum());
        });
        return this;
    }

    /** Redis counts what the ledger has, nothing is set aside any more and nothing waits to be booked. */
    Parity redisIsLedger() {
        FaultyStack.await("Redis and ledger agree").untilAsserted(() -> {
            try (RedisClient redis = stack.redis()) {
                long used = stack.books().used(tenant).nanos();
                for (Level level : levels(redis)) {
                    assertThat(level.reserved()).as("reserved").isZero();
                    assertThat(level.used()).as("used").isEqualTo(used);
                }
                assertThat(redis.count("ZCARD", tenant.leases())).as("leases").isZero();
                assertThat(redis.count("XLEN", tenant.usageStream()))
                        .as("events that wait")
                        .isZero();
                assertThat(redis.count("XLEN", "fairlead:usage-dead"))
                        .as("events that cannot be booked")
                        .isZero();
            }
            assertThat(stack.journalLines()).as("journal").isZero();
        });
        return this;
    }

    List<Level> levels(RedisClient redis) {
        return List.of(redis.level(tenant.organisationLevel()), redis.level(tenant.keyLevel()));
    }

    private static void check(Booked generation, Call call) {
        assertThat(generation.id()).isEqualTo(call.generation());
        assertThat(generation.promptTokens()).as("prompt tokens").isEqualTo(call.promptTokens());
        assertThat(generation.completionTokens()).as("completion tokens").isEqualTo(call.completionTokens());
        assertThat(generation.usageSource()).isEqualTo("EXACT");
        String endpoint = call.instance() + '/' + call.model();
        Prices prices = requireNonNull(PRICES.get(endpoint), endpoint);
        assertThat(generation.costNanos())
                .as("cost")
                .isEqualTo(call.promptTokens() * prices.prompt()
                        + call.completionTokens() * prices.completion()
                        + prices.request());
    }

    private static Map<String, Call> callsById(List<Call> calls) {
        return calls.stream().collect(Collectors.toMap(Call::id, Function.identity()));
    }

    /** Fails if two generations claim the same call. */
    private static Map<String, Booked> byUpstreamId(Collection<Booked> generations) {
        return generations.stream()
                .filter(generation -> !generation.upstreamId().isEmpty())
                .collect(Collectors.toMap(Booked::upstreamId, Function.identity()));
    }
}
