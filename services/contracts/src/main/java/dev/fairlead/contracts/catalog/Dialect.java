package dev.fairlead.contracts.catalog;

/** The wire format that a provider speaks. */
public enum Dialect {
    OPENAI,
    ANTHROPIC,
    GEMINI
}
