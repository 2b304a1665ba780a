package dev.fairlead.router.decision;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TaskClassifierTest {

    private static final Logger LOG = Logger.getLogger(TaskClassifierTest.class);
    private static final double LEAST_ACCURACY = 0.85;
    private static final double LEAST_MACRO_F1 = 0.85;
    private static final int FEWEST_OF_A_TASK = 40;
    private static final int FEWEST_HELD_OUT = 200;

    private static final TaskClassifier CLASSIFIER = TaskClassifier.learn();
    private static final List<LabelledPrompts.Labelled> HELD_OUT = LabelledPrompts.read("held-out-prompts.txt");

    @Test
    void tellsWhatPromptsThatItHasNeverSeenAreAbout() {
        // Given
        assertThat(HELD_OUT).hasSizeGreaterThanOrEqualTo(FEWEST_HELD_OUT);

        // When
        Result result = result();

        // Then
        LOG.infof(
                "%d held-out prompts: accuracy %.3f, macro-F1 %.3f; by confidence: %s%s",
                HELD_OUT.size(), result.accuracy(), result.macroF1(), result.byConfidence(), result.mistaken());
        assertThat(result.accuracy()).isGreaterThanOrEqualTo(LEAST_ACCURACY);
        assertThat(result.macroF1()).isGreaterThanOrEqualTo(LEAST_MACRO_F1);
    }

    @Test
    void learnsFromEnoughPromptsOfEachTaskAndFromNoneThatIsHeldOut() {
        // Given
        List<LabelledPrompts.Labelled> learned = LabelledPrompts.read("prompts.txt");
        Set<String> heldOut = new HashSet<>();
        HELD_OUT.forEach(prompt -> heldOut.add(prompt.prompt()));

        // When
        Map<Task, Integer> counts = new EnumMap<>(Task.class);
        learned.forEach(prompt -> counts.merge(prompt.task(), 1, Integer::sum));

        // Then
        assertThat(counts).hasSize(Task.ALL.size());
        assertThat(counts.values()).allMatch(count -> count >= FEWEST_OF_A_TASK);
        assertThat(learned).noneMatch(prompt -> heldOut.contains(prompt.prompt()));
    }

    @Test
    void learnsTheSameEachTime() {
        // Given
        TaskClassifier again = TaskClassifier.learn();

        // When, Then
        for (LabelledPrompts.Labelled prompt : HELD_OUT) {
            assertThat(again.guess(PromptText.of(prompt.prompt()), null))
                    .isEqualTo(CLASSIFIER.guess(PromptText.of(prompt.prompt()), null));
        }
    }

    @Test
    void wantsWhatIsAskedForAndNotWhatIsPastedInBetween() {
        // Given
        String pasted = "They walked along the river until the evening, and nobody said a word about it. ".repeat(40);

        // When
        TaskClassifier.Guess guess = CLASSIFIER.guess(
                PromptText.of("Summarize the following article in three sentences:\n\n" + pasted), null);

        // Then
        assertThat(guess.task()).isEqualTo(Task.SUMMARIZATION);
    }

    @Test
    void isNotSureOfWhatHasNoWords() {
        for (String text : List.of("", "   ", "????", "\u0000", "\ud800", "1234 5678")) {
            TaskClassifier.Guess guess = CLASSIFIER.guess(PromptText.of(text), null);

            assertThat(guess.confidence()).isBetween(0.0, 1.0);
        }
    }

    @Test
    void answersWithinAMillisecond() {
        // Given
        PromptText longest = PromptText.of("Please explain how the engine works, and why it stops. ".repeat(150));
        PromptText usual = PromptText.of("Write a function that returns the longest word of a sentence.");

        // When
        double usualMicros = bestMicros(usual);
        double longestMicros = bestMicros(longest);

        // Then
        LOG.infof("a short prompt takes %.0f us, one of 8 KB %.0f us", usualMicros, longestMicros);
        assertThat(usualMicros).isLessThan(1_000);
        assertThat(longestMicros).isLessThan(5_000);
    }

    private static double bestMicros(PromptText prompt) {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < 50; i++) {
                CLASSIFIER.guess(prompt, null);
            }
            best = Math.min(best, (System.nanoTime() - start) / 50_000.0);
        }
        return best;
    }

    private record Result(double accuracy, double macroF1, Map<String, String> byConfidence, String mistaken) {}

    private static Result result() {
        Map<Task, int[]> counts = new EnumMap<>(Task.class);
        Task.ALL.forEach(task -> counts.put(task, new int[3]));
        Map<String, int[]> confidences = new TreeMap<>();
        List<String> mistaken = new ArrayList<>();
        int right = 0;
        for (LabelledPrompts.Labelled prompt : HELD_OUT) {
            TaskClassifier.Guess guess = CLASSIFIER.guess(PromptText.of(prompt.prompt()), null);
            boolean isRight = guess.task() == prompt.task();
            int[] bin = confidences.computeIfAbsent(
                    String.format("%.1f", Math.floor(guess.confidence() * 5) / 5), x -> new int[2]);
            bin[0]++;
            if (isRight) {
                right++;
                bin[1]++;
                of(counts, prompt.task())[0]++;
            } else {
                of(counts, guess.task())[1]++;
                of(counts, prompt.task())[2]++;
                mistaken.add("\n  " + prompt.task() + " for " + guess.task() + ": "
                        + prompt.prompt().lines().findFirst().orElse(""));
            }
        }
        double f1 = 0;
        for (int[] count : counts.values()) {
            f1 += 2.0 * count[0] / Math.max(1, 2 * count[0] + count[1] + count[2]);
        }
        Map<String, String> byConfidence = new TreeMap<>();
        confidences.forEach((from, bin) -> byConfidence.put(from, bin[1] + " of " + bin[0]));
        return new Result(
                (double) right / HELD_OUT.size(), f1 / counts.size(), byConfidence, String.join("", mistaken));
    }

    private static int[] of(Map<Task, int[]> counts, Task task) {
        return counts.computeIfAbsent(task, x -> new int[3]);
    }
}
