package dev.fairlead.contracts.money;

/** What a provider charges for. */
public enum PriceKind {
    INPUT("input", Unit.TOKEN),
    OUTPUT("output", Unit.TOKEN),
    CACHE_READ("cache_read", Unit.TOKEN),
    /** Written to a prompt cache, short (five-minute) lifetime. */
    CACHE_WRITE("cache_write", Unit.TOKEN),
    CACHE_WRITE_1H("cache_write_1h", Unit.TOKEN),
    REASONING("reasoning", Unit.TOKEN),
    INPUT_AUDIO("input_audio", Unit.TOKEN),
    /** Audio read from a prompt cache. */
    INPUT_AUDIO_CACHE("input_audio_cache", Unit.TOKEN),
    INPUT_IMAGE("input_image", Unit.TOKEN),
    OUTPUT_AUDIO("output_audio", Unit.TOKEN),
    OUTPUT_IMAGE("output_image", Unit.TOKEN),
    /** Per call, whatever its tokens. */
    REQUEST("request", Unit.PIECE),
    PER_INPUT_IMAGE("per_input_image", Unit.PIECE),
    PER_OUTPUT_IMAGE("per_output_image", Unit.PIECE),
    PER_INPUT_SECOND("per_input_second", Unit.PIECE),
    PER_OUTPUT_SECOND("per_output_second", Unit.PIECE),
    PER_INPUT_CHARACTER("per_input_character", Unit.PIECE),
    /** Per query of a reranker. */
    PER_QUERY("per_query", Unit.PIECE),
    /** Per web search that the provider makes. */
    PER_WEB_SEARCH("per_web_search", Unit.PIECE);

    /** What an amount is for: providers list tokens by the million, everything else by the piece. */
    public enum Unit {
        TOKEN,
        PIECE
    }

    private final String field;
    private final Unit unit;

    PriceKind(String field, Unit unit) {
        this.field = field;
        this.unit = unit;
    }

    /** Its name in catalog files and answers. */
    public String field() {
        return field;
    }

    public Unit unit() {
        return unit;
    }
}
