package dev.fairlead.edge.consensus;

import java.nio.charset.StandardCharsets;

import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.edge.error.ApiException;
import dev.fairlead.edge.request.ChatRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ConsensusOptionsTest {

    @Test
    void readsModelsAndTheAgreementThatIsWanted() {
        ConsensusOptions options = read("""
                "plugins":[{"id":"fairlead-consensus","models":["a/x","b/y"],"min_agreement":0.5}]""");

        assertThat(options.models()).containsExactly("a/x", "b/y");
        assertThat(options.minAgreement()).isEqualTo(0.5);
    }

    @Test
    void leavesTheChoiceToTheGatewayWhereTheRequestSaysNothing() {
        assertThat(read("\"n\":1").models()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "tools":[{"type":"function","function":{"name":"f"}}]                            | tools
                    "n":2                                                                            | n
                    "plugins":[{"id":"fairlead-consensus","models":["a/x"]}]                         | models
                    "plugins":[{"id":"fairlead-consensus","models":["a/x","a/x"]}]                   | models
                    "plugins":[{"id":"fairlead-consensus","models":["1","2","3","4","5","6","7","8","9"]}] | models
                    "plugins":[{"id":"fairlead-consensus","models":["a/x",3]}]                       | models
                    "plugins":[{"id":"fairlead-consensus","models":"a/x"}]                           | models
                    "plugins":[{"id":"fairlead-consensus","models":["a/x","fairlead/consensus"]}]    | models
                    "plugins":[{"id":"fairlead-consensus","min_agreement":1.5}]                      | min_agreement
                    "plugins":[{"id":"fairlead-consensus","judge":"a/x"}]                            | judge
                    """)
    void namesTheFieldAtFault(String members, String field) {
        assertThatThrownBy(() -> read(members)).isInstanceOfSatisfying(ApiException.class, e -> {
            assertThat(e.error().status()).isEqualTo(400);
            assertThat(e.error().param()).endsWith(field);
        });
    }

    private static ConsensusOptions read(String members) {
        String body = "{\"model\":\"fairlead/consensus\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],"
                + members + "}";
        return ConsensusOptions.read(
                ChatRequest.read(body.getBytes(StandardCharsets.UTF_8), new OrganisationId("acme")));
    }
}
