package dev.fairlead.catalog.listing;

import java.util.List;

/** The words that a catalog may use: those that the public API's document allows, since typed clients refuse others. */
public final class Vocabulary {

    public static final List<String> INPUTS = List.of("text", "image", "file", "audio", "video");

    public static final List<String> OUTPUTS =
            List.of("text", "image", "embeddings", "audio", "video", "rerank", "speech", "transcription");

    public static final List<String> PARAMETERS = List.of(
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

    public static final List<String> CATEGORIES = List.of(
            "programming",
            "roleplay",
            "marketing",
            "marketing/seo",
            "technology",
            "science",
            "translation",
            "legal",
            "finance",
            "health",
            "trivia",
            "academia");

    /** The family of tokenizers that is none of the others. */
    public static final String OTHER_TOKENIZER = "Other";

    public static final List<String> TOKENIZERS = List.of(
            "Router",
            "Media",
            OTHER_TOKENIZER,
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

    public static final List<String> QUANTIZATIONS =
            List.of("int4", "int8", "fp4", "mxfp4", "nvfp4", "fp6", "fp8", "mxfp8", "fp16", "bf16", "fp32", "unknown");

    /** Of reasoning, the highest first. */
    public static final List<String> EFFORTS = List.of("max", "xhigh", "high", "medium", "low", "minimal", "none");

    public static final List<String> REGIONS = List.of("eu", "us");

    private Vocabulary() {}
}
