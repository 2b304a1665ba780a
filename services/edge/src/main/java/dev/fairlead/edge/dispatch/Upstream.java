package dev.fairlead.edge.dispatch;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.edge.EdgeConfig;
import dev.fairlead.edge.planning.Candidate;
import dev.fairlead.edge.provider.Credentials;
import dev.fairlead.edge.provider.ProviderAdapters;
import dev.fairlead.edge.request.ChatRequest;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

/** Makes the calls to providers: where to, with which credential, in which wire format. */
@Singleton
public class Upstream {

    private static final CharSequence TRACEPARENT = HttpHeaders.createOptimized("traceparent");
    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");
    private static final CharSequence API_KEY = HttpHeaders.createOptimized("x-api-key");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private final EdgeConfig.Upstream config;
    private final UpstreamClients clients;
    private final Destinations destinations;
    private final ProviderAdapters adapters;
    private final Credentials credentials;

    Upstream(
            EdgeConfig config,
            UpstreamClients clients,
            Destinations destinations,
            ProviderAdapters adapters,
            Credentials credentials) {
        this.config = config.upstream();
        this.clients = clients;
        this.destinations = destinations;
        this.adapters = adapters;
        this.credentials = credentials;
    }

    /** A call on the calling event loop, not started yet. */
    UpstreamCall newCall(Candidate candidate, boolean stream, UpstreamCall.Listener listener) {
        return new UpstreamCall(
                clients.to(destination(candidate.provider())),
                adapters.of(candidate.provider().dialect()),
                credentials.find(candidate.provider()),
                stream,
                config.maxAnswerBytes(),
                config.maxEventBytes(),
                listener);
    }

    Buffer body(Candidate candidate, ChatRequest request) {
        return adapters.of(candidate.provider().dialect()).body(request, candidate);
    }

    RequestOptions options(
            Candidate candidate,
            ChatRequest request,
            MultiMap callersHeaders,
            GenerationId generation,
            String traceparent) {
        Provider provider = candidate.provider();
        String path = adapters.of(provider.dialect()).path(request, candidate);
        RequestOptions options = destination(provider)
                .address(new RequestOptions().setMethod(HttpMethod.POST), path)
                .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .putHeader(REQUEST_ID, generation.value());
        String credential = credentials.find(provider);
        if (credential != null) {
            authenticate(options, provider, credential);
        }
        if (!traceparent.isEmpty()) {
            options.putHeader(TRACEPARENT, traceparent);
        }
        for (String name : provider.forwardedHeaders()) {
            String value = callersHeaders.get(name);
            if (value != null) {
                options.putHeader(name, value);
            }
        }
        return options;
    }

    private Destination destination(Provider provider) {
        String baseUrl = provider.baseUrl();
        if (baseUrl == null) {
            throw new IllegalArgumentException("the provider '" + provider.id() + "' has no address: not routable");
        }
        return destinations.of(baseUrl);
    }

    private static void authenticate(RequestOptions options, Provider provider, String credential) {
        switch (provider.authentication()) {
            case BEARER -> options.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + credential);
            case API_KEY_HEADER -> options.putHeader(API_KEY, credential);
            case NONE -> {}
        }
    }
}
