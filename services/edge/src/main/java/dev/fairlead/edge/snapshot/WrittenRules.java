package dev.fairlead.edge.snapshot;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import dev.fairlead.contracts.policy.RoutePolicy;
import dev.fairlead.contracts.rules.RoutingRules;
import dev.fairlead.contracts.rules.RoutingRules.PublishedPolicy;
import dev.fairlead.platform.policy.PolicyFault;
import dev.fairlead.platform.policy.PolicyReader;
import io.micrometer.core.instrument.MeterRegistry;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The rules as they were last read. A policy that this release cannot read, such as one of a later release, is left out
 * with a line in the log; it never keeps the others from being asked. Not thread-safe.
 */
final class WrittenRules {

    private static final Logger LOG = Logger.getLogger(WrittenRules.class);

    private final AtomicInteger unreadable;
    private final Set<PublishedPolicy> complainedOf = new HashSet<>();
    private RoutingRules rules = RoutingRules.EMPTY;
    private List<RoutePolicy> policies = List.of();

    WrittenRules(MeterRegistry metrics) {
        this.unreadable = metrics.gauge("fairlead.policies.unreadable", new AtomicInteger());
    }

    /** Takes a new version over. */
    void read(RoutingRules next) {
        List<RoutePolicy> readable = new ArrayList<>();
        for (PublishedPolicy published : next.policies()) {
            RoutePolicy policy = read(published);
            if (policy != null) {
                readable.add(policy);
            }
        }
        rules = next;
        policies = readable;
        unreadable.set(next.policies().size() - readable.size());
        complainedOf.retainAll(next.policies());
    }

    private @Nullable RoutePolicy read(PublishedPolicy published) {
        try {
            return PolicyReader.read(
                    published.document().getBytes(StandardCharsets.UTF_8), published.name(), published.version());
        } catch (PolicyFault e) {
            if (complainedOf.add(published)) {
                LOG.warnf(
                        "version %d of the policy '%s' is left out, since it cannot be read here: %s",
                        published.version(), published.name(), e.getMessage());
            }
            return null;
        }
    }

    /**
     * The rules, for the names of one version of the catalog.
     *
     * @param catalog null while there is none; then names are compared as they are spelled
     */
    RuleBook bookFor(@Nullable CatalogIndex catalog) {
        UnaryOperator<String> canonical =
                catalog == null ? UnaryOperator.identity() : new CanonicalNames(catalog, LocalDate.now(ZoneOffset.UTC));
        return RuleBook.of(rules, policies, canonical);
    }
}
