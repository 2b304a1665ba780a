package dev.fairlead.router.rules.policies;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fairlead.contracts.decision.PromptQuestion;
import dev.fairlead.contracts.decision.PromptReading;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.policy.Applied;
import dev.fairlead.contracts.policy.Facts;
import dev.fairlead.contracts.policy.PolicyBook;
import dev.fairlead.contracts.policy.PolicyTrial;
import dev.fairlead.contracts.policy.PolicyVerdict;
import dev.fairlead.contracts.policy.RoutePolicy;
import dev.fairlead.contracts.policy.RoutePolicy.Mode;
import dev.fairlead.platform.json.FairleadJson;
import dev.fairlead.platform.policy.Part;
import dev.fairlead.router.decision.PromptReader;
import dev.fairlead.router.rules.PolicyVersion;
import dev.fairlead.router.rules.Rules;
import dev.fairlead.router.rules.identity.Person;
import dev.fairlead.router.rules.publication.RulesKeeper;
import org.jspecify.annotations.Nullable;

/** Tries policies on made-up requests: the very code decides that decides on real ones. */
@Singleton
final class Trials {

    private static final int MOST_MODELS = 64;
    private static final int LONGEST = 256;
    private static final String DRAFT = "draft";

    private final RulesKeeper keeper;
    private final PolicyShelf shelf;
    private final PolicyNames names;
    private final PromptReader reader;
    private final Clock clock;

    Trials(RulesKeeper keeper, PolicyShelf shelf, PolicyNames names, PromptReader reader, Clock clock) {
        this.keeper = keeper;
        this.shelf = shelf;
        this.names = names;
        this.reader = reader;
        this.clock = clock;
    }

    /**
     * Tries a policy alone, and among all others.
     *
     * @param body {@code policy} or {@code name}, {@code models}, {@code facts}, {@code messages}, {@code seed}
     * @param chosen the organisation that the request's header names; null for none
     */
    ObjectNode of(Person person, Part body, @Nullable String chosen) {
        body.object("policy", "name", "models", "facts", "messages", "seed");
        Rules rules = keeper.current();
        RoutePolicy policy = policy(person, rules, body);
        Part given = body.member("facts");
        OrganisationId organisation = organisation(person, policy, given, chosen);
        Facts facts = facts(given, body.member("messages"), organisation);
        List<String> models = models(policy, body.member("models"));
        Part seedGiven = body.member("seed");
        long seed = seedGiven == null
                ? 0
                : seedGiven.number("0", "9007199254740991", 0).longValueExact();
        UnaryOperator<String> canonical = names.idOrName(organisation);

        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("organisation", organisation.value());
        ArrayNode said = view.putArray("rules");
        for (PolicyTrial.Answer answer : PolicyTrial.of(policy, facts)) {
            said.addObject().put("name", answer.rule()).put("holds", answer.holds());
        }
        view.set("alone", verdict(PolicyBook.of(List.of(policy), canonical).decide(models, facts, seed)));
        view.set(
                "with_others",
                verdict(PolicyBook.of(among(rules, policy), canonical).decide(models, facts, seed)));
        return view;
    }

    /** What is given and, where there are messages, what the router makes of them for the edges, too. */
    private Facts facts(@Nullable Part given, @Nullable Part messages, OrganisationId organisation) {
        GivenFacts facts = GivenFacts.read(given, organisation, Instant.ofEpochMilli(clock.millis()));
        if (messages == null) {
            return facts;
        }
        PromptQuestion question = GivenPrompt.read(messages);
        PromptReading reading = reader.read(question);
        return facts.withReading(reading.task(), reading.language(), question.promptTokens());
    }

    private RoutePolicy policy(Person person, Rules rules, Part body) {
        Part one = body.onlyOneOf("policy", "name");
        if (body.node().has("name")) {
            PolicyVersion there = Policies.visible(rules, person, one.text(LONGEST));
            return enforced(PolicyShelf.read(there));
        }
        try {
            return enforced(PolicyDraft.read(FairleadJson.mapper().writeValueAsBytes(one.node()), nameOfDraft(rules))
                    .policy());
        } catch (IOException e) {
            throw new IllegalStateException("a tree can be written", e);
        }
    }

    /** A name that no policy has. */
    private static String nameOfDraft(Rules rules) {
        String name = DRAFT;
        for (int i = 2; rules.policy(name) != null; i++) {
            name = DRAFT + '-' + i;
        }
        return name;
    }

    /** Whatever its mode, it is tried as if it were obeyed. */
    private static RoutePolicy enforced(RoutePolicy policy) {
        return new RoutePolicy(
                policy.name(),
                policy.version(),
                policy.description(),
                Mode.ENFORCED,
                policy.organisation(),
                policy.defines(),
                policy.models(),
                policy.rules());
    }

    /** All policies, with this one in its place, or last among those of its owner. */
    private List<RoutePolicy> among(Rules rules, RoutePolicy policy) {
        List<RoutePolicy> all = new ArrayList<>(shelf.of(rules));
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).name().equals(policy.name())) {
                all.set(i, policy);
                return all;
            }
        }
        int place = all.size();
        if (policy.organisation() == null) {
            place = (int)
                    all.stream().filter(other -> other.organisation() == null).count();
        }
        all.add(place, policy);
        return all;
    }

    private static OrganisationId organisation(
            Person person, RoutePolicy policy, @Nullable Part facts, @Nullable String chosen) {
        Part given = facts == null ? null : facts.member("organisation");
        if (given == null) {
            OrganisationId owner = policy.organisation();
            return owner != null && person.maySee(owner) ? owner : person.organisation(chosen);
        }
        String id = given.text(LONGEST);
        if (!OrganisationId.isValid(id) || !person.maySee(new OrganisationId(id))) {
            throw given.fault("is none that your account belongs to");
        }
        return new OrganisationId(id);
    }

    private static List<String> models(RoutePolicy policy, @Nullable Part given) {
        if (given != null) {
            return given.texts(1, MOST_MODELS, LONGEST);
        }
        if (policy.defines() != null) {
            return List.of(policy.defines());
        }
        return policy.models().isEmpty() ? List.of() : List.of(policy.models().getFirst());
    }

    private static ObjectNode verdict(PolicyVerdict verdict) {
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        ArrayNode models = view.putArray("models");
        verdict.models().forEach(models::add);
        view.put(
                "strategy",
                verdict.strategy() == null ? null : verdict.strategy().wireName());
        view.put("denied", verdict.denied());
        addTo(view.putArray("steps"), verdict.steps());
        addTo(view.putArray("shadows"), verdict.shadows());
        return view;
    }

    private static void addTo(ArrayNode views, List<Applied> applied) {
        for (Applied one : applied) {
            views.addObject()
                    .put("policy", one.policy())
                    .put("version", one.version())
                    .put("rule", one.rule())
                    .put("arm", one.arm());
        }
    }
}
