package dev.fairlead.contracts.identity;

/** An identifier that is one string, and travels as that string. */
public sealed interface Identifier permits OrganisationId, KeyHash, GenerationId {

    String value();
}
