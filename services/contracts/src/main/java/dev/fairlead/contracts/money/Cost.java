package dev.fairlead.contracts.money;

/**
 * The cost of one generation. Only {@code total} was rounded from the exact amount; the two parts are for display and
 * always add up to it.
 *
 * @param total what is booked
 * @param prompt the prompt's part, fees per request included
 * @param completion the completion's part
 */
public record Cost(Money total, Money prompt, Money completion) {

    public static final Cost ZERO = new Cost(Money.ZERO, Money.ZERO, Money.ZERO);
}
