package dev.fairlead.platform.json;

import java.io.IOException;
import java.math.BigDecimal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.fairlead.contracts.identity.LimitReset;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.money.Money;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JsonCustomizerTest {

    record Wish(
            @Nullable String name,
            int count,
            @Nullable BigDecimal usd,
            @Nullable Money nanos,
            @Nullable OrganisationId organisation,
            @Nullable LimitReset reset) {}

    private final ObjectMapper mapper = new ObjectMapper();

    JsonCustomizerTest() {
        new JsonCustomizer().customize(mapper);
    }

    @Test
    void readsWhatIsRight() throws IOException {
        assertThat(mapper.readValue(
                        "{\"name\":\"n\",\"count\":3,\"usd\":0.10,\"nanos\":5,\"organisation\":\"acme\",\"reset\":\"DAILY\"}",
                        Wish.class))
                .isEqualTo(new Wish(
                        "n",
                        3,
                        new BigDecimal("0.10"),
                        Money.ofNanos(5),
                        new OrganisationId("acme"),
                        LimitReset.DAILY));
    }

    @Test
    void refusesAFieldThatItDoesNotKnowByName() {
        assertThatThrownBy(() -> mapper.readValue("{\"count\":1,\"cuont\":2}", Wish.class))
                .isInstanceOfSatisfying(
                        UnrecognizedPropertyException.class,
                        e -> assertThat(e.getPropertyName()).isEqualTo("cuont"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"count":1,"count":2}
        {"count":1.5}
        {"count":1.0}
        {"count":null}
        {"count":1e1}
        {"count":{}}
        {"count":"many"}
        {"count":99999999999}
        {"count":1,"nanos":1.5}
        {"count":1,"nanos":"5"}
        {"count":1,"organisation":7}
        {"count":1,"organisation":"Not Valid"}
        {"count":1,"reset":0}
        {"count":1,"reset":"HOURLY"}
        {"count":1,"name":{}}
        {"count":1,"name":["n"]}
        {"count":1
        []
        """)
    void refusesWhatIsWrong(String json) {
        assertThatThrownBy(() -> mapper.readValue(json, Wish.class)).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void writesDecimalsPlain() throws IOException {
        assertThat(mapper.writeValueAsString(new Wish(null, 0, new BigDecimal("1E-9"), Money.ofUsd("1"), null, null)))
                .contains("\"usd\":0.000000001")
                .contains("\"nanos\":1000000000");
    }
}
