package dev.fairlead.billing.generation;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A generation as its caller sees it. Amounts are US dollars, times milliseconds. What Fairlead does not have (yet) is
 * there as null or zero, because callers' types expect it.
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record GenerationView(
        String id,
        @JsonProperty("upstream_id") @Nullable String upstreamId,
        @JsonProperty("total_cost") BigDecimal totalCost,
        BigDecimal usage,
        @JsonProperty("cache_discount") @Nullable BigDecimal cacheDiscount,
        @JsonProperty("upstream_inference_cost") @Nullable BigDecimal upstreamInferenceCost,
        @JsonProperty("created_at") Instant createdAt,
        String model,
        @JsonProperty("app_id") @Nullable Long appId,
        boolean streamed,
        boolean cancelled,
        @JsonProperty("provider_name") @Nullable String providerName,
        @Nullable Integer latency,
        @JsonProperty("moderation_latency") @Nullable Integer moderationLatency,
        @JsonProperty("generation_time") int generationTime,
        @JsonProperty("finish_reason") @Nullable String finishReason,
        @JsonProperty("native_finish_reason") @Nullable String nativeFinishReason,
        @JsonProperty("service_tier") @Nullable String serviceTier,
        @JsonProperty("tokens_prompt") long tokensPrompt,
        @JsonProperty("tokens_completion") long tokensCompletion,
        @JsonProperty("native_tokens_prompt") long nativeTokensPrompt,
        @JsonProperty("native_tokens_completion") long nativeTokensCompletion,
        @JsonProperty("native_tokens_completion_images") long nativeTokensCompletionImages,
        @JsonProperty("native_tokens_reasoning") long nativeTokensReasoning,
        @JsonProperty("native_tokens_cached") long nativeTokensCached,
        @JsonProperty("num_media_prompt") @Nullable Integer mediaPrompt,
        @JsonProperty("num_input_audio_prompt") @Nullable Integer inputAudioPrompt,
        @JsonProperty("num_media_completion") @Nullable Integer mediaCompletion,
        @JsonProperty("num_search_results") @Nullable Integer searchResults,
        @JsonProperty("num_fetches") @Nullable Integer fetches,
        @JsonProperty("web_search_engine") @Nullable String webSearchEngine,
        String origin,
        @JsonProperty("is_byok") boolean isByok,
        @JsonProperty("external_user") @Nullable String externalUser,
        @JsonProperty("session_id") @Nullable String sessionId,
        @JsonProperty("api_type") String apiType,
        @JsonProperty("preset_id") @Nullable String presetId,
        @Nullable String router,
        @Nullable Route route,
        @JsonProperty("provider_responses") List<ProviderResponse> providerResponses,
        @JsonProperty("user_agent") @Nullable String userAgent,
        @JsonProperty("http_referer") @Nullable String httpReferer,
        @JsonProperty("data_region") String dataRegion,
        @JsonProperty("workspace_id") String workspaceId) {

    /**
     * What decided where the request was sent, besides itself.
     *
     * @param policy null if none applied, and then so is what follows
     * @param shadow whether the policy was only watched
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Route(
            @Nullable String task,
            @Nullable String policy,
            @JsonProperty("policy_version") @Nullable Integer policyVersion,
            @Nullable String rule,
            @Nullable String arm,
            @Nullable Boolean shadow) {}

    /** One attempt at a provider. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record ProviderResponse(
            @JsonProperty("provider_name") String providerName,
            @JsonProperty("endpoint_id") String endpointId,
            @Nullable Integer status,
            long latency,
            @JsonProperty("is_byok") boolean isByok) {}
}
