package dev.fairlead.catalog.listing;

/** What a price is charged for. All but {@link #REQUEST} are per million tokens. */
public enum PriceKind {
    INPUT("input"),
    OUTPUT("output"),
    CACHE_READ("cache_read"),
    CACHE_WRITE("cache_write"),
    CACHE_WRITE_1H("cache_write_1h"),
    REASONING("reasoning"),
    INPUT_AUDIO("input_audio"),
    INPUT_IMAGE("input_image"),
    OUTPUT_AUDIO("output_audio"),
    OUTPUT_IMAGE("output_image"),
    /** Per call, whatever its tokens. */
    REQUEST("request");

    private final String field;

    PriceKind(String field) {
        this.field = field;
    }

    /** Its name in catalog files and answers. */
    public String field() {
        return field;
    }
}
