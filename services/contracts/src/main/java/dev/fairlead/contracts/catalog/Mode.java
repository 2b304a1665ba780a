package dev.fairlead.contracts.catalog;

/** What a model is called for. */
public enum Mode {
    CHAT,
    COMPLETION,
    EMBEDDING,
    RERANK,
    IMAGE,
    AUDIO_TRANSCRIPTION,
    AUDIO_SPEECH,
    MODERATION,
    VIDEO
}
