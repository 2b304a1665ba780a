package dev.fairlead.catalog.seed;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.fairlead.contracts.catalog.Mode;

/** The words that a catalog may use, in the order in which they are told; those that the public API knows. */
public final class Vocabulary {

    /** Families of tokenizers; {@link #OTHER_TOKENIZER} for the rest. */
    public static final Set<String> TOKENIZERS = words(
            "Router",
            "Media",
            "Other",
            "GPT",
            "Claude",
            "Gemini",
            "Gemma",
            "Grok",
            "Cohere",
            "Nova",
            "Qwen",
            "Yi",
            "DeepSeek",
            "Mistral",
            "Llama2",
            "Llama3",
            "Llama4",
            "PaLM",
            "RWKV",
            "Qwen3");

    public static final String OTHER_TOKENIZER = "Other";

    public static final Set<String> INPUT_MODALITIES = words("text", "image", "file", "audio", "video");

    public static final Set<String> OUTPUT_MODALITIES =
            words("text", "image", "embeddings", "audio", "video", "rerank", "speech", "transcription");

    public static final Set<String> PARAMETERS = words(
            "temperature",
            "top_p",
            "top_k",
            "min_p",
            "top_a",
            "frequency_penalty",
            "presence_penalty",
            "repetition_penalty",
            "max_tokens",
            "max_completion_tokens",
            "logit_bias",
            "logprobs",
            "top_logprobs",
            "prediction",
            "seed",
            "response_format",
            "structured_outputs",
            "stop",
            "tools",
            "tool_choice",
            "parallel_tool_calls",
            "include_reasoning",
            "reasoning",
            "reasoning_effort",
            "web_search_options",
            "verbosity");

    public static final Set<String> QUANTIZATIONS =
            words("int4", "int8", "fp4", "mxfp4", "nvfp4", "fp6", "fp8", "mxfp8", "fp16", "bf16", "fp32", "unknown");

    /** The highest first. */
    public static final Set<String> REASONING_EFFORTS =
            words("max", "xhigh", "high", "medium", "low", "minimal", "none");

    private Vocabulary() {}

    /** What a model of this mode makes, unless it says otherwise. */
    static List<String> usualOutput(Mode mode) {
        return List.of(
                switch (mode) {
                    case CHAT, COMPLETION, MODERATION -> "text";
                    case EMBEDDING -> "embeddings";
                    case RERANK -> "rerank";
                    case IMAGE -> "image";
                    case AUDIO_TRANSCRIPTION -> "transcription";
                    case AUDIO_SPEECH -> "speech";
                    case VIDEO -> "video";
                });
    }

    private static Set<String> words(String... words) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(List.of(words)));
    }
}
