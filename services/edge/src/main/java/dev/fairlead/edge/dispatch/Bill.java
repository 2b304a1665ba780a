package dev.fairlead.edge.dispatch;

import dev.fairlead.contracts.money.Cost;
import dev.fairlead.contracts.money.TokenUsage;

/** What a generation consumed, and what is charged for it. */
public record Bill(TokenUsage usage, Cost cost) {

    public static final Bill NOTHING = new Bill(TokenUsage.NONE, Cost.ZERO);
}
