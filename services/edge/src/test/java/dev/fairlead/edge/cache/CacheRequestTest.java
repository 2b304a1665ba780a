package dev.fairlead.edge.cache;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CacheRequestTest {

    @ParameterizedTest
    @ValueSource(strings = {"false", "", "1", "yes", " true", "truee"})
    void isThereOnlyIfTheCallerAsksForIt(String value) {
        assertThat(CacheRequest.of(headers().add("X-OpenRouter-Cache", value))).isNull();
        assertThat(CacheRequest.of(headers())).isNull();
        assertThat(CacheRequest.of(headers().add("X-OpenRouter-Cache-TTL", "60")))
                .isNull();
    }

    @Test
    void keepsAnswersForFiveMinutesUnlessToldOtherwise() {
        assertThat(CacheRequest.of(headers().add("X-OpenRouter-Cache", "true")))
                .isEqualTo(new CacheRequest(300, false));
        assertThat(CacheRequest.of(headers().add("x-openrouter-cache", "TRUE")))
                .isEqualTo(new CacheRequest(300, false));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "60, 60",
                "60abc, 60",
                "60.9, 60",
                "007, 7",
                "1, 1",
                "0, 1",
                "00, 1",
                "86400, 86400",
                "86401, 86400",
                "99999999999999999999, 86400",
                "abc, 300",
                "``, 300",
                "-5, 300",
                "+5, 300",
                "` 60`, 300",
                "3600s, 3600"
            })
    void readsTheLeadingDigitsOfTheTimeAndBringsThemIntoRange(String value, int seconds) {
        assertThat(CacheRequest.of(headers().add("X-OpenRouter-Cache", "true").add("X-OpenRouter-Cache-TTL", value)))
                .isEqualTo(new CacheRequest(seconds, false));
    }

    @ParameterizedTest
    @CsvSource({"true, true", "True, true", "false, false", "1, false"})
    void mayReplaceACachedAnswer(String value, boolean clear) {
        assertThat(CacheRequest.of(headers().add("X-OpenRouter-Cache", "true").add("X-OpenRouter-Cache-Clear", value)))
                .isEqualTo(new CacheRequest(300, clear));
    }

    private static MultiMap headers() {
        return MultiMap.caseInsensitiveMultiMap();
    }
}
