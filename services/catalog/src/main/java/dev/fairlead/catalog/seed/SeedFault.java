package dev.fairlead.catalog.seed;

/**
 * Something wrong in a catalog file.
 *
 * @param file the file, such as {@code models/openai.yaml}
 * @param line from 1
 * @param field the way to the field, such as {@code models[2].endpoints[0].price.input}; may be empty
 * @param message what is wrong with it
 */
public record SeedFault(String file, int line, String field, String message) {

    @Override
    public String toString() {
        return file + ":" + line + ": " + (field.isEmpty() ? "" : field + ": ") + message;
    }
}
