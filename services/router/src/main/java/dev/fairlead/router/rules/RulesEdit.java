package dev.fairlead.router.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.rules.RoutingDefaults;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * Rules on their way to the next revision. What is too much is refused with a {@link ProblemException}. Writing what is
 * there already changes nothing. Not thread-safe.
 */
public final class RulesEdit {

    private static final String CREATED = "created";
    private static final String CHANGED = "changed";
    private static final String DELETED = "deleted";
    private static final String MOVED = "moved";
    private static final String POLICY = "policy";
    private static final String PRESET = "preset";
    private static final String DEFAULTS = "defaults";

    private static final Comparator<PolicyVersion> BY_OWNER = Comparator.comparing(
            PolicyVersion::organisation, Comparator.nullsFirst(Comparator.comparing(OrganisationId::value)));

    private final Rules before;
    private final Author author;
    private final List<PolicyVersion> policies;
    private final SortedMap<String, PresetVersion> presets;
    private final SortedMap<String, RoutingDefaults> defaults;
    private final Map<String, Integer> retired;
    private final List<Change> changes = new ArrayList<>();

    public RulesEdit(Rules before, Author author) {
        this.before = before;
        this.author = author;
        this.policies = new ArrayList<>(before.policies());
        this.presets = new TreeMap<>(before.presets());
        this.defaults = new TreeMap<>(before.defaults());
        this.retired = new LinkedHashMap<>(before.retired());
    }

    /** What is edited, as it was. */
    public Rules before() {
        return before;
    }

    /** What it has become so far. */
    public Rules after() {
        return new Rules(before.revision(), before.born(), policies, presets, defaults, retired);
    }

    /** What was changed so far, in this order; empty if nothing. */
    public List<Change> changes() {
        return List.copyOf(changes);
    }

    /**
     * Writes a policy, in the place of the one that has its name.
     *
     * @param position among those of its owner, from 1 on; null to leave it where it is, or to put a new one last
     */
    public void putPolicy(
            String name,
            @Nullable OrganisationId organisation,
            String mode,
            String document,
            @Nullable Integer position) {
        checkSize(document.length(), POLICY);
        int place = placeOf(name);
        if (place < 0) {
            if (policies.size() >= Limits.POLICIES) {
                throw limit("name", "there are " + Limits.POLICIES + " policies already, which is the most");
            }
            PolicyVersion policy = new PolicyVersion(
                    name, next(POLICY, name), organisation, mode, document, author.name(), author.at());
            policies.add(policy);
            note(organisation, POLICY, name, CREATED, policy.version());
        } else if (!policies.get(place).document().equals(document)) {
            PolicyVersion policy = new PolicyVersion(
                    name, policies.get(place).version() + 1, organisation, mode, document, author.name(), author.at());
            policies.set(place, policy);
            note(organisation, POLICY, name, CHANGED, policy.version());
        }
        policies.sort(BY_OWNER);
        if (position != null) {
            movePolicy(name, position);
        }
        checkTotal();
    }

    /** Deletes a policy, if there is one of that name. */
    public void removePolicy(String name) {
        int place = placeOf(name);
        if (place >= 0) {
            PolicyVersion gone = policies.remove(place);
            retire(POLICY, name, gone.version());
            note(gone.organisation(), POLICY, name, DELETED, null);
        }
    }

    /** Puts the policies into this order, as far as their owners are the same; those not named stay behind them. */
    public void orderPolicies(List<String> names) {
        List<PolicyVersion> ordered = new ArrayList<>(policies);
        ordered.sort(BY_OWNER.thenComparing(policy -> {
            int place = names.indexOf(policy.name());
            return place < 0 ? names.size() : place;
        }));
        for (int i = 0; i < ordered.size(); i++) {
            PolicyVersion policy = ordered.get(i);
            if (!policy.equals(policies.get(i))) {
                note(policy.organisation(), POLICY, policy.name(), MOVED, policy.version());
            }
        }
        policies.clear();
        policies.addAll(ordered);
    }

    private void movePolicy(String name, int position) {
        int from = placeOf(name);
        PolicyVersion policy = policies.get(from);
        List<PolicyVersion> siblings = policies.stream()
                .filter(other -> Objects.equals(other.organisation(), policy.organisation()))
                .toList();
        int first = policies.indexOf(siblings.getFirst());
        int to = first + Math.clamp(position - 1L, 0, siblings.size() - 1);
        if (from != to) {
            policies.remove(from);
            policies.add(to, policy);
            note(policy.organisation(), POLICY, name, MOVED, policy.version());
        }
    }

