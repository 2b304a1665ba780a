package dev.fairlead.billing.ledger;

import java.math.BigDecimal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.billing.request.Fields;
import dev.fairlead.contracts.money.Money;
import org.jspecify.annotations.Nullable;

/** Reads a request for credits. */
final class GrantReader {

    private static final Money GREATEST_GRANT = Money.ofUsd("100000000");
    private static final int LONGEST_NOTE = 500;
    private static final int LONGEST_KEY = 200;

    private GrantReader() {}

    /** What is asked for. */
    record Wish(Money amount, @Nullable String note) {}

    static Wish read(@Nullable JsonNode body) {
        Fields fields = Fields.of(body, "amount", "note");
        BigDecimal amount = fields.number("amount", "must be a number of US dollars");
        if (amount == null) {
            throw Fields.fault("amount", "is required");
        }
        if (amount.signum() == 0) {
            throw Fields.fault("amount", "must be more than zero");
        }
        return new Wish(Fields.amount("amount", amount, GREATEST_GRANT), fields.text("note", LONGEST_NOTE));
    }

    static String idempotencyKey(@Nullable String header) {
        if (header == null || header.isBlank()) {
            throw Fields.fault("Idempotency-Key", "is required: a header that is the same when this grant is repeated");
        }
        if (header.length() > LONGEST_KEY || !header.matches("[\\x21-\\x7e]+")) {
            throw Fields.fault(
                    "Idempotency-Key", "must be at most " + LONGEST_KEY + " printable ASCII characters, no spaces");
        }
        return header;
    }
}
