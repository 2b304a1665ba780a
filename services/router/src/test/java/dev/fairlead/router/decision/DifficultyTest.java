package dev.fairlead.router.decision;

import java.util.Random;

import dev.fairlead.contracts.decision.PromptQuestion;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DifficultyTest {

    @Test
    void risesWithConstraintsStepsCodeAndLength() {
        // Given
        String plain = "Write a function that sorts names.";

        // When, Then
        double easy = of(plain, 20, false, Task.PROGRAMMING);
        assertThat(of(
                        plain + " It must be stable and use at most constant memory, without recursion.",
                        40,
                        false,
                        Task.PROGRAMMING))
                .isGreaterThan(easy);
        assertThat(of(plain + " First read them, then sort, finally print.", 40, false, Task.PROGRAMMING))
                .isGreaterThan(easy);
        assertThat(of(plain + "\n```java\nint x = 1;\n```", 40, false, Task.PROGRAMMING))
                .isGreaterThan(easy);
        assertThat(of(plain, 20_000, false, Task.PROGRAMMING)).isGreaterThan(easy);
        assertThat(of(plain, 20, true, Task.PROGRAMMING)).isGreaterThan(easy);
    }

    @Test
    void isLowForSmallTalkAndHighForARealProblem() {
        // When
        double smallTalk = of("hi, how are you?", 5, false, Task.ROLEPLAY);
        double problem = of(
                "Prove that the algorithm below is optimal and analyze its complexity. Requirements:\n"
                        + "1. derive an upper bound\n2. derive a lower bound\n3. compare both\n"
                        + "You must not use more than 3 lemmas, each of at most 10 lines, and never recursion.\n"
                        + "```python\ndef f(n): return 1 if n < 2 else f(n - 1) + f(n - 2)\n```",
                9_000,
                false,
                Task.MATHEMATICS);

        // Then
        assertThat(smallTalk).isLessThan(0.2);
        assertThat(problem).isGreaterThan(0.8);
    }

    @Test
    void staysBetweenZeroAndOne() {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder();
            for (int c = 0; c < random.nextInt(300); c++) {
                text.append((char) (random.nextInt(4) == 0 ? ' ' : random.nextInt(0x2FF)));
            }
            double difficulty = of(
                    text.toString(),
                    random.nextLong(Long.MAX_VALUE),
                    random.nextBoolean(),
                    Task.ALL.get(random.nextInt(Task.ALL.size())));

            assertThat(difficulty).isBetween(0.0, 1.0);
        }
    }

    private static double of(String text, long promptTokens, boolean tools, Task task) {
        return Difficulty.of(new PromptQuestion(text, null, tools, promptTokens), PromptText.of(text), task);
    }
}
