package dev.fairlead.e2e.faults;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.fairlead.contracts.money.Money;
import dev.fairlead.devstack.Part;
import dev.fairlead.devstack.RunningPart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** Without Redis known keys go on within an allowance, unknown ones are asked to come again, and nothing is lost. */
@ExtendWith(SharedStack.class)
class RedisTroubleTest {

    private final FaultyStack stack;

    RedisTroubleTest(FaultyStack stack) {
        this.stack = stack;
    }

    @Test
    void deathOfRedisUnderLoadCostsNoCallAndNoCent() {
        Tenant tenant = Tenant.REDIS_DIES;
        RunningPart redis = stack.part(Part.REDIS);

        // Given requests in every state
        List<Answer> before;
        List<Answer> during;
        List<Answer> strangers;
        try (Load load = new Load().start(stack.gateways(), 200, Load.mixed(tenant))) {
            FaultyStack.await("some have ended").until(() -> load.finished() >= 60);

            // When Redis dies, and more requests come before it is back
            redis.kill();
            during = Load.run(stack.gateways(), 40, Load.mixed(tenant));
            strangers = Load.run(stack.gateways(), 60, Load.unknownKeys("redis-dies"));
            redis.start();
            before = load.answers();
        }
        List<Answer> after = Load.run(stack.gateways(), 20, Load.mixed(tenant));

        // Then known keys have not noticed, and nobody was told that a key does not exist
        assertThat(before).hasSize(200).allMatch(Answer::completed);
        assertThat(during).hasSize(40).allMatch(Answer::completed);
        assertThat(after).hasSize(20).allMatch(Answer::completed);
        assertThat(strangers).allSatisfy(RedisTroubleTest::askedToComeAgain);
        // and the books are complete
        new Parity(stack, tenant)
                .booksWhatClientsSaw(before)
                .booksWhatClientsSaw(during)
                .booksWhatClientsSaw(after)
                .booksWhatWasDelivered()
                .ledgerIsGenerations()
                .redisIsLedger();
        assertThat(stack.books().generations(tenant)).hasSize(260);
    }

    @Test
    void withoutRedisAnEdgeSpendsItsAllowanceAndNoMore() {
        Tenant tenant = Tenant.REDIS_AWAY;
        List<URI> one = stack.gateways().subList(0, 1);
        assertThat(Load.run(one, 1, Load.oneCent(tenant))).allMatch(Answer::completed);

        // Given no Redis
        stack.part(Part.REDIS).kill();

        // When more is asked for than the dollar that an edge may spend then
        List<Answer> answers = Load.run(one, 130, Load.oneCent(tenant));
        stack.part(Part.REDIS).start();

        // Then the dollar is spent, and the others are asked to come again
        Map<Integer, Long> byStatus =
                answers.stream().collect(Collectors.groupingBy(Answer::status, Collectors.counting()));
        assertThat(byStatus).isEqualTo(Map.of(200, 100L, 503, 30L));
        assertThat(answers).filteredOn(answer -> !answer.completed()).allSatisfy(RedisTroubleTest::askedToComeAgain);
        new Parity(stack, tenant)
                .booksWhatClientsSaw(answers)
                .booksWhatWasDelivered()
                .ledgerIsGenerations()
                .redisIsLedger();
        assertThat(stack.books().used(tenant)).isEqualTo(Money.ofUsd("1.01"));
    }

    @Test
    void frozenRedisHoldsNobodyUp() {
        Tenant tenant = Tenant.REDIS_FREEZES;
        assertThat(Load.run(stack.gateways(), 10, Load.mixed(tenant))).allMatch(Answer::completed);

        // Given a Redis that takes connections and does not answer, with requests under way
        List<Answer> before;
        List<Answer> during;
        List<Answer> strangers;
        try (Load load = new Load().start(stack.gateways(), 40, Load.mixed(tenant))) {
            FaultyStack.await("all are under way")
                    .until(() -> stack.provider().calls().size() >= 50);
            try (Freeze freeze = Freeze.of(stack.part(Part.REDIS).pid())) {

                // When requests come, they are answered while it is still frozen
                during = Load.run(stack.gateways(), 40, Load.mixed(tenant));
                strangers = Load.run(stack.gateways(), 10, Load.unknownKeys("redis-freezes"));
                before = load.answers();
                freeze.hasLasted(3);
            }
        }
        List<Answer> after = Load.run(stack.gateways(), 20, Load.mixed(tenant));

        // Then known keys have not noticed
        assertThat(before).hasSize(40).allMatch(Answer::completed);
        assertThat(during).hasSize(40).allMatch(Answer::completed);
        assertThat(after).hasSize(20).allMatch(Answer::completed);
        assertThat(strangers).allSatisfy(RedisTroubleTest::askedToComeAgain);
        new Parity(stack, tenant)
                .booksWhatClientsSaw(before)
                .booksWhatClientsSaw(during)
                .booksWhatClientsSaw(after)
                .booksWhatWasDelivered()
                .ledgerIsGenerations()
                .redisIsLedger();
        assertThat(stack.books().generations(tenant)).hasSize(110);
    }

    private static void askedToComeAgain(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        assertThat(answer.retryAfter()).isPresent();
    }
}
