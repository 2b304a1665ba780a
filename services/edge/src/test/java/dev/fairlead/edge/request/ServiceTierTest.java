package dev.fairlead.edge.request;

import java.nio.charset.StandardCharsets;

import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.edge.error.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ServiceTierTest {

    @ParameterizedTest
    @CsvSource({"auto,", "default,", "flex,flex", "priority,priority", "fast,priority", "scale,scale"})
    void requestsNameATierThatHasPrices(String spelling, String tier) {
        assertThat(request(spelling).features().serviceTier()).isEqualTo(tier);
    }

    @Test
    void requestsNameNoTierThatNobodyKnows() {
        assertThatThrownBy(() -> request("Priority"))
                .isInstanceOf(ApiException.class)
                .hasMessage("service_tier: must be auto, default, flex, priority, fast or scale");
    }

    @Test
    void providersGetTheTierByItsUsualName() {
        String body = new String(request("fast").forProvider("m", null), StandardCharsets.UTF_8);

        assertThat(body).contains("\"service_tier\":\"priority\"");
        assertThat(new String(request("flex").forProvider("m", null), StandardCharsets.UTF_8))
                .contains("\"service_tier\":\"flex\"");
    }

    @ParameterizedTest
    @CsvSource({
        "priority,,priority", // the provider says nothing: what was asked for
        "priority,auto,priority",
        "priority,default,",
        "priority,standard,",
        ",PRIORITY,priority",
        ",flex,flex",
        ",default,",
        ",,"
    })
    void whatIsChargedIsTheTierThatTheAnswerNames(String requested, String reported, String served) {
        assertThat(ServiceTier.served(reported, requested)).isEqualTo(served);
    }

    private static ChatRequest request(String tier) {
        String body = "{\"model\":\"a/b\",\"messages\":[{}],\"service_tier\":\"" + tier + "\"}";
        return ChatRequest.read(body.getBytes(StandardCharsets.UTF_8), new OrganisationId("acme"));
    }
}