    /** Writes a preset, in the place of the one that has its name. */
    public void putPreset(OrganisationId organisation, String slug, String config, @Nullable String systemPrompt) {
        checkSize(config.length() + (systemPrompt == null ? 0 : systemPrompt.length()), PRESET);
        String id = PresetVersion.id(organisation, slug);
        PresetVersion old = presets.get(id);
        if (old == null && after().presetsOf(organisation).size() >= Limits.PRESETS) {
            throw limit("slug", "the organisation has " + Limits.PRESETS + " presets already, which is the most");
        }
        if (old != null && old.config().equals(config) && Objects.equals(old.systemPrompt(), systemPrompt)) {
            return;
        }
        PresetVersion preset = new PresetVersion(
                organisation,
                slug,
                old == null ? next(PRESET, id) : old.version() + 1,
                config,
                systemPrompt,
                author.name(),
                author.at(),
                old == null ? author.name() : old.createdBy(),
                old == null ? author.at() : old.createdAt());
        presets.put(id, preset);
        note(organisation, PRESET, slug, old == null ? CREATED : CHANGED, preset.version());
        checkTotal();
    }

    /** Deletes a preset, if there is one of that name. */
    public void removePreset(OrganisationId organisation, String slug) {
        String id = PresetVersion.id(organisation, slug);
        PresetVersion gone = presets.remove(id);
        if (gone != null) {
            retire(PRESET, id, gone.version());
            note(organisation, PRESET, slug, DELETED, null);
        }
    }

    /** Writes the defaults of an organisation or a key, in the place of those that were. */
    public void putDefaults(RoutingDefaults written) {
        String id = Rules.idOf(written.organisation(), written.key());
        RoutingDefaults old = defaults.get(id);
        if (written.equals(old)) {
            return;
        }
        if (old == null && written.key() != null && keysOf(written.organisation()) >= Limits.KEYS) {
            throw limit(
                    "hash", "the organisation has defaults for " + Limits.KEYS + " keys already, which is the most");
        }
        defaults.put(id, written);
        note(written.organisation(), DEFAULTS, keyOf(written), old == null ? CREATED : CHANGED, null);
    }

    /** Takes the defaults of an organisation or a key away, if there are any. */
    public void removeDefaults(OrganisationId organisation, @Nullable KeyHash key) {
        RoutingDefaults gone = defaults.remove(Rules.idOf(organisation, key));
        if (gone != null) {
            note(organisation, DEFAULTS, keyOf(gone), DELETED, null);
        }
    }

    private static @Nullable String keyOf(RoutingDefaults written) {
        return written.key() == null ? null : written.key().value();
    }

    private long keysOf(OrganisationId organisation) {
        return defaults.values().stream()
                .filter(one -> one.key() != null && one.organisation().equals(organisation))
                .count();
    }

    private int placeOf(String name) {
        for (int i = 0; i < policies.size(); i++) {
            if (policies.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** The first version of something new: never one that another of its name had. */
    private int next(String kind, String id) {
        Integer last = retired.remove(kind + '/' + id);
        return last == null ? 1 : last + 1;
    }

    private void retire(String kind, String id, int version) {
        retired.put(kind + '/' + id, version);
        if (retired.size() > Limits.RETIRED) {
            retired.remove(retired.keySet().iterator().next());
        }
    }

    private void note(
            @Nullable OrganisationId organisation,
            String kind,
            @Nullable String name,
            String action,
            @Nullable Integer version) {
        changes.add(new Change(author.at(), author.name(), organisation, kind, name, action, version));
    }

    private static void checkSize(int characters, String kind) {
        if (characters > Limits.DOCUMENT_BYTES) {
            throw new ProblemException(Problem.of(
                    413, "Too large", "A " + kind + " may have at most " + Limits.DOCUMENT_BYTES + " bytes."));
        }
    }

    private void checkTotal() {
        long total = 0;
        for (PolicyVersion policy : policies) {
            total += policy.document().length();
        }
        for (PresetVersion preset : presets.values()) {
            total += preset.config().length();
            total += preset.systemPrompt() == null ? 0 : preset.systemPrompt().length();
        }
        if (total > Limits.TOTAL_CHARACTERS) {
            throw new ProblemException(Problem.of(
                    409,
                    "Limit reached",
                    "All policies and presets together have the most that they may: " + Limits.TOTAL_CHARACTERS
                            + " characters."));
        }
    }

    private static ProblemException limit(String field, String detail) {
        return new ProblemException(Problem.ofField(409, "Limit reached", field, detail));
    }
}
