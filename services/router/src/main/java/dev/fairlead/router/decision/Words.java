package dev.fairlead.router.decision;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Text as words: in lower case, without accents, each number as {@link #NUMBER}, each ideograph for itself. */
final class Words {

    static final String NUMBER = "0";

    private static final Pattern MARKS = Pattern.compile("\\p{Mn}+");

    private Words() {}

    static List<String> of(String text) {
        String plain = fold(text);
        List<String> words = new ArrayList<>();
        int start = -1;
        int length = plain.length();
        for (int i = 0; i <= length; i++) {
            char c = i < length ? plain.charAt(i) : ' ';
            boolean alone = isIdeograph(c);
            if (Character.isLetterOrDigit(c) && !alone) {
                start = start < 0 ? i : start;
                continue;
            }
            if (start >= 0) {
                words.add(Character.isDigit(plain.charAt(start)) ? NUMBER : plain.substring(start, i));
                start = -1;
            }
            if (alone) {
                words.add(String.valueOf(c));
            }
        }
        return words;
    }

    /** Chinese characters and kana stand without spaces. */
    private static boolean isIdeograph(char c) {
        return c >= '\u3040' && c <= '\u9FFF' && Character.isLetter(c);
    }

    private static String fold(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (int i = 0; i < lower.length(); i++) {
            if (lower.charAt(i) > 0x7F) {
                return MARKS.matcher(Normalizer.normalize(lower, Normalizer.Form.NFD))
                        .replaceAll("")
                        .replace("\u00df", "ss");
            }
        }
        return lower;
    }
}
