package dev.fairlead.edge.request;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;

import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.edge.envelope.JsonFault;
import dev.fairlead.edge.envelope.JsonIndex;
import dev.fairlead.edge.envelope.JsonIndex.Kind;
import dev.fairlead.edge.envelope.JsonText;
import dev.fairlead.edge.envelope.Splice;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.error.ApiException;
import dev.fairlead.edge.planning.Features;
import dev.fairlead.edge.planning.Preferences;
import org.jspecify.annotations.Nullable;

/**
 * A chat completion request: its bytes, indexed, and the few fields that decide something. The rest is handed on to the
 * provider as it came.
 */
public final class ChatRequest {

    private static final int MAX_MODELS = 16;
    private static final int MAX_CHOICES = 128;
    private static final int MAX_NAME = 256;

    /** Fields that are for Fairlead and mean nothing to a provider. */
    private static final Set<String> OURS = Set.of(
            "models", "route", "provider", "plugins", "transforms", "preset", "usage", "session_id", "trace", "debug");

    /** Fields that would change the answer and that Fairlead does not honour: better refused than ignored. */
    private static final List<String> NOT_HONOURED = List.of("plugins", "transforms", "preset", "prompt");

    /** Parameters that not every model understands, and without which the answer would not be what was asked for. */
    private static final List<String> TELLING_PARAMETERS = List.of("tools", "response_format", "reasoning");

    /** Parts of messages, and the input modality that each needs. */
    private static final Map<String, String> PART_TYPES =
            Map.of("image_url", "image", "input_audio", "audio", "video_url", "video", "file", "file");

    private final JsonIndex json;
    private final List<String> models;
    private final boolean stream;
    private final Features features;
    private final Preferences preferences;
    private final @Nullable String endUser;
    private final @Nullable String session;

    private ChatRequest(
            JsonIndex json,
            List<String> models,
            boolean stream,
            Features features,
            Preferences preferences,
            @Nullable String endUser,
            @Nullable String session) {
        this.json = json;
        this.models = models;
        this.stream = stream;
        this.features = features;
        this.preferences = preferences;
        this.endUser = endUser;
        this.session = session;
    }

    /**
     * Reads a request.
     *
     * @param organisation who sends it; the end user's name is hashed together with it
     * @throws ApiException if it is not a valid one; names the field
     */
    public static ChatRequest read(byte[] body, OrganisationId organisation) {
        JsonIndex json;
        try {
            json = JsonIndex.of(body);
        } catch (JsonFault e) {
            throw new ApiException(ApiError.ofField("body", e.getMessage() + " (at byte " + e.offset() + ")"));
        }
        Fields fields = new Fields(json);
        fields.refuseCaseVariants(Set.of(
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
                "service_tier"));
        NOT_HONOURED.forEach(fields::refuseUnlessEmpty);
        fields.requireNonEmptyArrayOfObjects("messages");
        boolean stream = fields.bool("stream", false);
        fields.requireObjectOfKnownSpelling("stream_options", Set.of("include_usage"));
        Features features = new Features(
                body.length,
                0,
                completionLimit(fields),
                (int) fields.count("n", 1, 1, MAX_CHOICES),
                serviceTier(fields),
                false,
                Set.of(),
                false,
                Set::of);
        String user = fields.text("user", MAX_NAME);
        return new ChatRequest(
                json,
                models(fields),
                stream,
                features,
                PreferencesReader.read(json),
                user == null ? null : EndUser.hash(organisation, user),
                fields.text("session_id", MAX_NAME));
    }

    private static long completionLimit(Fields fields) {
        long newer = fields.count("max_completion_tokens", -1, 1, Integer.MAX_VALUE);
        long older = fields.count("max_tokens", -1, 1, Integer.MAX_VALUE);
        return Math.max(newer, older);
    }

    private static @Nullable String serviceTier(Fields fields) {
        try {
            return ServiceTier.requested(fields.text("service_tier", MAX_NAME));
        } catch (IllegalArgumentException e) {
            throw Fields.fault("service_tier", "must be " + ServiceTier.ALLOWED);
        }
    }

    private static List<String> models(Fields fields) {
        SequencedSet<String> names = new LinkedHashSet<>();
        String first = fields.text("model", MAX_NAME);
        if (first != null) {
            if (first.isBlank()) {
                throw new ApiException(ApiError.ofField("model", "must not be empty"));
            }
            names.add(first);
        }
        names.addAll(fields.texts("models", MAX_MODELS, MAX_NAME));
        if (names.isEmpty()) {
            throw new ApiException(ApiError.ofField("model", "is required"));
        }
        return new ArrayList<>(names);
    }

    /** The names of the models to try, as spelled by the caller, in order; never empty. */
    public List<String> models() {
        return models;
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
        Set<String> parameters = new HashSet<>();
        for (String name : TELLING_PARAMETERS) {
            int i = json.find(name);
            if (i >= 0 && json.kind(i) != Kind.NULL && !(json.kind(i) == Kind.ARRAY && json.elements(i) == 0)) {
                parameters.add(name);
            }
        }
        Set<String> modalities = new HashSet<>();
        PART_TYPES.forEach((type, modality) -> {
            // Within a text the quotes would be escaped, so this can only be the type of a part, or its key.
            byte[] quoted = JsonText.quote(type).getBytes(StandardCharsets.UTF_8);
            if (JsonText.indexOf(json.bytes(), 0, json.bytes().length, quoted) >= 0) {
                modalities.add(modality);
            }
        });
        return new Needs(parameters, modalities);
    }

    /** The hash of the end user that the caller named; null if it named none. */
    public @Nullable String endUser() {
        return endUser;
    }

    /** The session that the caller named; null if it named none. */
    public @Nullable String session() {
        return session;
    }

    /** Whether the caller offers tools that the model may call. */
    public boolean offersTools() {
        int i = json.find("tools");
        return i >= 0 && json.kind(i) == Kind.ARRAY && json.elements(i) > 0;
    }

    /** The request as the caller sent it. */
    public byte[] body() {
        return json.bytes();
    }

    /** The body for a provider that calls the model {@code upstreamModel}: ours taken out, usage asked for. */
    public byte[] forProvider(String upstreamModel) {
        Splice splice = new Splice(json);
        for (int i = 0; i < json.size(); i++) {
            if (OURS.contains(json.key(i))) {
                splice.remove(i);
            }
        }
        splice.set("model", JsonText.quote(upstreamModel));
        int tier = json.find("service_tier");
        if (tier >= 0 && json.stringIs(tier, ServiceTier.FAST)) {
            splice.set("service_tier", JsonText.quote(ServiceTier.PRIORITY));
        }
        if (stream) {
            splice.set("stream_options", streamOptions());
        }
        if (endUser != null) {
            splice.set("user", JsonText.quote(endUser));
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
