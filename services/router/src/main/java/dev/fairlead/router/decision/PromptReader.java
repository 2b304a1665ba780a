package dev.fairlead.router.decision;

import java.util.concurrent.CompletableFuture;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import dev.fairlead.contracts.decision.PromptQuestion;
import dev.fairlead.contracts.decision.PromptReading;
import io.quarkus.runtime.StartupEvent;
import org.jspecify.annotations.Nullable;

/** Reads prompts: what they are about, in which language they are, and how hard they are. Keeps nothing of them. */
@Singleton
public class PromptReader {

    private final CompletableFuture<TaskClassifier> classifier = new CompletableFuture<>();
    private final CompletableFuture<Languages> languages = new CompletableFuture<>();

    /** Learns beside the start, which does not wait for it; the first questions do. */
    void start(@Observes StartupEvent event) {
        Thread.ofPlatform().name("prompt-reader").daemon().start(this::learn);
    }

    void learn() {
        classifier.completeAsync(TaskClassifier::learn, Runnable::run);
        languages.completeAsync(Languages::load, Runnable::run);
    }

    /** What a prompt is about. */
    public PromptReading read(PromptQuestion question) {
        return understand(question, null).reading();
    }

    /** What a prompt is about, with the task as such. */
    record Understood(Task task, PromptReading reading) {}

    /**
     * What a prompt is about.
     *
     * @param given the task that its sender says it is; null to find out
     */
    Understood understand(PromptQuestion question, @Nullable Task given) {
        PromptText prompt = PromptText.of(question.text());
        TaskClassifier.Guess guess =
                given == null ? classifier.join().guess(prompt, question.system()) : new TaskClassifier.Guess(given, 1);
        PromptReading reading = new PromptReading(
                guess.task().id(),
                Math.round(guess.confidence() * 100) / 100.0,
                languages.join().of(prompt.prose()),
                Difficulty.of(question, prompt, guess.task()));
        return new Understood(guess.task(), reading);
    }
}
