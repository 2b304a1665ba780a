package dev.fairlead.edge.consensus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class AgreementTest {

    @Test
    void theMajorityWins() {
        Agreement agreement = agreement("41", "42", "42.");

        assertThat(agreement.chosen()).isEqualTo(1);
        assertThat(agreement.confidence()).isEqualTo(0.667);
        assertThat(agreement.agreement()).isEqualTo(0.667);
        assertThat(agreement.similarities()).containsExactly(0.0, 1.0, 1.0);
    }

    @Test
    void ofEqualsTheFirstWins() {
        assertThat(agreement("Paris", "42", "true").chosen()).isZero();
        assertThat(agreement("yes", "no").chosen()).isZero();
    }

    @Test
    void allAgree() {
        Agreement agreement = agreement("**Paris**", "paris", "Paris.");

        assertThat(agreement.confidence()).isEqualTo(1);
        assertThat(agreement.agreement()).isEqualTo(1);
    }

    @Test
    void missingAnswersLowerTheConfidence() {
        Agreement agreement = agreement(null, "Paris", "Paris", null);

        assertThat(agreement.chosen()).isEqualTo(1);
        assertThat(agreement.confidence()).isEqualTo(0.5);
        assertThat(agreement.similarities()).containsExactly(0.0, 1.0, 1.0, 0.0);
    }

    @Test
    void aSingleAnswerIsChosenWithTheConfidenceOfItsShare() {
        Agreement agreement = agreement(null, "Paris", null);

        assertThat(agreement.chosen()).isEqualTo(1);
        assertThat(agreement.confidence()).isEqualTo(0.333);
    }

    @Test
    void withoutAnAnswerNothingIsChosen() {
        Agreement agreement = agreement(null, null);

        assertThat(agreement.chosen()).isEqualTo(-1);
        assertThat(agreement.confidence()).isZero();
    }

    @Test
    void aTextInTheMiddleIsPreferredToOutliers() {
        Agreement agreement = agreement(
                "Bananas are yellow because they contain carotenoids.",
                "The capital of France is Paris, on the river Seine.",
                "The capital of France is Paris.",
                "France's capital is Paris, a city on the river Seine.");

        assertThat(agreement.chosen()).isIn(1, 2, 3);
        assertThat(agreement.similarities().getFirst()).isLessThan(0.3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    42                                   | 42.0                                         | 1
                    1,000                                | 1000                                         | 1
                    1,000                                | 1,001                                        | 0
                    -7                                   | 7                                            | 0
                    $5                                   | 5 dollars                                    | 1
                    12 km                                | 12                                           | 1
                    We add both. The answer is 42.       | Since 40 + 2 is what we want, the answer is 42 | 1
                    We add both. The answer is 42.       | We add both. The answer is 43.               | 0
                    so it is \\boxed{12}                 | 12                                           | 1
                    Die Antwort ist 7                    | 7                                            | 1
                    Yes, that is allowed.                | No, that is not allowed.                     | 0
                    yes                                  | YES!                                         | 1
                    {"a": 1, "b": [2]}                   | {"b": [2.0], "a": 1.00}                      | 1
                    {"a": 1, "b": 2}                     | {"a": 1, "b": 3}                             | 0.333
                    [1, 2, 3]                            | [3, 2, 1]                                    | 1
                    {"a": "1"}                           | {"a": 1}                                     | 0
                    {}                                   | []                                           | 0
                    """)
    void comparesByWhatIsMeant(String one, String other, double expected) {
        double similarity = Similarity.of(AnswerText.of(one), AnswerText.of(other));

        assertThat(similarity).isCloseTo(expected, within(0.001));
    }

    @Test
    void jsonCountsWithAndWithoutAFence() {
        assertThat(Similarity.of(
                        AnswerText.of("```json\n{\"city\": \"Paris\", \"people\": 2}\n```"),
                        AnswerText.of("{\"people\": 2, \"city\": \"Paris\"}")))
                .isEqualTo(1);
    }

    @Test
    void similarityIsSymmetricAndBounded() {
        // Given
        Random random = new Random(42);
        List<String> pieces = List.of(
                "yes",
                "no",
                "42",
                "The answer is 7.",
                "{\"a\":",
                "1}",
                "[1,2]",
                "Paris",
                "is",
                "the capital",
                "\u2212",
                "```",
                "\n",
                "",
                "\ud800",
                "\u00e9",
                "\\boxed{",
                "}",
                "1,2,3",
                "99999999999999999999999999999999999999999999");

        for (int i = 0; i < 2_000; i++) {
            // When
            AnswerText one = AnswerText.of(text(random, pieces));
            AnswerText other = AnswerText.of(text(random, pieces));

            // Then
            double similarity = Similarity.of(one, other);
            assertThat(similarity).isBetween(0.0, 1.0);
            assertThat(Similarity.of(other, one)).isCloseTo(similarity, within(1e-9));
            assertThat(Similarity.of(one, one)).isEqualTo(1);
        }
    }

    @Test
    void theOrderOfTheOthersChangesNothing() {
        // Given
        List<@Nullable String> answers = new ArrayList<>(List.of("blue", "blue", "green", "blue sky", "red"));
        Random random = new Random(3);

        for (int i = 0; i < 20; i++) {
            // When
            Collections.shuffle(answers, random);
            Agreement agreement = Agreement.of(answers);

            // Then
            assertThat(answers.get(agreement.chosen())).isEqualTo("blue");
        }
    }

    @Test
    void longAnswersTakeNoLongTime() {
        // Given
        String lawn = "The quick brown fox, 12 years old, jumps over 3 lazy dogs. ".repeat(20_000);
        String hostile = "a".repeat(1_000_000);
        String numbers = "1,".repeat(500_000);
        long start = System.nanoTime();

        // When
        Agreement agreement = agreement(lawn, hostile, numbers, lawn + "x", hostile + "b", "[".repeat(100_000));

        // Then
        assertThat(agreement.chosen()).isNotNegative();
        assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
    }

    private static String text(Random random, List<String> pieces) {
        StringBuilder text = new StringBuilder();
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            text.append(pieces.get(random.nextInt(pieces.size()))).append(' ');
        }
        return text.toString();
    }

    private static Agreement agreement(@Nullable String... answers) {
        return Agreement.of(Arrays.asList(answers));
    }
}
