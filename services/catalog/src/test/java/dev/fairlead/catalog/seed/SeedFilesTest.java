package dev.fairlead.catalog.seed;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.listing.PriceList;
import dev.fairlead.contracts.money.TokenPrices;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The catalog files that come with the service. */
class SeedFilesTest {

    @Test
    void haveNoFault() {
        Listing listing = SeedReader.read(SeedFiles.onClassPath());

        assertThat(listing.models()).hasSizeGreaterThan(20).containsKeys("openai/gpt-4o", "simulator/sim-chat");
        assertThat(listing.providers()).containsKeys("openai", "anthropic", "groq", "simulator", "simulator-b");
    }

    @Test
    void areAllInTheIndex() throws IOException {
        Path directory = Path.of("src/main/resources/catalog");
        List<String> onDisk;
        try (Stream<Path> files = Files.walk(directory)) {
            onDisk = files.filter(file -> file.toString().endsWith(".yaml"))
                    .map(file -> directory.relativize(file).toString())
                    .toList();
        }

        List<String> inIndex =
                SeedFiles.onClassPath().stream().map(SeedFile::name).toList();

        assertThat(inIndex).containsExactlyInAnyOrderElementsOf(onDisk);
    }

    @Test
    void pricePerTokenIsExact() {
        Listing listing = SeedReader.read(SeedFiles.onClassPath());

        TokenPrices gpt4o = pricesOf(listing, "openai/gpt-4o", "openai/gpt-4o");
        assertThat(gpt4o.prompt()).isEqualTo(new BigDecimal("0.0000025"));
        assertThat(gpt4o.completion()).isEqualTo(new BigDecimal("0.00001"));
        TokenPrices deepseek = pricesOf(listing, "deepseek/deepseek-v4-pro", "deepseek/deepseek-v4-pro");
        assertThat(deepseek.cacheRead()).isEqualTo(new BigDecimal("0.000000003625"));
        TokenPrices flat = pricesOf(listing, "simulator/sim-flat", "simulator/sim-flat");
        assertThat(flat.request()).isEqualTo(new BigDecimal("0.01"));
        assertThat(flat.prompt()).isZero();
    }

    @Test
    void baseUrlsCanBeOverridden() {
        Listing listing = SeedReader.read(SeedFiles.onClassPath());

        Listing overridden = BaseUrlOverrides.apply(
                listing, Map.of("simulator-b", "http://10.0.0.1:1/b/v1/", "openai", "http://x/v1"));

        assertThat(overridden.providers().get("simulator-b"))
                .extracting("baseUrl")
                .isEqualTo("http://10.0.0.1:1/b/v1");
        assertThat(overridden.providers().get("openai")).extracting("baseUrl").isEqualTo("http://x/v1");
        assertThat(overridden.providers().get("simulator"))
                .isEqualTo(listing.providers().get("simulator"));
    }

    @Test
    void overridesOfNobodyOrWithNonsenseAreRefused() {
        Listing listing = SeedReader.read(SeedFiles.onClassPath());

        assertThatThrownBy(() -> BaseUrlOverrides.apply(listing, Map.of("nobody", "http://x", "openai", "nonsense")))
                .hasMessageContaining("fairlead.catalog.base-urls.nobody names no provider")
                .hasMessageContaining("fairlead.catalog.base-urls.openai: 'nonsense' is not an http(s) URL");
    }

    private static TokenPrices pricesOf(Listing listing, String model, String endpoint) {
        return requireNonNull(listing.models().get(model)).endpoints().stream()
                .filter(candidate -> candidate.id().equals(endpoint))
                .map(ListedEndpoint::prices)
                .map(PriceList::perToken)
                .findFirst()
                .orElseThrow();
    }
}
