package dev.fairlead.billing.admission;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.fairlead.billing.testing.RedisCommands;
import dev.fairlead.billing.testing.RedisProcess;
import dev.fairlead.contracts.redis.AdmissionFunctions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The contract of {@link AdmissionFunctions}, held against a real Redis. */
class AdmissionFunctionsTest {

    private static final String LEASES = "fairlead:{3}:leases";
    private static final String STREAM = "fairlead:{3}:usage";
    private static final String ORG = "fairlead:{3}:level:org:acme";
    private static final String KEY = "fairlead:{3}:level:key:abc";
    private static final long MINUTE = 60_000;

    private static Vertx vertx;
    private static RedisProcess process;
    private static RedisCommands redis;
    private static RedisCommands other;

    @BeforeAll
    static void start() throws IOException {
        vertx = Vertx.vertx();
        process = new RedisProcess();
        redis = new RedisCommands(vertx, process.port());
        other = new RedisCommands(vertx, process.port());
        redis.call(Command.FUNCTION, "LOAD", "REPLACE", AdmissionLibrary.source());
    }

    @AfterAll
    static void stop() throws IOException {
        redis.close();
        other.close();
        process.close();
        vertx.close();
    }

    @BeforeEach
    void empty() {
        redis.call(Command.FLUSHALL);
    }

    @Test
    void theLibraryHasTheNameOfTheContract() {
        Response libraries = redis.call(Command.FUNCTION, "LIST");

        assertThat(libraries).hasSize(1);
        assertThat(libraries.get(0).get("library_name")).hasToString(AdmissionFunctions.LIBRARY);
    }

    @Test
    void admittingReservesOnEveryLevel() {
        publish(ORG, 1, "1000", "", "0");
        publish(KEY, 1, "500", "", "100");

        List<String> answer = admit("gen-1", "300", MINUTE, ORG, KEY);

        assertThat(answer).containsExactly("1");
        assertLevel(ORG, "700", "0", "300");
        assertLevel(KEY, "100", "100", "300");
        assertThat(redis.call(Command.ZSCORE, LEASES, member("gen-1", "300", ORG, KEY)))
                .isNotNull();
    }

    @Test
    void whatDoesNotFitOneLevelIsReservedOnNone() {
        publish(ORG, 1, "1000", "", "0");
        publish(KEY, 1, "500", "", "0");

        List<String> answer = admit("gen-1", "501", MINUTE, ORG, KEY);

        assertThat(answer).containsExactly("0", "2", "500");
        assertLevel(ORG, "1000", "0", "0");
        assertLevel(KEY, "500", "0", "0");
        assertThat(openReservations()).isZero();
    }

    @Test
    void aLevelThatRedisDoesNotKnowIsNamed() {
        publish(ORG, 1, "1000", "", "0");

        assertThat(admit("gen-1", "1", MINUTE, ORG, KEY)).containsExactly("-1", "2");
        assertThat(redis.call(Command.EXISTS, KEY).toInteger()).isZero();
    }

    @Test
    void aLevelWithoutLimitAdmitsEverythingAndStillCounts() {
        publish(ORG, 1, "", "", "0");

        assertThat(admit("gen-1", "999999999999999999", MINUTE, ORG)).containsExactly("1");

        assertThat(redis.field(ORG, "reserved")).isEqualTo("999999999999999999");
        assertThat(redis.field(ORG, "left")).isEmpty();
        settle("gen-1", "999999999999999999", "7", ORG);
        assertThat(redis.field(ORG, "used")).isEqualTo("7");
        assertThat(redis.field(ORG, "reserved")).isEqualTo("0");
    }

    @Test
    void askingTwiceForOneGenerationReservesOnce() {
        publish(ORG, 1, "1000", "", "0");

        admit("gen-1", "300", MINUTE, ORG);
        List<String> again = admit("gen-1", "300", MINUTE, ORG);

        assertThat(again).containsExactly("1");
        assertLevel(ORG, "700", "0", "300");
    }

    @Test
    void askingAgainIsAdmittedAlthoughNothingIsLeftByNow() {
        publish(ORG, 1, "500", "", "0");
        admit("gen-1", "300", MINUTE, ORG);
        admit("gen-2", "200", MINUTE, ORG);

        List<String> again = admit("gen-1", "300", MINUTE, ORG);

        assertThat(again).containsExactly("1");
        assertLevel(ORG, "0", "0", "500");
        assertThat(openReservations()).isEqualTo(2);
    }

