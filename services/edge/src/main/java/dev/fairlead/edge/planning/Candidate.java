package dev.fairlead.edge.planning;

import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.money.PriceSchedule;

/**
 * An endpoint that a request may be tried at.
 *
 * @param prices those of the endpoint, which are known
 * @param worstCase the most that the request can cost there
 */
public record Candidate(Model model, Endpoint endpoint, Provider provider, PriceSchedule prices, Money worstCase) {}
