package dev.fairlead.edge.planning;

import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.money.PriceSchedule;

/**
 * An endpoint that a request may be tried at.
 *
 * @param prices what the caller's organisation is charged there
 * @param worstCase the most that the request can cost there
 */
public record Candidate(Model model, Endpoint endpoint, Provider provider, PriceSchedule prices, Money worstCase) {

    /** The wire format: the endpoint's own, or else its provider's. */
    public Dialect dialect() {
        return dialect(endpoint, provider);
    }

    static Dialect dialect(Endpoint endpoint, Provider provider) {
        Dialect own = endpoint.dialect();
        return own == null ? provider.dialect() : own;
    }

    /** The name under which it answers: the model's id, and the variant if it is one. */
    public String name() {
        return endpoint.variant() == null ? model.id() : model.id() + ':' + endpoint.variant();
    }
}
