package dev.fairlead.router.decision;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a prompt shows of its purpose, as named features with weights: its words, pairs of words and beginnings of words;
 * the points that it scores in the {@link Vocabulary}; the {@link PromptSigns}. What people want stands at the beginning
 * or the end of what they write, so the first and the last words count fully, and what lies between, which mostly is
 * material that they want something done with, counts little.
 */
final class PromptFeatures {

    private static final float FULL = 1f;
    private static final float MIDDLE = 0.25f;
    private static final float ASIDE = 0.3f;
    private static final float PAIR = 0.8f;
    private static final float STEM = 0.7f;
    private static final float SIGN = 0.4f;
    private static final float POINT = 0.35f;
    private static final float LEADER = 0.4f;

    private static final int FIRST_WORDS = 40;
    private static final int LAST_WORDS = 25;
    private static final int ASIDE_WORDS = 60;
    private static final int STEM_LENGTH = 5;

    private final Map<String, Float> weights = new LinkedHashMap<>();
    private final Vocabulary vocabulary;
    private final Noise noise;

    private PromptFeatures(Vocabulary vocabulary, Noise noise) {
        this.vocabulary = vocabulary;
        this.noise = noise;
    }

    /**
     * The features of a prompt.
     *
     * @param system counts little; null if there is none
     */
    static Map<String, Float> of(PromptText prompt, @Nullable String system, Vocabulary vocabulary, Noise noise) {
        PromptFeatures features = new PromptFeatures(vocabulary, noise);
        List<String> words = Words.of(prompt.prose());
        int size = words.size();
        words.removeIf(word -> noise.hidesWord(size));
        List<String> aside = first(Words.of(prompt.code()), ASIDE_WORDS);
        List<String> role = system == null ? List.of() : first(Words.of(system), ASIDE_WORDS);
        features.addWords(words, aside, role);
        features.addSigns(PromptSigns.of(prompt, size));
        features.addPoints(words, role);
        return Collections.unmodifiableMap(features.weights);
    }

    private static List<String> first(List<String> words, int count) {
        return words.subList(0, Math.min(count, words.size()));
    }

    /** Where the words between the first and the last ones end; no less than where they begin. */
    private static int endOfMiddle(List<String> words) {
        return Math.max(Math.min(FIRST_WORDS, words.size()), words.size() - LAST_WORDS);
    }

    private void addWords(List<String> words, List<String> aside, List<String> role) {
        int middle = Math.min(FIRST_WORDS, words.size());
        int last = endOfMiddle(words);
        addWords(words.subList(0, middle), FULL);
        addWords(words.subList(middle, last), MIDDLE);
        addWords(words.subList(last, words.size()), FULL);
        addWords(aside, ASIDE);
        addWords(role, ASIDE);
        if (!words.isEmpty()) {
            add("^" + words.getFirst(), FULL);
        }
        if (words.size() > 1) {
            add("^" + words.get(0) + ' ' + words.get(1), FULL);
        }
        normalise();
    }

    private void addWords(List<String> words, float weight) {
        String previous = null;
        for (String word : words) {
            add(word, weight);
            if (word.length() > STEM_LENGTH) {
                add(word.substring(0, STEM_LENGTH) + '~', weight * STEM);
            }
            if (previous != null) {
                add(previous + ' ' + word, weight * PAIR);
            }
            previous = word;
        }
    }

    /** Long prompts shall not outweigh what else is known of them: the words' squares add up to 1. */
    private void normalise() {
        double squares = 0;
        for (float weight : weights.values()) {
            squares += weight * weight;
        }
        float norm = (float) Math.sqrt(squares);
        weights.replaceAll((feature, weight) -> weight / norm);
    }

    private void addSigns(List<String> signs) {
        for (String sign : signs) {
            add(sign, SIGN);
        }
    }

    private void addPoints(List<String> words, List<String> role) {
        int last = endOfMiddle(words);
        List<String> telling = new ArrayList<>(first(words, FIRST_WORDS));
        telling.addAll(words.subList(last, words.size()));
        Map<Task, Float> points = vocabulary.points(telling, noise);
        List<String> middle = words.subList(Math.min(FIRST_WORDS, last), last);
        vocabulary
                .points(middle, noise)
                .forEach((task, p) -> points.merge(task, MIDDLE * (float) Math.sqrt(p), Float::sum));
        vocabulary.points(role, noise).forEach((task, p) -> points.merge(task, ASIDE * p, Float::sum));
        float most = points.isEmpty() ? 0 : Collections.max(points.values());
        points.forEach((task, p) -> {
            add("#" + task.id(), POINT * (float) (Math.log1p(p) / Math.log(2)));
            if (p >= most) {
                add("##" + task.id(), LEADER);
            }
        });
    }

    /** A feature that is there several times counts once, with its greatest weight. */
    private void add(String feature, float weight) {
        weights.merge(feature, weight, Math::max);
    }
}
