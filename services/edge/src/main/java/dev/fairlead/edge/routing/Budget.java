package dev.fairlead.edge.routing;

import java.time.Instant;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.edge.admission.Admission;
import dev.fairlead.edge.admission.SpendingLevel;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Whether dear models may be asked today, by what Redis says of the caller's limit. */
@Singleton
class Budget {

    private final Admission admission;

    Budget(Admission admission) {
        this.admission = admission;
    }

    /** What is known of a budget. */
    sealed interface Standing {

        /** There is a limit, and this is how fast it is spent. */
        record Limited(BudgetPace pace) implements Standing {}

        /** Neither the key nor its organisation has a limit. */
        record Unlimited() implements Standing {}

        /** Redis cannot say. */
        record Unknown() implements Standing {}
    }

    /**
     * How a caller's budget stands. Never fails.
     *
     * @param isRehearsal whether the day must not begin with this question
     */
    Future<Standing> of(ApiKey key, Instant now, boolean isRehearsal) {
        return admission.level(key, now).compose(level -> standing(level, now, isRehearsal));
    }

    private Future<Standing> standing(@Nullable SpendingLevel level, Instant now, boolean isRehearsal) {
        if (level == null) {
            return Future.succeededFuture(new Standing.Unknown());
        }
        Money left = level.left();
        if (left == null) {
            return Future.succeededFuture(new Standing.Unlimited());
        }
        return admission
                .leftAtFirst(level, left, now, isRehearsal)
                .map(first -> first == null
                        ? new Standing.Unknown()
                        : new Standing.Limited(BudgetPace.at(now, level.reset(), first, left)));
    }
}
