package dev.fairlead.e2e.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

import dev.fairlead.e2e.faults.Books.Booked;
import dev.fairlead.e2e.faults.Provider.Call;
import dev.fairlead.e2e.faults.RawCall.Leaving;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** When a client leaves, at whatever moment, its provider is left too, and what was used until then is booked. */
@ExtendWith(SharedStack.class)
class ClientGoneTest {

    private static final Tenant TENANT = Tenant.CLIENT_GONE;
    private static final Duration PROMPT = Duration.ofMillis(250);
    private static final int CLIENT_CLOSED_REQUEST = 499;

    private final FaultyStack stack;

    ClientGoneTest(FaultyStack stack) {
        this.stack = stack;
    }

    /** sim-slow has one endpoint only: were a client's leaving its failure, it would soon be out of service. */
    private static Load.Request request(boolean stream, String behaviour) {
        return new Load.Request(TENANT.key(), "sim-slow", stream, 200, behaviour);
    }

    @ParameterizedTest(name = "{0}, {3}")
    @CsvSource({
        "a stream before the headers, true, latency=30s, FIN",
        "a stream before the headers, true, latency=30s, RESET",
        "a stream before the first token, true, ttft=30s, FIN",
        "a stream before the first token, true, ttft=30s, RESET",
        "a stream before the first content, true, ttft=0ms;silence=30s, FIN",
        "a stream before the first content, true, ttft=0ms;silence=30s, RESET",
        "a stream in its middle, true, ttft=0ms;tps=20, FIN",
        "a stream in its middle, true, ttft=0ms;tps=20, RESET",
        "a whole answer that is awaited, false, latency=30s, FIN",
        "a whole answer that is awaited, false, latency=30s, RESET"
    })
    void providerIsLeftAtOnceAndWhatWasUsedIsBooked(String moment, boolean stream, String behaviour, Leaving how) {
        // Given a call that has reached the provider, and its client if it is to get that far
        Set<String> former = stack.books().generations(TENANT).keySet();
        RawCall client = RawCall.send(stack.gateways().getFirst(), request(stream, behaviour.replace(';', ',')));
        FaultyStack.await("the provider has the call")
                .until(() -> stack.provider().calls().size() == 1);
        if (moment.endsWith("middle")) {
            client.readUntil("data: {");
            client.readUntil("data: {");
            client.readUntil("data: {");
        }

        // When the client leaves
        Instant left = client.leave(how);

        // Then the provider is left within a quarter of a second
        FaultyStack.await("the provider is left")
                .until(() -> stack.provider().calls().getFirst().clientClosedAt() != null);
        Call call = stack.provider().calls().getFirst();
        assertThat(call.outcome()).isEqualTo("client_gone");
        assertThat(call.clientClosedAt()).isNotNull();
        assertThat(Duration.between(left, call.clientClosedAt())).isLessThan(PROMPT);
        // and the generation is booked, once, as one that was cancelled
        FaultyStack.await("it is booked")
                .until(() -> stack.books().generations(TENANT).containsKey(call.generation()));
        Booked booked = requireNonNull(stack.books().generations(TENANT).get(call.generation()));
        assertThat(booked.status()).isEqualTo(CLIENT_CLOSED_REQUEST);
        assertThat(booked.cancelled()).isTrue();
        assertThat(booked.usageSource()).isEqualTo("ESTIMATED");
        assertThat(booked.promptTokens()).isPositive();
        // What the provider has written may still have been on its way.
        assertThat(booked.completionTokens()).isBetween(moment.endsWith("middle") ? 1L : 0L, call.completionTokens());
        assertThat(stack.books().generations(TENANT)).hasSize(former.size() + 1);
        new Parity(stack, TENANT).ledgerIsGenerations().redisIsLedger();
        assertThat(stack.provider().calls()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void requestThatWasNotSentToItsEndLeavesNothing(Leaving how) {
        Set<String> former = stack.books().generations(TENANT).keySet();

        // Given a client that has not sent all of its body
        RawCall client = RawCall.sendPart(stack.gateways().getFirst(), request(true, "ttft=0ms"), 10);

        // When it leaves
        client.leave(how);

        // Then nothing was set aside, asked for or booked, and the next call is served
        assertThat(Load.run(stack.gateways().subList(0, 1), 1, i -> request(true, "ttft=0ms,tps=1000")))
                .allMatch(Answer::completed);
        new Parity(stack, TENANT).booksWhatWasDelivered().redisIsLedger();
        assertThat(stack.provider().calls()).hasSize(1);
        assertThat(stack.books().generations(TENANT)).hasSize(former.size() + 1);
    }

    @Test
    void clientsThatLeaveInCrowdsAreNoFailureOfTheProvider() {
        // Given thirty clients that have left in the middle of their streams
        for (int i = 0; i < 30; i++) {
            try (RawCall client = RawCall.send(stack.gateways().getFirst(), request(true, "ttft=0ms,tps=50"))) {
                client.readUntil("data: {");
            }
        }
        FaultyStack.await("the provider is left by all")
                .until(() -> stack.provider().calls().stream()
                        .allMatch(call -> call.outcome().equals("client_gone")));

        // When another one stays
        var answers = Load.run(stack.gateways(), 10, i -> request(i % 2 == 0, "ttft=0ms,tps=1000"));

        // Then it is served, and by then so is everybody's bill
        assertThat(answers).allMatch(Answer::completed);
        new Parity(stack, TENANT)
                .booksWhatClientsSaw(answers)
                .ledgerIsGenerations()
                .redisIsLedger();
        assertThat(stack.provider().calls().stream().map(Call::generation).collect(Collectors.toSet()))
                .hasSize(40)
                .isSubsetOf(stack.books().generations(TENANT).keySet());
    }
}
