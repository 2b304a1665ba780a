package dev.fairlead.router.decision;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Softmax regression: each feature speaks for or against each task, and the tasks share out the probability. Learned by
 * gradient descent from labelled prompts in about a second, the same each time. Immutable and thread-safe.
 */
final class TaskModel {

    private static final int TASKS = Task.ALL.size();
    private static final int EPOCHS = 8;
    private static final int COPIES = 6;
    private static final float RATE = 1f;
    private static final float SLOWING = 0.1f;
    private static final float BIAS_RATE = 0.1f;
    private static final float KEPT = 0.97f;
    private static final long SEED = 2026;

    private final Map<String, float[]> weights = new HashMap<>();
    private final float[] bias = new float[TASKS];

    private TaskModel() {}

    private record Example(int task, Map<String, Float> features) {}

    static TaskModel learn(List<LabelledPrompts.Labelled> prompts, Vocabulary vocabulary) {
        Random random = new Random(SEED);
        List<Example> examples = examples(prompts, vocabulary, Noise.of(random));
        TaskModel model = new TaskModel();
        for (Example example : examples) {
            example.features()
                    .keySet()
                    .forEach(feature -> model.weights.computeIfAbsent(feature, f -> new float[TASKS]));
        }
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            Collections.shuffle(examples, random);
            float rate = RATE / (1 + epoch * SLOWING);
            for (Example example : examples) {
                model.learn(example, rate);
            }
            model.weights.values().forEach(TaskModel::fade);
        }
        return model;
    }

    /** Each prompt as it is, and several times with holes in it. */
    private static List<Example> examples(List<LabelledPrompts.Labelled> prompts, Vocabulary vocabulary, Noise noise) {
        List<Example> examples = new ArrayList<>(prompts.size() * (1 + COPIES));
        for (int copy = 0; copy <= COPIES; copy++) {
            for (LabelledPrompts.Labelled labelled : prompts) {
                PromptText text = PromptText.of(labelled.prompt());
                examples.add(new Example(
                        Task.ALL.indexOf(labelled.task()),
                        PromptFeatures.of(text, null, vocabulary, copy == 0 ? Noise.NONE : noise)));
            }
        }
        return examples;
    }

    private void learn(Example example, float rate) {
        float[] step = probabilities(example.features());
        for (int task = 0; task < TASKS; task++) {
            int truth = task == example.task() ? 1 : 0;
            step[task] = rate * (truth - step[task]);
            bias[task] += BIAS_RATE * step[task];
        }
        example.features().forEach((feature, value) -> {
            float[] weight = weights.get(feature);
            if (weight != null) {
                for (int task = 0; task < TASKS; task++) {
                    weight[task] += step[task] * value;
                }
            }
        });
    }

    private static void fade(float[] weight) {
        for (int task = 0; task < TASKS; task++) {
            weight[task] *= KEPT;
        }
    }

    /** The probability of each task, by its place in {@link Task#ALL}. */
    float[] probabilities(Map<String, Float> features) {
        float[] scores = bias.clone();
        features.forEach((feature, value) -> {
            float[] weight = weights.get(feature);
            if (weight != null) {
                for (int task = 0; task < TASKS; task++) {
                    scores[task] += weight[task] * value;
                }
            }
        });
        return softmax(scores);
    }

    private static float[] softmax(float[] scores) {
        float most = scores[0];
        for (float score : scores) {
            most = Math.max(most, score);
        }
        float sum = 0;
        for (int task = 0; task < TASKS; task++) {
            scores[task] = (float) StrictMath.exp(scores[task] - most);
            sum += scores[task];
        }
        for (int task = 0; task < TASKS; task++) {
            scores[task] /= sum;
        }
        return scores;
    }
}
