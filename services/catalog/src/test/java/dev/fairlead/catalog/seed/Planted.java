package dev.fairlead.catalog.seed;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** A small, faultless catalog, to plant faults in. */
final class Planted {

    static final SeedFile PROVIDER = new SeedFile("providers/acme.yaml", """
            provider: acme
            name: Acme
            base_url: https://api.acme.example/v1
            dialect: openai
            authentication: bearer
            environment_keys: [ACME_API_KEY]
            forwarded_headers: [x-acme]
            endpoints:
              - model: acme/one
                upstream_model: One-1
                max_output_tokens: 500
                price:
                  as_of: 2026-02-01
                  input: "0.000000000001"
                  output: 2.50
            """);

    static final SeedFile MODELS = new SeedFile("models/acme.yaml", """
            author: acme
            models:
              - slug: one
                name: One
                released: 2026-01-31
                context_length: 1000
                input_modalities: [text]
                aliases: [one, acme/uno]
            """);

    private Planted() {}

    static SeedFile replaced(SeedFile file, String original, String replacement) {
        assertThat(file.text()).contains(original);
        return new SeedFile(file.name(), file.text().replaceFirst(Pattern.quote(original), replacement));
    }

    static SeedFile appended(SeedFile file, String lines) {
        return new SeedFile(file.name(), file.text() + lines);
    }

    static List<String> faultsOf(SeedFile... files) {
        SeedException refused =
                catchThrowableOfType(SeedException.class, () -> SeedReader.read(new ArrayList<>(List.of(files))));
        assertThat(refused).isNotNull();
        return refused.faults().stream().map(SeedFault::toString).toList();
    }
}
