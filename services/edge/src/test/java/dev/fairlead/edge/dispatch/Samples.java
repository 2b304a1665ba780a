package dev.fairlead.edge.dispatch;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

import dev.fairlead.contracts.catalog.Authentication;
import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Mode;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.money.PriceSchedule;
import dev.fairlead.contracts.money.TokenPrices;
import dev.fairlead.edge.planning.Candidate;
import dev.fairlead.edge.request.ChatRequest;

/** Candidates and requests as simple as can be. */
final class Samples {

    static final OrganisationId ACME = new OrganisationId("acme");
    static final String STREAM = "\"stream\":true,";

    private Samples() {}

    /** An endpoint at which a prompt token costs one and a completion token two millionths of a dollar. */
    static Candidate candidate(String model, String provider, String baseUrl) {
        TokenPrices prices = TokenPrices.perMillion(BigDecimal.ONE, BigDecimal.TWO);
        Endpoint endpoint = new Endpoint(provider + '/' + model, provider, model, prices, 1_000, 100, null, List.of());
        Model itsModel = new Model(
                "a/" + model,
                model,
                Mode.CHAT,
                null,
                null,
                1_000,
                "",
                List.of("text"),
                List.of("text"),
                List.of(),
                null,
                null,
                List.of(endpoint));
        Provider itsProvider = new Provider(
                provider,
                provider.toUpperCase(Locale.ROOT),
                baseUrl,
                Dialect.OPENAI,
                Authentication.NONE,
                List.of(),
                List.of());
        return new Candidate(
                itsModel, endpoint, itsProvider, PriceSchedule.flat(prices), Money.ZERO, null, Candidate.Place.SORTED);
    }

    /** A request with these fields besides what it needs, each with a comma behind it. */
    static ChatRequest request(String fields) {
        String body = "{" + fields + "\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        return ChatRequest.read(body.getBytes(StandardCharsets.UTF_8), ACME);
    }

    static ApiKey key() {
        return new ApiKey(KeyHash.of("k"), ACME, "", "", null, ApiKey.State.ACTIVE, null, null, null, Instant.EPOCH, 1);
    }
}
