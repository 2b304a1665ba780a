package dev.fairlead.catalog.answers;

import java.io.IOException;
import java.util.Collection;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.fairlead.catalog.listing.ListedProvider;

/** Providers as callers see them. */
final class ProviderJson {

    private ProviderJson() {}

    static byte[] list(Collection<ListedProvider> providers) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("data");
            for (ListedProvider provider : providers) {
                write(provider, json);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void write(ListedProvider provider, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", provider.name());
        json.writeStringField("slug", provider.id());
        Json.text("privacy_policy_url", provider.privacyPolicyUrl(), json);
        Json.text("terms_of_service_url", provider.termsOfServiceUrl(), json);
        Json.text("status_page_url", provider.statusPageUrl(), json);
        Json.text("headquarters", provider.headquarters(), json);
        if (provider.datacenters().isEmpty()) {
            json.writeNullField("datacenters");
        } else {
            Json.texts("datacenters", provider.datacenters(), json);
        }
        Json.text("documentation_url", provider.documentationUrl(), json);
        json.writeStringField("kind", EndpointJson.lower(provider.kind()));
        json.writeEndObject();
    }
}
