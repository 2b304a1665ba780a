package dev.fairlead.billing.ledger;

import java.time.Instant;

import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * Credits that were granted.
 *
 * @param transaction the ledger transaction
 * @param organisation who got them
 * @param amount how much
 * @param note what its granter wrote
 * @param grantedAt when
 */
public record Grant(
        long transaction,
        OrganisationId organisation,
        Money amount,
        @Nullable String note,
        Instant grantedAt) {}
