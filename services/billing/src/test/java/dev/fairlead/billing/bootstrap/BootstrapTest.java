package dev.fairlead.billing.bootstrap;

import java.math.BigDecimal;
import java.util.Optional;

import dev.fairlead.billing.BillingConfig.BootstrapOrganisation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BootstrapTest {

    private record Wanted(String id, Optional<String> name, Optional<BigDecimal> credits, Optional<String> apiKey)
            implements BootstrapOrganisation {

        static Wanted of(String id, String credits, String apiKey) {
            return new Wanted(id, Optional.empty(), Optional.of(new BigDecimal(credits)), Optional.of(apiKey));
        }
    }

    @Test
    void whatIsWellFormedIsAccepted() {
        assertThatCode(() -> Bootstrap.check(Wanted.of("demo", "10.50", "sk-fl-v1-0123456789abcdef")))
                .doesNotThrowAnyException();
    }

    @Test
    void aWrongValueIsRefusedWithItsPlaceAndWithoutTheKey() {
        assertThatThrownBy(() -> Bootstrap.check(Wanted.of("Demo", "1", "sk-fl-v1-0123456789abcdef")))
                .hasMessageContaining("bootstrap.organisations (Demo): id");
        assertThatThrownBy(() -> Bootstrap.check(Wanted.of("demo", "-1", "sk-fl-v1-0123456789abcdef")))
                .hasMessageContaining("(demo): credits");
        assertThatThrownBy(() -> Bootstrap.check(Wanted.of("demo", "0.0000000001", "sk-fl-v1-0123456789abcdef")))
                .hasMessageContaining("(demo): credits");
        assertThatThrownBy(() -> Bootstrap.check(Wanted.of("demo", "1", "secret-of-another-kind")))
                .hasMessageContaining("(demo): api-key")
                .hasMessageNotContaining("secret-of-another-kind");
        assertThatThrownBy(() -> Bootstrap.check(Wanted.of("demo", "1", "sk-fl-short")))
                .hasMessageContaining("(demo): api-key");
    }
}
