package dev.fairlead.router.rules.exchange;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.rules.RoutingDefaults;
import dev.fairlead.platform.json.FairleadJson;
import dev.fairlead.platform.policy.Part;
import dev.fairlead.platform.policy.PolicyFault;
import dev.fairlead.router.rules.PolicyVersion;
import dev.fairlead.router.rules.PresetVersion;
import dev.fairlead.router.rules.Rules;
import dev.fairlead.router.rules.RulesEdit;
import dev.fairlead.router.rules.defaults.DefaultsReader;
import dev.fairlead.router.rules.defaults.DefaultsView;
import dev.fairlead.router.rules.policies.PolicyDraft;
import dev.fairlead.router.rules.presets.PresetDraft;
import org.jspecify.annotations.Nullable;

/** All rules as one JSON file: what holds, without versions, authors and times, so that the same rules are the same file. */
@Singleton
final class RulesFile {

    private static final int LONGEST = 256;
    private static final int MOST = 100_000;
    private static final String POLICIES = "policies";
    private static final String PRESETS = "presets";
    private static final String DEFAULTS = "defaults";

    private final DefaultsReader reader;

    RulesFile(DefaultsReader reader) {
        this.reader = reader;
    }

    /**
     * What a file says.
     *
     * @param policies in their order; null if the file says nothing of policies
     * @param presets null likewise
     * @param defaults null likewise
     */
    record Content(
            @Nullable List<PolicyDraft> policies,
            @Nullable List<PresetDraft> presets,
            @Nullable List<RoutingDefaults> defaults) {

        /** Makes the rules what the file says, as far as it says something. */
        void applyTo(RulesEdit edit) {
            if (policies != null) {
                replacePolicies(edit, policies);
            }
            if (presets != null) {
                replacePresets(edit, presets);
            }
            if (defaults != null) {
                replaceDefaults(edit, defaults);
            }
        }

        private static void replacePolicies(RulesEdit edit, List<PolicyDraft> policies) {
            List<String> names =
                    policies.stream().map(draft -> draft.policy().name()).toList();
            edit.before().policies().stream()
                    .map(PolicyVersion::name)
                    .filter(name -> !names.contains(name))
                    .forEach(edit::removePolicy);
            policies.forEach(draft -> edit.putPolicy(
                    draft.policy().name(),
                    draft.policy().organisation(),
                    draft.policy().mode().wireName(),
                    draft.document(),
                    null));
            edit.orderPolicies(names);
        }

        private static void replacePresets(RulesEdit edit, List<PresetDraft> presets) {
            Set<String> ids = new HashSet<>();
            presets.forEach(preset -> ids.add(PresetVersion.id(preset.organisation(), preset.slug())));
            edit.before().presets().values().stream()
                    .filter(preset -> !ids.contains(preset.id()))
                    .forEach(preset -> edit.removePreset(preset.organisation(), preset.slug()));
            presets.forEach(preset -> edit.putPreset(
                    preset.organisation(), preset.slug(), preset.config().toString(), preset.systemPrompt()));
        }

        private static void replaceDefaults(RulesEdit edit, List<RoutingDefaults> defaults) {
            Set<String> ids = new HashSet<>();
            defaults.forEach(one -> ids.add(Rules.idOf(one.organisation(), one.key())));
            edit.before().defaults().forEach((id, one) -> {
                if (!ids.contains(id)) {
                    edit.removeDefaults(one.organisation(), one.key());
                }
            });
            defaults.forEach(edit::putDefaults);
        }
    }

    static ObjectNode of(Rules rules) {
        ObjectNode file = JsonNodeFactory.instance.objectNode();
        ArrayNode policies = file.putArray(POLICIES);
        rules.policies()
                .forEach(policy ->
                        policies.addObject().put("name", policy.name()).set("policy", tree(policy.document())));
        ArrayNode presets = file.putArray(PRESETS);
        rules.presets().values().forEach(preset -> {
            ObjectNode view = presets.addObject();
            view.put("organisation", preset.organisation().value());
            view.put("slug", preset.slug());
            view.set("config", tree(preset.config()));
            view.put("system_prompt", preset.systemPrompt());
        });
        ArrayNode defaults = file.putArray(DEFAULTS);
        rules.defaults().values().forEach(one -> defaults.add(DefaultsView.of(one)));
        return file;
    }

    /**
     * Reads a file.
     *
     * @throws PolicyFault naming the place that is wrong
     */
    Content read(Part file) {
        file.object(POLICIES, PRESETS, DEFAULTS);
        return new Content(
                items(
                        file.member(POLICIES),
                        RulesFile::policy,
                        draft -> draft.policy().name()),
                items(
                        file.member(PRESETS),
                        RulesFile::preset,
                        draft -> PresetVersion.id(draft.organisation(), draft.slug())),
                items(file.member(DEFAULTS), this::defaults, one -> Rules.idOf(one.organisation(), one.key())));
    }

    private static <T> @Nullable List<T> items(
            @Nullable Part array, Function<Part, T> read, Function<T, String> nameOf) {
        if (array == null) {
            return null;
        }
        Set<String> names = new HashSet<>();
        return new ArrayList<>(array.items(0, MOST, (part, i) -> {
            T item = read.apply(part);
            if (!names.add(nameOf.apply(item))) {
                throw part.fault("is there twice: " + nameOf.apply(item));
            }
            return item;
        }));
    }

    private static PolicyDraft policy(Part part) {
        part.object("name", "policy");
        String name = part.required("name").text(LONGEST);
        Part document = part.required("policy");
        try {
            return PolicyDraft.read(FairleadJson.mapper().writeValueAsBytes(document.node()), name);
        } catch (PolicyFault e) {
            throw new PolicyFault(
                    e.field().isEmpty() ? document.path() : document.path() + '.' + e.field(), e.detail());
        } catch (IOException e) {
            throw new IllegalStateException("a tree can be written", e);
        }
    }

    private static PresetDraft preset(Part part) {
        part.object("organisation", "slug", "config", "system_prompt");
        Part config = part.required("config");
        Part prompt = part.member("system_prompt");
        if (prompt != null && !prompt.node().isNull() && !prompt.node().isTextual()) {
            throw prompt.fault("must be text or null");
        }
        try {
            return PresetDraft.of(
                    organisation(part),
                    part.required("slug").text(LONGEST),
                    config.node(),
                    prompt == null ? null : prompt.node().textValue());
        } catch (PolicyFault e) {
            throw new PolicyFault(part.path() + '.' + e.field(), e.detail());
        }
    }

    private RoutingDefaults defaults(Part part) {
        part.object("organisation", "key", "strategy", "hedge", "only", "ignore", "zdr", "data_collection");
        Part key = part.member("key");
        if (key == null || key.node().isNull()) {
            return reader.members(part, organisation(part), null);
        }
        String hash = key.text(LONGEST);
        if (!KeyHash.isValid(hash)) {
            throw key.fault("must be the hash of a key");
        }
        return reader.members(part, organisation(part), new KeyHash(hash));
    }

    private static OrganisationId organisation(Part part) {
        Part id = part.required("organisation");
        String text = id.text(LONGEST);
        if (!OrganisationId.isValid(text)) {
            throw id.fault("must be an organisation's id");
        }
        return new OrganisationId(text);
    }

    private static JsonNode tree(String json) {
        try {
            return FairleadJson.mapper().readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException("what is stored is JSON", e);
        }
    }
}
