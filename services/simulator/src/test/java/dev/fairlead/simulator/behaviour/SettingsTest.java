package dev.fairlead.simulator.behaviour;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SettingsTest {

    @Test
    void readsEveryKeyOfTheGrammar() {
        // Given
        String text =
                "latency=60ms~20ms, ttft=1:2:3:4,silence=1.5s,tps=12.5,prompt=7,completion=100,cached=3,reasoning=2,"
                        + "chunk=4,dribble=7,dribble-gap=250us,usage=every,ping=2,huge=1000,fail=429,fail-rate=0.25,"
                        + "retry-after=2s,series=mine";

        // When
        Behaviour behaviour = Behaviour.of(Settings.parse(text));

        // Then
        assertThat(behaviour.timing())
                .isEqualTo(new Behaviour.Timing(
                        new Delay.Jitter(60_000, 20_000),
                        new Delay.Percentiles(1_000, 2_000, 3_000, 4_000),
                        new Delay.Fixed(1_500_000),
                        12.5));
        assertThat(behaviour.tokens()).isEqualTo(new Behaviour.Tokens(7, 100, 3, false, 2));
        assertThat(behaviour.shape()).isEqualTo(new Behaviour.Shape(4, 7, 250, UsageReport.EVERY, 2, 1000));
        assertThat(behaviour.failure())
                .isEqualTo(new Behaviour.Failure(new Fault.Status(429), "429", new Schedule.Share(0.25), 2));
    }

    @Test
    void theTestOfTheGrammarForgetsNoKey() {
        String others = "fail-first fail-every";
        String tested =
                "latency ttft silence tps prompt completion cached reasoning chunk dribble dribble-gap usage ping"
                        + " huge fail fail-rate retry-after series";
        assertThat(Setting.keys().split(", ")).containsExactlyInAnyOrder((tested + " " + others).split(" "));
    }

    @Test
    void nothingSetIsTheSimplestAnswer() {
        Behaviour behaviour = Behaviour.of(Settings.parse(""));
        assertThat(behaviour.failure()).isNull();
        assertThat(behaviour.timing()).isEqualTo(new Behaviour.Timing(Delay.NONE, Delay.NONE, Delay.NONE, 0));
        assertThat(behaviour.shape()).isEqualTo(new Behaviour.Shape(1, 0, 0, UsageReport.NORMAL, 0, 0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            latency=soon                | latency
            latency=2h                  | latency
            latency=-1ms                | latency
            latency=10:20:30            | latency
            latency=40:30:20:10         | latency
            ttft=1e999999999            | ttft
            ttft=3601s                  | ttft
            tps=-1                      | tps
            tps=NaN                     | tps
            completion=1.5              | completion
            completion=1000001          | completion
            prompt=-1                   | prompt
            chunk=0                     | chunk
            usage=sometimes             | usage
            fail=399                    | fail
            fail=600                    | fail
            fail=explode                | fail
            fail=hang@                  | fail
            fail=hang@-1                | fail
            fail=garbage@2              | fail
            fail=503,fail-rate=1.1      | fail-rate
            fail=503,fail-every=0       | fail-every
            fail=503,fail-first=x       | fail-first
            fail=429,retry-after=soon   | retry-after
            fail-rate=0.5               | fail-rate
            fail=503,fail-first=1,fail-every=2 | fail-first
            fail=503,fail-every=1,fail-rate=1  | fail-every
            latency                     | latency
            latency=1ms,latency=2ms     | latency
            LATENCY=1ms                 | LATENCY
            speed=9                     | speed
            """)
    void refusesWhatMakesNoSenseAndNamesTheKey(String text, String key) {
        assertThatThrownBy(() -> Settings.parse(text))
                .isInstanceOfSatisfying(
                        BadSettingException.class, e -> assertThat(e.key()).isEqualTo(key));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hang",
                "reset",
                "garbage",
                "empty",
                "cut",
                "malformed",
                "error",
                "hang@3",
                "reset@3",
                "cut@0",
                "malformed@12",
                "error@1",
                "400",
                "401",
                "403",
                "404",
                "408",
                "413",
                "429",
                "500",
                "502",
                "503",
                "529"
            })
    void knowsEveryFault(String fault) {
        assertThat(Behaviour.of(Settings.parse("fail=" + fault)).failure()).isNotNull();
    }

    @Test
    void aNumberOfAFaultIsThePlaceWhereItStrikes() {
        assertThat(Fault.parse("hang")).isEqualTo(new Fault.Unanswered(Fault.Break.HANG));
        assertThat(Fault.parse("hang@3")).isEqualTo(new Fault.MidAnswer(Fault.Break.HANG, 3));
        assertThat(Fault.parse("cut")).isEqualTo(new Fault.MidAnswer(Fault.Break.CUT, 0));
    }

    @Test
    void moreSpecificSettingsWinOneByOne() {
        // Given
        Settings general = Settings.parse("latency=60ms,tps=20");
        Settings specific = Settings.parse("tps=200");

        // When
        Settings merged = general.with(specific);

        // Then
        assertThat(merged.byKey()).isEqualTo(Map.of("latency", "60ms", "tps", "200"));
    }

    @Test
    void failingIsTakenOverAsAWhole() {
        // Given
        Settings general = Settings.parse("latency=60ms,fail=503,fail-every=3,retry-after=9");
        Settings specific = Settings.parse("fail=429");

        // When
        Settings merged = general.with(specific);

        // Then
        assertThat(merged.byKey()).isEqualTo(Map.of("latency", "60ms", "fail", "429"));
        assertThat(Behaviour.of(general.with(Settings.parse("fail=none"))).failure())
                .isNull();
    }
}
