package dev.fairlead.edge.consensus;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What several answers to one question agree on: the one that is most like all others (their medoid), and of answers
 * that are equally so the earliest.
 *
 * @param chosen its place; -1 if there is no answer
 * @param confidence the mean similarity of all who were asked to the chosen one, which itself counts as 1 and a missing
 *     answer as 0
 * @param agreement the share of those who were asked whose answer is alike, the chosen one included
 * @param similarities of each answer to the chosen one; 0 for a missing one
 */
record Agreement(int chosen, double confidence, double agreement, List<Double> similarities) {

    /** Answers that are at least so similar count as alike. */
    static final double ALIKE = 0.8;

    Agreement {
        similarities = List.copyOf(similarities);
    }

    /**
     * Compares answers.
     *
     * @param answers one for each who was asked; null where there is none
     */
    static Agreement of(List<@Nullable String> answers) {
        List<@Nullable AnswerText> texts = new ArrayList<>(answers.size());
        for (String answer : answers) {
            texts.add(answer == null ? null : AnswerText.of(answer));
        }
        double[][] similar = matrix(texts);
        int chosen = -1;
        for (int i = 0; i < similar.length; i++) {
            if (texts.get(i) != null && (chosen < 0 || sum(similar[i]) > sum(similar[chosen]))) {
                chosen = i;
            }
        }
        return chosen < 0 ? new Agreement(-1, 0, 0, zeros(answers.size())) : of(chosen, similar[chosen]);
    }

    private static Agreement of(int chosen, double[] similar) {
        List<Double> similarities = new ArrayList<>(similar.length);
        int alike = 0;
        for (double similarity : similar) {
            similarities.add(rounded(similarity));
            alike += similarity >= ALIKE ? 1 : 0;
        }
        return new Agreement(
                chosen, rounded(sum(similar) / similar.length), rounded((double) alike / similar.length), similarities);
    }

    private static double[][] matrix(List<@Nullable AnswerText> texts) {
        int size = texts.size();
        double[][] similar = new double[size][size];
        for (int i = 0; i < size; i++) {
            AnswerText one = texts.get(i);
            for (int j = i; j < size; j++) {
                AnswerText other = texts.get(j);
                if (one != null && other != null) {
                    similar[i][j] = i == j ? 1 : Similarity.of(one, other);
                    similar[j][i] = similar[i][j];
                }
            }
        }
        return similar;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    private static List<Double> zeros(int size) {
        return new ArrayList<>(Collections.nCopies(size, 0.0));
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