    @Test
    void aZeroReservationIsAdmittedUnlessTheLevelIsOverdrawn() {
        publish(ORG, 1, "100", "", "100");
        publish(KEY, 1, "100", "", "101");

        assertThat(admit("gen-1", "0", MINUTE, ORG)).containsExactly("1");
        assertThat(admit("gen-2", "0", MINUTE, KEY)).containsExactly("0", "1", "-1");
        assertThat(settle("gen-1", "0", "0", ORG)).isEqualTo(1);
    }

    @Test
    void anAmountThatIsNoneIsRefused() {
        publish(ORG, 1, "1000", "", "0");

        for (String amount : List.of("-1", "", "1.5", "1e3", "x", "9999999999999999999")) {
            assertThatThrownBy(() -> admit("gen-1", amount, MINUTE, ORG)).hasMessageContaining("amount");
        }
        assertThatThrownBy(() -> admit("gen-1", "1", 0, ORG)).hasMessageContaining("lease");
        assertLevel(ORG, "1000", "0", "0");
    }

    @Test
    void settlingReleasesTheReservationCountsTheCostAndAppendsTheEvent() {
        publish(ORG, 1, "1000", "", "0");
        publish(KEY, 1, "500", "", "0");
        admit("gen-1", "300", MINUTE, ORG, KEY);

        long there = settle("gen-1", "300", "120", ORG, KEY);

        assertThat(there).isEqualTo(1);
        assertLevel(ORG, "880", "120", "0");
        assertLevel(KEY, "380", "120", "0");
        assertThat(openReservations()).isZero();
        assertThat(events()).containsExactly(List.of("e", "{\"event\":1}", "t", "00-trace", "c", "1"));
    }

    @Test
    void settlingTwiceMovesTheLevelsOnceAndSaysSo() {
        publish(ORG, 1, "1000", "", "0");
        admit("gen-1", "300", MINUTE, ORG);
        settle("gen-1", "300", "120", ORG);

        long again = settle("gen-1", "300", "120", ORG);

        assertThat(again).isZero();
        assertLevel(ORG, "880", "120", "0");
        assertThat(events()).extracting(event -> event.get(5)).containsExactly("1", "0");
    }

    @Test
    void settlingMoreThanWasReservedIsBookedInFull() {
        publish(ORG, 1, "1000", "", "0");
        admit("gen-1", "300", MINUTE, ORG);

        settle("gen-1", "300", "1200", ORG);

        assertLevel(ORG, "-200", "1200", "0");
        assertThat(admit("gen-2", "1", MINUTE, ORG)).containsExactly("0", "1", "-200");
    }

    @Test
    void releasingGivesBackOnceAndAppendsNothing() {
        publish(ORG, 1, "1000", "", "0");
        admit("gen-1", "300", MINUTE, ORG);

        assertThat(release("gen-1", "300", ORG)).isEqualTo(1);
        assertThat(release("gen-1", "300", ORG)).isZero();

        assertLevel(ORG, "1000", "0", "0");
        assertThat(events()).isEmpty();
    }

    @Test
    void aLapsedReservationIsGivenBackByTheNextAdmission() {
        publish(ORG, 1, "300", "", "0");
        admit("gen-1", "300", 1, ORG);

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(
                        () -> assertThat(admit("gen-2", "300", MINUTE, ORG)).containsExactly("1"));

        assertLevel(ORG, "0", "0", "300");
        assertThat(openReservations()).isEqualTo(1);
    }

    @Test
    void oneAdmissionGivesBackAFewOnlyAndReclaimAsManyAsAsked() {
        publish(ORG, 1, "1000", "", "0");
        publish(KEY, 1, "1000", "", "0");
        for (int i = 0; i < 10; i++) {
            admit("gen-" + i, "100", 50, KEY);
        }
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(lapsedReservations()).isEqualTo(10));

        admit("gen-x", "1", MINUTE, ORG);
        assertThat(redis.field(KEY, "reserved")).isEqualTo("700");

