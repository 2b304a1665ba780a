package dev.fairlead.catalog.seed;

/**
 * A catalog file.
 *
 * @param name its path below the catalog's directory, such as {@code providers/openai.yaml}
 * @param text its content
 */
public record SeedFile(String name, String text) {}
