package dev.fairlead.edge.provider;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import dev.fairlead.contracts.catalog.Authentication;
import dev.fairlead.contracts.catalog.DataPolicy;
import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.platform.secret.SecretKeys;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CredentialsTest {

    private static final String OLD = "old:" + Base64.getEncoder().encodeToString(new byte[32]);
    private static final String NEW = "new:"
            + Base64.getEncoder().encodeToString(new byte[] {
                1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8
            });

    private final List<String> logged = new ArrayList<>();
    private final Handler collector = new Handler() {
        @Override
        public void publish(LogRecord record) {
            logged.add(record.getMessage() + Arrays.toString(record.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private final Logger logger = Logger.getLogger(Credentials.class.getName());

    @BeforeEach
    void collect() {
        logger.addHandler(collector);
    }

    @AfterEach
    void collectNoMore() {
        logger.removeHandler(collector);
    }

    private static Provider provider(String id, Authentication authentication, @Nullable String sealed) {
        return new Provider(
                id,
                "Acme",
                "https://api.example.com/v1",
                Dialect.OPENAI,
                authentication,
                List.of("ACME_API_KEY", "ACME_KEY"),
                List.of(),
                DataPolicy.UNKNOWN,
                List.of(),
                null,
                sealed);
    }

    private static Credentials credentials(String secretKeys, Map<String, String> environment) {
        Config config =
                new SmallRyeConfigBuilder().withDefaultValues(environment).build();
        return new Credentials(config, SecretKeys.parse(secretKeys));
    }

    @Test
    void enteredCredentialGoesBeforeThatOfTheEnvironment() {
        Credentials credentials = credentials(OLD, Map.of("ACME_KEY", " from-environment "));
        String sealed = SecretKeys.parse(OLD).seal("entered", "acme");

        assertThat(credentials.find(provider("acme", Authentication.BEARER, sealed)))
                .isEqualTo("entered");
        assertThat(credentials.find(provider("acme", Authentication.BEARER, null)))
                .isEqualTo("from-environment");
    }

    @Test
    void rotatedCredentialIsUsedFromItsSnapshotOn() {
        Credentials credentials = credentials(NEW + "," + OLD, Map.of());
        Provider before =
                provider("acme", Authentication.BEARER, SecretKeys.parse(OLD).seal("first", "acme"));
        Provider after =
                provider("acme", Authentication.BEARER, SecretKeys.parse(NEW).seal("second", "acme"));

        assertThat(credentials.find(before)).isEqualTo("first");
        assertThat(credentials.find(after)).isEqualTo("second");
        assertThat(credentials.find(before)).isEqualTo("first");
        assertThat(credentials.has(after)).isTrue();
    }

    @Test
    void credentialThatCannotBeOpenedIsNoneAndIsLoggedOnceWithTheMissingKey() {
        Credentials credentials = credentials(NEW, Map.of("ACME_KEY", "from-environment"));
        String sealed = SecretKeys.parse(OLD).seal("entered", "acme");
        Provider provider = provider("acme", Authentication.BEARER, sealed);

        assertThat(credentials.find(provider)).isNull();
        assertThat(credentials.has(provider)).isFalse();
        assertThat(credentials.find(provider)).isNull();

        assertThat(logged)
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("acme", "'old'", SecretKeys.SETTING)
                        .doesNotContain("entered", sealed));
    }

    @Test
    void credentialOfAnotherProviderCannotBeUsed() {
        Credentials credentials = credentials(OLD, Map.of());
        String sealed = SecretKeys.parse(OLD).seal("entered", "acme");

        assertThat(credentials.find(provider("globex", Authentication.BEARER, sealed)))
                .isNull();
    }

    @Test
    void providerThatNeedsNoneCanBeCalledWithoutOne() {
        Credentials credentials = credentials("", Map.of());

        assertThat(credentials.has(provider("acme", Authentication.NONE, null))).isTrue();
        assertThat(credentials.has(provider("acme", Authentication.BEARER, null)))
                .isFalse();
    }
}
