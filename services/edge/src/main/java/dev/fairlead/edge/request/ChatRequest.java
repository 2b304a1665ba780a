package dev.fairlead.edge.request;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.contracts.decision.PromptQuestion;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.edge.envelope.JsonFault;
import dev.fairlead.edge.envelope.JsonIndex;
import dev.fairlead.edge.envelope.JsonIndex.Kind;
import dev.fairlead.edge.envelope.JsonText;
import dev.fairlead.edge.envelope.Splice;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.error.ApiException;
import dev.fairlead.edge.planning.Candidate;
import dev.fairlead.edge.planning.Features;
import dev.fairlead.edge.planning.Preferences;
import org.jspecify.annotations.Nullable;

/**
 * A chat completion request: its bytes, indexed, and the few fields that decide something. The rest is handed on to the
 * provider as it came. What costs a look through the messages is found out when it is first asked for. Not thread-safe.
 */
public final class ChatRequest {

    private static final int MAX_CHOICES = 128;
    private static final int MAX_NAME = 256;
    private static final int HEAD_BYTES = 4 * 1024;
    private static final int TAIL_BYTES = 4 * 1024;
    private static final int SYSTEM_BYTES = 1024;

    /** About how many bytes of a body make a token. */
    private static final int BYTES_PER_TOKEN = 4;

    /** No language is written with so many characters to the token. */
    private static final int MOST_CHARACTERS_PER_TOKEN = 8;

    /** A shorter body fits every model, or nearly: not worth a closer look. */
    private static final int SHORT_BODY = 32 * 1024;

    /** Fields that are for Fairlead and mean nothing to a provider. */
    private static final List<String> OURS = List.of(
            "models",
            "route",
            "provider",
            "plugins",
            "transforms",
            "preset",
            "usage",
            "session_id",
            "trace",
            "debug",
            "hedge",
            "headers",
            "routing_strategy",
            "max_price_per_million_tokens",
            "cache_enabled",
            "cache_ttl_seconds");

    /** Fields of which a provider must not read another spelling than we do. */
    private static final Set<String> DECIDING = Set.of(
            "model",
            "models",
            "messages",
            "stream",
            "stream_options",
            "max_tokens",
            "max_completion_tokens",
            "n",
            "user",
            "provider",
            "session_id",
            "service_tier",
            "route",
            "transforms",
            "preset",
            "plugins",
            "headers",
            "hedge",
            "prompt_cache_key",
            "routing_strategy",
            "max_price_per_million_tokens",
            "tools",
            "response_format");

    /** Parameters that not every model understands, and without which the answer would not be what was asked for. */
    private static final Set<String> TELLING_PARAMETERS = Set.of("tools", "response_format", "reasoning");

    private final JsonIndex json;
    private final OrganisationId organisation;
    private final ModelList models;
    private final Messages messages;
    private final boolean stream;
    private final Features features;
    private final Preferences preferences;
    private final Extras extras;

    /** What callers say besides: of themselves, and of what is to be done with the request. */
    private record Extras(
            @Nullable String endUser,
            @Nullable String session,
            @Nullable String promptCacheKey,
            @Nullable String preset,
            @Nullable Boolean hedge,
            Map<String, JsonNode> plugins,
            Map<String, String> headers) {

        static Extras read(Fields fields, OrganisationId organisation, @Nullable String sessionHeader) {
            Map<String, String> headers = BodyHeaders.read(fields);
            String user = fields.text("user", MAX_NAME);
            String session = fields.text("session_id", MAX_NAME);
            String header = sessionHeader == null ? headers.get("x-session-id") : sessionHeader;
            return new Extras(
                    user == null ? null : EndUser.hash(organisation, user),
                    session != null || header == null || header.isBlank() ? session : cut(header),
                    fields.text("prompt_cache_key", MAX_NAME),
                    PresetName.read(fields),
                    fields.has("hedge") ? fields.bool("hedge", false) : null,
                    Plugins.read(fields),
                    headers);
        }

        /** Nobody checks headers before they are sent, so a long one is no reason to refuse the request. */
        private static String cut(String header) {
            return header.length() <= MAX_NAME ? header : header.substring(0, MAX_NAME);
        }
    }

    private ChatRequest(
            JsonIndex json,
            OrganisationId organisation,
            ModelList models,
            Messages messages,
            boolean stream,
            Features features,
            Preferences preferences,
            Extras extras) {
        this.json = json;
        this.organisation = organisation;
        this.models = models;
        this.messages = messages;
        this.stream = stream;
        this.features = features;
        this.preferences = preferences;
        this.extras = extras;
    }

    /** Reads a request that has no session in its headers. */
    public static ChatRequest read(byte[] body, OrganisationId organisation) {
        return read(body, organisation, null);
    }

    /**
     * Reads a request.
     *
     * @param organisation who sends it; the end user's name is hashed together with it
     * @param sessionHeader its {@code X-Session-Id}, which the body's {@code session_id} overrides; null if it has none
     * @throws ApiException if it is not a valid one; names the field
     */
    public static ChatRequest read(byte[] body, OrganisationId organisation, @Nullable String sessionHeader) {
        JsonIndex json;
        try {
            json = JsonIndex.of(body);
        } catch (JsonFault e) {
            throw new ApiException(ApiError.ofField("body", e.getMessage() + " (at byte " + e.offset() + ")"));
        }
        Fields fields = new Fields(json);
        fields.refuseCaseVariants(DECIDING);
        fields.refuseUnlessEmpty("prompt");
        fields.requireNonEmptyArrayOfObjects("messages");
        boolean stream = fields.bool("stream", false);
        fields.requireObjectOfKnownSpelling("stream_options", Set.of("include_usage"));
        Messages messages = new Messages(json, json.find("messages"));
        Features features = features(fields, body.length, messages);
        Extras extras = Extras.read(fields, organisation, sessionHeader);
        return new ChatRequest(
                json,
                organisation,
                ModelList.read(fields, extras.preset() != null),
                messages,
                stream,
                features,
                PreferencesReader.read(json),
                extras);
    }

