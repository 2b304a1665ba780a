package dev.fairlead.catalog.registration;

import java.util.Base64;
import java.util.List;
import java.util.Objects;

import dev.fairlead.catalog.listing.ListedProvider;
import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.listing.Origin;
import dev.fairlead.catalog.listing.ProviderKind;
import dev.fairlead.contracts.catalog.Authentication;
import dev.fairlead.contracts.catalog.DataPolicy;
import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.platform.json.FairleadJson;
import dev.fairlead.platform.problem.ProblemException;
import dev.fairlead.platform.secret.SealBrokenException;
import dev.fairlead.platform.secret.SecretKeys;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CredentialSealTest {

    private static final String OLD = key("old", 1);
    private static final String NEW = key("new", 2);
    private static final String LOST = key("lost", 3);

    private static String key(String id, int filling) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) filling;
        return id + ':' + Base64.getEncoder().encodeToString(bytes);
    }

    private static ListedProvider provider(String id, @Nullable String sealed) {
        return new ListedProvider(
                id,
                id,
                ProviderKind.PRIVATE,
                "https://api.example.com/v1",
                Dialect.OPENAI,
                Authentication.BEARER,
                List.of(),
                List.of(),
                DataPolicy.UNKNOWN,
                null,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                sealed,
                Origin.OPERATOR);
    }

    @Test
    void everyCredentialThatCanBeOpenedIsSealedWithTheNewestKeyAndTheOthersStay() throws SealBrokenException {
        // Given
        SecretKeys both = SecretKeys.parse(NEW + ',' + OLD);
        String lost = SecretKeys.parse(LOST).seal("third", "c");
        Listing listing = Listing.of(
                List.of(
                        provider("a", SecretKeys.parse(OLD).seal("first", "a")),
                        provider("b", both.seal("second", "b")),
                        provider("c", lost),
                        provider("d", null)),
                List.of());
        CredentialSeal seal = new CredentialSeal(both);

        // When
        Listing again = seal.again(listing);

        // Then
        assertThat(seal.withNewestKey(again)).containsExactly("a", "b");
        assertThat(seal.withOlderKeys(again)).containsExactly("c");
        SecretKeys onlyNew = SecretKeys.parse(NEW);
        String sealed = Objects.requireNonNull(again.provider("a").sealedCredential());
        assertThat(onlyNew.open(sealed, "a")).isEqualTo("first");
        assertThat(again.provider("b")).isEqualTo(listing.provider("b"));
        assertThat(again.provider("c").sealedCredential()).isEqualTo(lost);
        assertThat(again.provider("d").sealedCredential()).isNull();
    }

    @Test
    void withoutAKeyACredentialIsRefusedNamingTheSettingThatIsMissing() throws Exception {
        CredentialSeal seal = new CredentialSeal(SecretKeys.parse(""));
        Fields fields = Fields.of(FairleadJson.mapper().readTree("{\"credential\":\"sk-1\"}"), List.of("credential"));

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> seal.credential(fields, "a"))
                .withMessageContaining(SecretKeys.SETTING)
                .withMessageNotContaining("sk-1");
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> seal.again(Listing.EMPTY))
                .withMessageContaining(SecretKeys.SETTING);
    }
}
