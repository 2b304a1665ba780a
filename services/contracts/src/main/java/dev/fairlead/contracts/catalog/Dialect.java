package dev.fairlead.contracts.catalog;

/** The wire format that a provider speaks. */
public enum Dialect {
    OPENAI,
    ANTHROPIC,
    GEMINI,
    AZURE,
    BEDROCK,
    COHERE,
    VERTEX,
    /** Claude as Google's Vertex AI serves it. */
    VERTEX_ANTHROPIC,
    /** One of a kind; listed, and not spoken. */
    OTHER
}
