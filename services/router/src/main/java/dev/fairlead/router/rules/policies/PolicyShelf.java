package dev.fairlead.router.rules.policies;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.policy.PolicyBook;
import dev.fairlead.contracts.policy.RoutePolicy;
import dev.fairlead.platform.policy.PolicyFault;
import dev.fairlead.platform.policy.PolicyReader;
import dev.fairlead.router.rules.PolicyVersion;
import dev.fairlead.router.rules.Rules;
import dev.fairlead.router.rules.publication.RulesKeeper;
import org.jboss.logging.Logger;

/** Policies as objects; each version is read once. Thread-safe. */
@Singleton
public class PolicyShelf {

    private static final Logger LOG = Logger.getLogger(PolicyShelf.class);

    private final RulesKeeper keeper;
    private volatile Map<PolicyVersion, RoutePolicy> read = Map.of();

    PolicyShelf(RulesKeeper keeper) {
        this.keeper = keeper;
    }

    /** The policies of some rules, in their order; without those that this release does not understand any more. */
    List<RoutePolicy> of(Rules rules) {
        Map<PolicyVersion, RoutePolicy> before = read;
        Map<PolicyVersion, RoutePolicy> now = new HashMap<>();
        List<RoutePolicy> policies = new ArrayList<>();
        for (PolicyVersion version : rules.policies()) {
            RoutePolicy known = before.get(version);
            try {
                RoutePolicy policy = known == null ? read(version) : known;
                now.put(version, policy);
                policies.add(policy);
            } catch (PolicyFault e) {
                LOG.warnf("policy %s, version %d, is left out: %s", version.name(), version.version(), e.getMessage());
            }
        }
        read = now;
        return policies;
    }

    static RoutePolicy read(PolicyVersion version) {
        return PolicyReader.read(
                version.document().getBytes(StandardCharsets.UTF_8), version.name(), version.version());
    }

    /** Whether a name means something to an organisation without being a model's: a policy defines it, or it is built in. */
    public boolean means(String name, OrganisationId organisation) {
        return PolicyBook.isBuiltIn(name)
                || PolicyBook.of(of(keeper.current()), canonical -> canonical).defines(name, organisation);
    }
}
