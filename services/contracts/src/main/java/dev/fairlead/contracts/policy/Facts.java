package dev.fairlead.contracts.policy;

import java.math.BigDecimal;
import java.time.Instant;

import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.money.Money;
import org.jspecify.annotations.Nullable;

/** What policies know of a request. */
public interface Facts {

    OrganisationId organisation();

    KeyHash key();

    /** The team that the key belongs to; null if it belongs to none. */
    @Nullable
    String team();

    /** When the request arrived. */
    Instant now();

    /**
     * A header of the request; null if it was not sent.
     *
     * @param name in lower case
     */
    @Nullable
    String header(String name);

    /** About how many tokens the prompt has. */
    long promptTokens();

    /** What the prompt is taken for; null if unknown, as it is unless {@link Kind#TASK} was asked for. */
    @Nullable
    String task();

    /** The prompt's language, as an ISO 639-1 code; null if unknown, as it is unless {@link Kind#LANGUAGE} was asked for. */
    @Nullable
    String language();

    /** What may still be spent; null if unknown, as it is unless {@link Kind#BUDGET} was asked for. */
    @Nullable
    Money budgetLeft();

    /** The share of the budget that may still be spent, in percent; null likewise, or if there is no limit. */
    @Nullable
    BigDecimal budgetLeftPercent();

    /** The end user, as a hash; null if the request names none. */
    @Nullable
    String endUser();

    /** The session; null if the request names none. */
    @Nullable
    String session();

    /** Facts that cost something to find out. */
    enum Kind {
        TASK,
        LANGUAGE,
        BUDGET
    }
}