        assertThat(reclaim(5)).isEqualTo(5);
        assertThat(reclaim(5)).isEqualTo(2);
        assertThat(reclaim(5)).isZero();
        assertLevel(KEY, "1000", "0", "0");
    }

    @Test
    void settlingALapsedReservationMovesNothing() {
        publish(ORG, 1, "1000", "", "0");
        admit("gen-1", "300", 1, ORG);
        await().atMost(Duration.ofSeconds(5)).until(() -> reclaim(10) == 1);

        assertThat(settle("gen-1", "300", "120", ORG)).isZero();

        assertLevel(ORG, "1000", "0", "0");
        assertThat(events()).extracting(event -> event.get(5)).containsExactly("0");
    }

    @Test
    void renewingProlongsWhatIsThereAndMakesAgainWhatHadLapsed() {
        publish(ORG, 1, "500", "", "0");
        admit("gen-1", "300", 1, ORG);
        await().atMost(Duration.ofSeconds(5)).until(() -> reclaim(10) == 1);
        admit("gen-2", "300", 50, ORG);

        long lapsed = renew(MINUTE, member("gen-1", "300", ORG), member("gen-2", "300", ORG));

        // Made again whatever is left: the request runs, and will cost what it costs.
        assertThat(lapsed).isEqualTo(1);
        assertLevel(ORG, "-100", "0", "600");
        assertThat(lapsedReservations()).isZero();
        assertThat(settle("gen-1", "300", "10", ORG)).isEqualTo(1);
        assertThat(settle("gen-2", "300", "10", ORG)).isEqualTo(1);
        assertLevel(ORG, "480", "20", "0");
    }

    @Test
    void renewingOnALevelThatRedisHasForgottenWaitsUntilItIsKnownAgain() {
        String reservation = member("gen-1", "300", ORG, KEY);
        publish(ORG, 1, "500", "", "0");

        assertThat(renew(MINUTE, reservation)).isEqualTo(1);
        assertLevel(ORG, "500", "0", "0");
        assertThat(redis.call(Command.EXISTS, KEY).toInteger()).isZero();

        publish(KEY, 1, "500", "", "0");
        assertThat(renew(MINUTE, reservation)).isEqualTo(1);
        assertLevel(ORG, "200", "0", "300");
        assertLevel(KEY, "200", "0", "300");
    }

    @Test
    void aLaterWindowStartsAnewAndAnEarlierOneDoesNot() {
        publish(KEY, 1, "1000", "2026-11-23", "900");
        admitInWindow("gen-1", "50", "2026-11-23", KEY);

        assertThat(admitInWindow("gen-2", "400", "2026-11-24", KEY)).containsExactly("1");
        assertThat(redis.field(KEY, "win")).isEqualTo("2026-11-24");
        assertLevel(KEY, "550", "0", "450");

        // An edge whose clock is behind neither turns the window back nor empties it.
        assertThat(admitInWindow("gen-3", "50", "2026-11-23", KEY)).containsExactly("1");
        assertThat(redis.field(KEY, "win")).isEqualTo("2026-11-24");
        settle("gen-1", "50", "50", KEY);
        assertLevel(KEY, "500", "50", "450");
    }

    @Test
    void aWindowTurnsAlsoForTheRequestThatDoesNotFit() {
        publish(KEY, 1, "1000", "2026-11-23", "900");

        assertThat(admitInWindow("gen-1", "1001", "2026-11-24", KEY)).containsExactly("0", "1", "1000");
        assertLevel(KEY, "1000", "0", "0");
    }

    @Test
    void onlyALaterRevisionOfALevelIsApplied() {
        assertThat(publish(ORG, 5, "1000", "", "10")).isEqualTo(1);
        admit("gen-1", "100", MINUTE, ORG);

        assertThat(publish(ORG, 5, "1", "", "0")).isZero();
        assertThat(publish(ORG, 4, "1", "", "0")).isZero();
        assertLevel(ORG, "890", "10", "100");

        // What is used and reserved is Redis' own; only the limit comes from outside.
        assertThat(publish(ORG, 10, "2000", "", "777")).isEqualTo(1);
        assertLevel(ORG, "1890", "10", "100");
        assertThat(publish(ORG, 11, "50", "", "0")).isEqualTo(1);
        assertLevel(ORG, "-60", "10", "100");
    }

    @Test
    void aLimitCanGoAndComeBack() {
        publish(ORG, 1, "1000", "", "0");
        admit("gen-1", "100", MINUTE, ORG);
        publish(ORG, 2, "", "", "0");
        admit("gen-2", "5000", MINUTE, ORG);
        settle("gen-1", "100", "40", ORG);

        publish(ORG, 3, "10000", "", "0");

        assertLevel(ORG, "4960", "40", "5000");
    }

    @Test
    void chargingCountsOnKnownLevelsOnly() {
        publish(ORG, 1, "1000", "", "0");

        call(AdmissionFunctions.CHARGE, List.of(ORG, KEY), List.of("70"));

        assertLevel(ORG, "930", "70", "0");
        assertThat(redis.call(Command.EXISTS, KEY).toInteger()).isZero();
    }

    @Test
    void amountsBeyondADoublesPrecisionStayExact() {
        // 2^53 + 1 nano-dollars, about nine million dollars, is not a double.
        publish(ORG, 1, "9007199254740993", "", "0");
        admit("gen-1", "9007199254740991", MINUTE, ORG);
        assertLevel(ORG, "2", "0", "9007199254740991");

        settle("gen-1", "9007199254740991", "9007199254740990", ORG);
        assertLevel(ORG, "3", "9007199254740990", "0");

        publish(ORG, 2, "9223372036854775806", "", "0");
        assertLevel(ORG, "9214364837600034816", "9007199254740990", "0");
    }

    @Test
    void concurrentAdmissionsNeverExceedTheLimit() {
        // One dollar, four hundred requests of a cent over two connections: a hundred fit.
        publish(ORG, 1, "1000000000", "", "0");
        publish(KEY, 1, "", "", "0");
        List<Future<Response>> answers = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            answers.add((i % 2 == 0 ? redis : other)
                    .send(Command.FCALL, admitArguments("gen-" + i, "10000000", MINUTE, "", ORG, KEY)));
        }

        long admitted = answers.stream()
                .filter(answer -> RedisCommands.await(answer).get(0).toInteger() == 1)
                .count();

        assertThat(admitted).isEqualTo(100);
        assertLevel(ORG, "0", "0", "1000000000");
        assertThat(redis.field(KEY, "reserved")).isEqualTo("1000000000");
    }

    @Test
    void inAnyOrderOfCallsWhatIsLeftIsTheLimitLessUsedAndReserved() {
        for (long seed = 1; seed <= 20; seed++) {
            redis.call(Command.FLUSHALL);
            randomCalls(new Random(seed));
            for (String level : List.of(ORG, KEY)) {
                long expected = number(level, "limit") - number(level, "used") - number(level, "reserved");
                assertThat(number(level, "left")).as("seed %d, %s", seed, level).isEqualTo(expected);
                assertThat(number(level, "reserved")).as("seed %d", seed).isZero();
            }
        }
    }

    /** Admits, settles, releases, renews, publishes and repeats at random; ends with nothing open. */
    private void randomCalls(Random random) {
        publish(ORG, 1, "100000", "", "0");
        publish(KEY, 1, "30000", "2026-11-01", "0");
        Map<String, String> open = new HashMap<>();
        for (int i = 0; i < 200; i++) {
            String amount = Integer.toString(random.nextInt(2_000));
            String window = "2026-11-" + String.format("%02d", 1 + i / 20);
            switch (random.nextInt(6)) {
                case 0, 1, 2 -> {
                    List<String> answer = admitInWindow("gen-" + i, amount, window, ORG, KEY);
                    if (answer.getFirst().equals("1")) {
                        open.put("gen-" + i, amount);
                    }
                }
                case 3 -> publish(KEY, i + 2, Integer.toString(20_000 + random.nextInt(20_000)), window, "0");
                default -> {
                    List<String> generations = new ArrayList<>(open.keySet());
                    Collections.sort(generations);
                    if (!generations.isEmpty()) {
                        String generation = generations.get(random.nextInt(generations.size()));
                        end(random, generation, open.remove(generation));
                    }
                }
            }
        }
        open.forEach((generation, amount) -> release(generation, amount, ORG, KEY));
    }

    private void end(Random random, String generation, String amount) {
        renew(MINUTE, member(generation, amount, ORG, KEY));
        if (random.nextBoolean()) {
            settle(generation, amount, Integer.toString(random.nextInt(2_500)), ORG, KEY);
            settle(generation, amount, "1", ORG, KEY);
        } else {
            release(generation, amount, ORG, KEY);
            release(generation, amount, ORG, KEY);
        }
    }

    private static long number(String level, String field) {
        return Long.parseLong(redis.field(level, field));
    }

    private static void assertLevel(String level, String left, String used, String reserved) {
        assertThat(List.of(redis.field(level, "left"), redis.field(level, "used"), redis.field(level, "reserved")))
                .as("left, used, reserved of %s", level)
                .containsExactly(left, used, reserved);
    }

    private static String member(String generation, String amount, String... levels) {
        return generation + '|' + amount + '|' + String.join("|", levels);
    }

    private static List<String> admit(String generation, String amount, long leaseMillis, String... levels) {
        return texts(redis.call(Command.FCALL, admitArguments(generation, amount, leaseMillis, "", levels)));
    }

    private static List<String> admitInWindow(String generation, String amount, String window, String... levels) {
        return texts(redis.call(Command.FCALL, admitArguments(generation, amount, MINUTE, window, levels)));
    }

    private static Object[] admitArguments(
            String generation, String amount, long leaseMillis, String window, String... levels) {
        List<Object> arguments = new ArrayList<>(List.of(AdmissionFunctions.ADMIT, levels.length + 1, LEASES));
        arguments.addAll(Arrays.asList(levels));
        arguments.addAll(List.of(generation, amount, leaseMillis));
        for (String level : levels) {
            // Only a key's limit starts anew.
            arguments.add(level.equals(KEY) ? window : "");
        }
        return arguments.toArray();
    }

    private static long settle(String generation, String reserved, String cost, String... levels) {
        List<String> keys = new ArrayList<>(List.of(LEASES, STREAM));
        keys.addAll(Arrays.asList(levels));
        return call(
                        AdmissionFunctions.SETTLE,
                        keys,
                        List.of(member(generation, reserved, levels), reserved, cost, "{\"event\":1}", "00-trace"))
                .toLong();
    }

    private static long release(String generation, String reserved, String... levels) {
        List<String> keys = new ArrayList<>(List.of(LEASES));
        keys.addAll(Arrays.asList(levels));
        return call(AdmissionFunctions.RELEASE, keys, List.of(member(generation, reserved, levels), reserved))
                .toLong();
    }

    private static long renew(long leaseMillis, String... reservations) {
        List<String> arguments = new ArrayList<>(List.of(Long.toString(leaseMillis)));
        arguments.addAll(Arrays.asList(reservations));
        return call(AdmissionFunctions.RENEW, List.of(LEASES), arguments).toLong();
    }

    private static long reclaim(int atMost) {
        return call(AdmissionFunctions.RECLAIM, List.of(LEASES), List.of(Integer.toString(atMost)))
                .toLong();
    }

    private static long publish(String level, long revision, String limit, String window, String used) {
        return call(
                        AdmissionFunctions.PUBLISH_LEVEL,
                        List.of(level),
                        List.of(Long.toString(revision), limit, window, used))
                .toLong();
    }

    private static Response call(String function, List<String> keys, List<String> arguments) {
        List<Object> all = new ArrayList<>(List.of(function, keys.size()));
        all.addAll(keys);
        all.addAll(arguments);
        return redis.call(Command.FCALL, all.toArray());
    }

    private static long openReservations() {
        return redis.call(Command.ZCARD, LEASES).toLong();
    }

    private static long lapsedReservations() {
        return redis.call(Command.ZCOUNT, LEASES, "-inf", System.currentTimeMillis())
                .toLong();
    }

    private static List<List<String>> events() {
        List<List<String>> events = new ArrayList<>();
        redis.call(Command.XRANGE, STREAM, "-", "+").forEach(entry -> events.add(texts(entry.get(1))));
        return events;
    }

    private static List<String> texts(Response answer) {
        List<String> texts = new ArrayList<>();
        answer.forEach(value -> texts.add(value.toString()));
        return texts;
    }
}
