package dev.fairlead.e2e.sdk;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.CompletionUsage;
import dev.fairlead.devstack.Demo;
import dev.fairlead.e2e.suite.Cancellation;
import dev.fairlead.e2e.suite.OnSharedSuite;
import dev.fairlead.e2e.suite.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** OpenAI's SDK for Java, as it is, with nothing but another base address. */
@OnSharedSuite
class OpenAiJavaTest {

    private final Suite suite;
    private OpenAIClient client;

    OpenAiJavaTest(Suite suite) {
        this.suite = suite;
    }

    @BeforeEach
    void connect() {
        client = connect(Demo.ACME_KEY);
    }

    @AfterEach
    void close() {
        client.close();
    }

    private OpenAIClient connect(String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(suite.gateway().sdkUrl())
                .apiKey(key)
                .maxRetries(0)
                .timeout(Duration.ofSeconds(20))
                .build();
    }

    private static ChatCompletionCreateParams.Builder asking(String model, String behaviour) {
        return ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessage("Tell me something.")
                .putAdditionalHeader("x-sim", behaviour);
    }

    @Test
    void aChatIsAnsweredWithItsCost() {
        // When
        ChatCompletion answer = client.chat()
                .completions()
                .create(asking("simulator/sim-chat", "ttft=0,tps=0")
                        .maxCompletionTokens(5)
                        .build());

        // Then
        assertThat(answer.id()).startsWith("gen-");
        assertThat(answer.choices().getFirst().message().content().orElseThrow().split(" "))
                .hasSize(5);
        CompletionUsage usage = answer.usage().orElseThrow();
        assertThat(usage.completionTokens()).isEqualTo(5);
        assertThat(usage._additionalProperties()).containsKey("cost");
    }

    @Test
    void aStreamIsAssembledAndItsLastChunkHasTheUsage() {
        // Given
        ChatCompletionCreateParams params = asking("simulator/sim-chat", "ttft=0,tps=0")
                .maxCompletionTokens(5)
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();
        List<ChatCompletionChunk> chunks = new ArrayList<>();

        // When
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(params)) {
            stream.stream().forEach(chunks::add);
        }

        // Then
        assertThat(text(chunks).split(" ")).hasSize(5);
        CompletionUsage usage = chunks.getLast().usage().orElseThrow();
        assertThat(usage.completionTokens()).isEqualTo(5);
        assertThat(usage._additionalProperties()).containsKey("cost");
        assertThat(chunks)
                .extracting(ChatCompletionChunk::id)
                .containsOnly(chunks.getFirst().id());
    }

    @Test
    void keepAlivesWhileTheProviderIsSilentDoNotDisturbAStream() {
        // Given: four times the interval of keep-alives
        ChatCompletionCreateParams params = asking("simulator/sim-chat", "silence=1200ms,tps=0")
                .maxCompletionTokens(3)
                .build();
        List<ChatCompletionChunk> chunks = new ArrayList<>();

        // When
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(params)) {
            stream.stream().forEach(chunks::add);
        }

        // Then
        assertThat(text(chunks).split(" ")).hasSize(3);
    }

    @Test
    void anUnknownModelIsATypedExceptionThatNamesTheNearest() {
        // When
        BadRequestException refused = catchThrowableOfType(
                BadRequestException.class,
                () -> client.chat()
                        .completions()
                        .create(asking("simulator/sim-chatt", "").build()));

        // Then
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused).hasMessageContaining("sim-chatt").hasMessageContaining("simulator/sim-chat");
    }

    @Test
    void anUnknownKeyIsATypedException() {
        // Given
        client.close();
        client = connect("sk-fl-v1-nobody");

        // When
        UnauthorizedException refused = catchThrowableOfType(
                UnauthorizedException.class,
                () -> client.chat()
                        .completions()
                        .create(asking("simulator/sim-chat", "").build()));

        // Then
        assertThat(refused.statusCode()).isEqualTo(401);
    }

    @Test
    void aCancelledStreamIsCancelledAtTheProvider() {
        // Given
        ChatCompletionCreateParams params = asking("simulator/sim-slow", "ttft=0,tps=20")
                .maxCompletionTokens(200)
                .build();

        // When
        String generation;
        Instant closed;
        try (HttpResponseFor<StreamResponse<ChatCompletionChunk>> response =
                        client.chat().completions().withRawResponse().createStreaming(params);
                StreamResponse<ChatCompletionChunk> stream = response.parse();
                Stream<ChatCompletionChunk> chunks = stream.stream()) {
            generation = response.headers().values("x-generation-id").getFirst();
            assertThat(chunks.limit(4).count()).isEqualTo(4);
            closed = Instant.now();
        }

        // Then
        Cancellation.assertReachedProvider(suite, generation, closed);
    }

    private static String text(List<ChatCompletionChunk> chunks) {
        StringBuilder text = new StringBuilder();
        chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .forEach(choice -> choice.delta().content().ifPresent(text::append));
        return text.toString();
    }
}
