package dev.fairlead.router.decision;

import org.jspecify.annotations.Nullable;

/**
 * Says what a prompt is about, without asking anybody: learned at the start from prompts of ours. Immutable and
 * thread-safe.
 */
final class TaskClassifier {

    /** With less confidence than this it is anybody's guess. */
    private static final double LEAST_CONFIDENCE = 0.2;

    private final Vocabulary vocabulary;
    private final TaskModel model;

    private TaskClassifier(Vocabulary vocabulary, TaskModel model) {
        this.vocabulary = vocabulary;
        this.model = model;
    }

    /** What a prompt is about, and the probability that this is right. */
    record Guess(Task task, double confidence) {}

    /** Learns from the prompts that come with the router, which takes about a second. */
    static TaskClassifier learn() {
        Vocabulary vocabulary = Vocabulary.read("vocabulary.txt");
        return new TaskClassifier(vocabulary, TaskModel.learn(LabelledPrompts.read("prompts.txt"), vocabulary));
    }

    Guess guess(PromptText prompt, @Nullable String system) {
        float[] probabilities = model.probabilities(PromptFeatures.of(prompt, system, vocabulary, Noise.NONE));
        int best = 0;
        for (int task = 1; task < probabilities.length; task++) {
            best = probabilities[task] > probabilities[best] ? task : best;
        }
        if (probabilities[best] < LEAST_CONFIDENCE) {
            Task otherwise = Task.QUESTION_ANSWERING;
            return new Guess(otherwise, probabilities[Task.ALL.indexOf(otherwise)]);
        }
        return new Guess(Task.ALL.get(best), probabilities[best]);
    }
}