    private static Features features(Fields fields, int bytes, Messages messages) {
        String tier = fields.text("service_tier", MAX_NAME);
        return new Features(
                bytes,
                bytes < SHORT_BODY ? 0 : messages.characters() / MOST_CHARACTERS_PER_TOKEN,
                completionLimit(fields),
                (int) fields.count("n", 1, 1, MAX_CHOICES),
                serviceTier(tier),
                ServiceTier.isUsual(tier),
                Parameters.of(fields.json()),
                fields.hasElements("tools"),
                messages::modalities);
    }

    private static long completionLimit(Fields fields) {
        long newer = fields.count("max_completion_tokens", -1, 1, Integer.MAX_VALUE);
        long older = fields.count("max_tokens", -1, 1, Integer.MAX_VALUE);
        return Math.max(newer, older);
    }

    private static @Nullable String serviceTier(@Nullable String spelling) {
        try {
            return ServiceTier.requested(spelling);
        } catch (IllegalArgumentException e) {
            throw Fields.fault("service_tier", "must be " + ServiceTier.ALLOWED);
        }
    }

    /** The names of the models to try, as spelled by the caller, in order; empty only if a preset is named. */
    public List<String> models() {
        return models.names();
    }

    /** How often a model is to be drawn first, in relation to the others' weights; NaN if the request does not say. */
    public double weightOf(String name) {
        return models.weightOf(name);
    }

    /** The field that names a model: {@code model}, {@code models} or {@code transforms}. */
    public String fieldOf(String name) {
        return models.fieldOf(name);
    }

    public boolean isStream() {
        return stream;
    }

    public Features features() {
        return features;
    }

    public Preferences preferences() {
        return preferences;
    }

    /** What a model has to be capable of, for a request that does not say which one. Looks through all of the body. */
    public Needs needs() {
        Set<String> parameters = new HashSet<>(features.parameters());
        parameters.retainAll(TELLING_PARAMETERS);
        return new Needs(parameters, messages.modalities());
    }

    /** The hash of the end user that the caller named; null if it named none. */
    public @Nullable String endUser() {
        return extras.endUser();
    }

    /** The session that the caller named; null if it named none. */
    public @Nullable String session() {
        return extras.session();
    }

    /** Whether the caller says which session this belongs to. */
    public boolean namesSession() {
        return extras.session() != null;
    }

    /**
     * What is the same for all requests of one conversation, and for no other organisation's: a hash of the session, or
     * of the prompt cache key, or of the first messages. 0 for none.
     */
    public long conversation() {
        return ConversationHash.of(organisation, extras.session(), extras.promptCacheKey(), json);
    }

    /** The preset that is named in {@code preset} or behind the model; null if none is. */
    public @Nullable String preset() {
        return extras.preset();
    }

    /** What the request says to the plugin of this id; null if it does not switch it on. */
    public @Nullable JsonNode plugin(String id) {
        return extras.plugins().get(id);
    }

    /** Whether a second endpoint is to be asked when the first is slow to begin; null if the request does not say. */
    public @Nullable Boolean hedge() {
        return extras.hedge();
    }

    /** A header that stands in the body; a real one of the same name is to be preferred. */
    public @Nullable String header(String lowerName) {
        return extras.headers().get(lowerName);
    }

    /** What the request is about, in short. Looks through all of the messages. */
    public PromptQuestion prompt() {
        return new PromptQuestion(
                messages.lastOfUser(HEAD_BYTES, TAIL_BYTES),
                messages.system(SYSTEM_BYTES),
                offersTools(),
                messages.textBytes() / BYTES_PER_TOKEN);
    }

    /** Whether the caller offers tools that the model may call. */
    public boolean offersTools() {
        return features.offersTools();
    }

    /** The request as the caller sent it. */
    public byte[] body() {
        return json.bytes();
    }

    /** The body for an endpoint: with its name of the model and its service tier, ours taken out, usage asked for. */
    public byte[] forProvider(Candidate candidate) {
        return forProvider(candidate.endpoint().upstreamModel(), candidate.serviceTier());
    }

    byte[] forProvider(String upstreamModel, @Nullable String tier) {
        Splice splice = new Splice(json);
        for (String name : OURS) {
            splice.removeIfPresent(name);
        }
        splice.set("model", JsonText.quote(upstreamModel));
        int asked = json.find("service_tier");
        if (tier != null) {
            splice.set("service_tier", JsonText.quote(tier));
        } else if (asked >= 0 && json.stringIs(asked, ServiceTier.FAST)) {
            splice.set("service_tier", JsonText.quote(ServiceTier.PRIORITY));
        }
        if (stream) {
            splice.set("stream_options", streamOptions());
        }
        if (extras.endUser() != null) {
            splice.set("user", JsonText.quote(extras.endUser()));
        }
        return splice.apply();
    }

    /** The caller's options with {@code include_usage}: the bill depends on it, whatever the caller wants to see. */
    private String streamOptions() {
        int i = json.find("stream_options");
        if (i < 0 || json.kind(i) != Kind.OBJECT) {
            return "{\"include_usage\":true}";
        }
        byte[] options = json.value(i);
        byte[] merged =
                new Splice(JsonIndex.of(options)).set("include_usage", "true").apply();
        return new String(merged, StandardCharsets.UTF_8);
    }
}
