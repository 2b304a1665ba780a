package dev.fairlead.billing.ledger;

/** The idempotency key was used before, for something else. */
public final class IdempotencyConflictException extends RuntimeException {

    IdempotencyConflictException() {
        super("this idempotency key was used before for another amount or note", null, false, false);
    }
}
