package dev.fairlead.catalog.registration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.listing.ListedOverride;
import dev.fairlead.catalog.listing.ListedProvider;
import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.listing.ListingChanges.Placed;
import dev.fairlead.catalog.listing.PriceList;
import dev.fairlead.contracts.money.PriceKind;
import org.jspecify.annotations.Nullable;

/** Entries as they are shown to those who manage them; amounts as text, and of a credential only whether it is set. */
final class Views {

    private Views() {}

    static Map<String, @Nullable Object> of(ListedProvider provider) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("id", provider.id());
        view.put("name", provider.name());
        view.put("kind", Fields.nameOf(provider.kind()));
        view.put("base_url", provider.baseUrl());
        view.put("dialect", Fields.nameOf(provider.dialect()));
        view.put("authentication", Fields.nameOf(provider.authentication()));
        view.put("credential", Map.of("set", provider.sealedCredential() != null));
        view.put("environment_keys", provider.environmentKeys());
        view.put("forwarded_headers", provider.forwardedHeaders());
        view.put("trains", provider.dataPolicy().trains());
        view.put("retention_days", provider.dataPolicy().retentionDays());
        view.put("headquarters", provider.headquarters());
        view.put("datacenters", provider.datacenters());
        view.put("documentation_url", provider.documentationUrl());
        view.put("status_page_url", provider.statusPageUrl());
        view.put("privacy_policy_url", provider.privacyPolicyUrl());
        view.put("terms_of_service_url", provider.termsOfServiceUrl());
        view.put("organisation", provider.owner());
        view.put("origin", Fields.nameOf(provider.origin()));
        return view;
    }

    static Map<String, @Nullable Object> of(ListedModel model, Rights rights) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("id", model.id());
        view.put("name", model.name());
        view.put("description", model.description());
        view.put("mode", Fields.nameOf(model.mode()));
        view.put("released", text(model.released()));
        view.put("knowledge_cutoff", model.knowledgeCutoff());
        view.put("family", model.family());
        view.put("context_length", model.contextLength());
        view.put("tokenizer", model.tokenizer());
        view.put("input_modalities", model.inputModalities());
        view.put("output_modalities", model.outputModalities());
        view.put("supported_parameters", model.supportedParameters());
        view.put("open_weights", model.openWeights());
        view.put("hugging_face_id", model.huggingFaceId());
        view.put("categories", model.categories());
        view.put("distillable", model.distillable());
        view.put("aliases", model.aliases());
        view.put("deprecated", text(model.lifecycle().deprecated()));
        view.put("retires", text(model.lifecycle().retires()));
        view.put("successor", model.lifecycle().successor());
        view.put("organisation", model.owner());
        view.put("origin", Fields.nameOf(model.origin()));
        view.put(
                "endpoints",
                model.endpoints().stream()
                        .filter(endpoint -> rights.cover(endpoint.owner()))
                        .map(ListedEndpoint::id)
                        .toList());
        return view;
    }

    static Map<String, @Nullable Object> of(Placed placed, Listing listing) {
        ListedEndpoint endpoint = placed.endpoint();
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("id", endpoint.id());
        view.put("model", placed.model());
        view.put("provider", endpoint.provider());
        view.put("upstream_model", endpoint.upstreamModel());
        view.put("variant", endpoint.variant());
        view.put("tier", endpoint.tier());
        view.put("region", endpoint.region());
        view.put("dialect", endpoint.dialect() == null ? null : Fields.nameOf(endpoint.dialect()));
        view.put("status", Fields.nameOf(endpoint.status()));
        view.put(
                "standing",
                Fields.nameOf(endpoint.standing(
                        listing.model(placed.model()).mode(), listing.provider(endpoint.provider()))));
        view.put("retires", text(endpoint.retires()));
        view.put("context_length", endpoint.contextLength());
        view.put("max_prompt_tokens", endpoint.maxPromptTokens());
        view.put("max_output_tokens", endpoint.maxOutputTokens());
        view.put("quantization", endpoint.quantization());
        view.put("input_modalities", endpoint.inputModalities());
        view.put("supported_parameters", endpoint.supportedParameters());
        view.put("price_status", Fields.nameOf(endpoint.priceStatus()));
        view.put("prices", prices(endpoint.prices()));
        view.put("ceiling", prices(endpoint.ceiling()));
        view.put("offer", prices(endpoint.offer()));
        view.put("organisation", endpoint.owner());
        view.put("origin", Fields.nameOf(endpoint.origin()));
        return view;
    }

    private static @Nullable Map<String, Object> prices(@Nullable PriceList prices) {
        if (prices == null) {
            return null;
        }
        Map<String, Object> view = new LinkedHashMap<>();
        for (PriceKind kind : prices.amounts().keySet()) {
            view.put(kind.field(), Objects.requireNonNull(prices.amount(kind)).toPlainString());
        }
        if (!prices.overrides().isEmpty()) {
            List<Map<String, Object>> overrides = new ArrayList<>();
            prices.overrides().forEach(override -> overrides.add(override(override)));
            view.put("overrides", overrides);
        }
        view.put("as_of", prices.asOf().toString());
        return view;
    }

    private static Map<String, Object> override(ListedOverride override) {
        Map<String, Object> view = new LinkedHashMap<>();
        if (override.abovePromptTokens() > 0) {
            view.put("above_prompt_tokens", override.abovePromptTokens());
        }
        if (override.utcStart() != null && override.utcEnd() != null) {
            view.put("utc_start", override.utcStart().toString());
            view.put("utc_end", override.utcEnd().toString());
        }
        if (override.serviceTier() != null) {
            view.put("service_tier", override.serviceTier());
        }
        override.amounts().forEach((kind, amount) -> view.put(kind.field(), amount.toPlainString()));
        return view;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
