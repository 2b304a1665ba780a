package dev.fairlead.edge.consensus;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.platform.json.FairleadJson;
import org.jspecify.annotations.Nullable;

/**
 * An answer in the forms in which it can be compared with another.
 *
 * @param plain without markup, in lower case, white space as single spaces, no full stop at its end
 * @param json what it is as JSON, with or without a fence around it; null if it is no object or array
 * @param number the number that it comes to; null if it comes to none
 * @param verdict whether it begins with a yes or a no; null if with neither
 * @param words all of its words
 * @param trigrams how often each three characters follow each other
 */
record AnswerText(
        String plain,
        @Nullable JsonNode json,
        @Nullable BigDecimal number,
        @Nullable Boolean verdict,
        Set<String> words,
        Map<String, Integer> trigrams) {

    /** What comes after is not compared word by word; of a long answer this is plenty. */
    private static final int COMPARED_CHARACTERS = 16_000;

    private static final int SHORT_CHARACTERS = 60;
    private static final int GRAM = 3;
    private static final int MAX_DIGITS = 40;

    private static final Pattern FENCED =
            Pattern.compile("\\A\\s*```[a-zA-Z]*\\s*\\n(.*?)\\n?```\\s*\\z", Pattern.DOTALL);
    private static final Pattern MARKUP = Pattern.compile("[*_`#>]+");
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern END = Pattern.compile("[\\s.!]+\\z");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
    private static final String NUMBER = "([-+\u2212]?\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|[-+\u2212]?\\d+(?:\\.\\d+)?)";

    /** All that a short answer says is a number, with a unit at most. */
    private static final Pattern ONLY_NUMBER = Pattern.compile(
            "\\A[^\\d\\p{L}+\\-\u2212]{0,3}" + NUMBER + "\\s?(?:[%\u00b0$\u20ac\u00a3]|[\\p{L}/]{1,12}\\d?)?\\z");

    /** Where an answer in words says what it comes to. */
    private static final Pattern CONCLUSION = Pattern.compile(
            "(?:\\\\boxed\\{|#### ?|(?:answer|result|total|antwort|ergebnis|r\u00e9ponse|r\u00e9sultat|respuesta|resultado)"
                    + "(?: is| ist| est| es)?:? ?)[$\u20ac\u00a3]? ?" + NUMBER);

    private static final Pattern YES = Pattern.compile("\\A(?:yes|true|ja|oui|s\u00ed|correct)\\b.*", Pattern.DOTALL);
    private static final Pattern NO = Pattern.compile("\\A(?:no|false|nein|non|incorrect)\\b.*", Pattern.DOTALL);

    static AnswerText of(String answer) {
        Matcher fence = FENCED.matcher(answer);
        String inner = fence.matches() ? fence.group(1) : answer;
        String plain = plain(inner);
        String compared = plain.substring(0, Math.min(plain.length(), COMPARED_CHARACTERS));
        return new AnswerText(plain, json(inner), number(plain), verdict(plain), words(compared), trigrams(compared));
    }

    private static String plain(String text) {
        String lower = MARKUP.matcher(text).replaceAll("").toLowerCase(Locale.ROOT);
        return END.matcher(SPACE.matcher(lower).replaceAll(" ").strip()).replaceAll("");
    }

    private static @Nullable JsonNode json(String text) {
        String stripped = text.strip();
        if (!stripped.startsWith("{") && !stripped.startsWith("[")) {
            return null;
        }
        try {
            return FairleadJson.mapper().readTree(stripped);
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable BigDecimal number(String plain) {
        if (plain.length() <= SHORT_CHARACTERS) {
            Matcher only = ONLY_NUMBER.matcher(plain);
            if (only.matches()) {
                return decimal(only.group(1));
            }
        }
        BigDecimal last = null;
        Matcher conclusion = CONCLUSION.matcher(plain);
        while (conclusion.find()) {
            last = decimal(conclusion.group(1));
        }
        return last;
    }

    private static @Nullable BigDecimal decimal(String digits) {
        return digits.length() > MAX_DIGITS
                ? null
                : new BigDecimal(digits.replace(",", "").replace('\u2212', '-'));
    }

    private static @Nullable Boolean verdict(String plain) {
        return YES.matcher(plain).matches() ? Boolean.TRUE : NO.matcher(plain).matches() ? Boolean.FALSE : null;
    }

    private static Set<String> words(String plain) {
        Set<String> words = new HashSet<>();
        Matcher matcher = WORD.matcher(plain);
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }

    private static Map<String, Integer> trigrams(String plain) {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i + GRAM <= plain.length(); i++) {
            counts.merge(plain.substring(i, i + GRAM), 1, Integer::sum);
        }
        return counts;
    }
}
