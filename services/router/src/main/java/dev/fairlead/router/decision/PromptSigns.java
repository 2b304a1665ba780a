package dev.fairlead.router.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Signs of a prompt's purpose that lie in its form and not in its words. */
final class PromptSigns {

    private static final int FEW_WORDS = 4;
    private static final int SEARCHED_CHARACTERS = 1_500;

    /** Repetitions are bounded, so that the time for each is in proportion to the text. */
    private record Sign(String name, Pattern pattern) {
        Sign(String name, String pattern) {
            this(name, Pattern.compile(pattern));
        }
    }

    private static final Sign TRACE = new Sign(
            "!trace",
            "\\bat [\\w$.]{3,80}\\([\\w.: ]{0,60}\\)|Traceback|goroutine \\d|\\w(?:Error|Exception)\\b"
                    + "|\\b(?:error|fatal|panic|Error|ERROR)(?:\\[\\w{1,20}])?:|core dumped");
    private static final Sign CODE = new Sign(
            "!code",
            "[;{]\\s{0,9}(?:\\n|$)|\\w\\(\\w{0,20}\\);|=>|\\bdef \\w{1,40}\\(|</\\w{1,20}>|#include|\\w\\[\\w]|\\w\\(\\)");
    private static final List<Sign> SIGNS = List.of(
            TRACE,
            CODE,
            new Sign("!sql", "\\b(?:SELECT|INSERT|UPDATE|DELETE|ALTER|CREATE TABLE|WHERE|JOIN|GROUP BY|ORDER BY)\\b"),
            new Sign(
                    "!formula",
                    "[a-z0-9)]\\s?\\^\\s?[({\\w-]|\\d\\s?[*+/=]\\s?\\d|\\b[a-z]\\s?[=+<>-]\\s?\\d"
                            + "|\\d[a-z]\\s?[+=-]|\\\\(?:int|frac|sum|sqrt)|[a-z]\\([a-z]\\)\\s?="),
            new Sign(
                    "!record",
                    "\\{\\s?\"|\\bJSON\\b|\\bjson\\b|,[^,\\n]{1,20},[^,\\n]{1,20}\\n|\\b\\d{4}-\\d\\d-\\d\\d"),
            new Sign(
                    "!money", "[$\u20ac\u00a3]\\s?\\d|\\d\\s?(?:[$\u20ac\u00a3%]|euros?\\b|dollars?\\b)|\\d[.,]000\\b"),
            new Sign("!quoted", "[\"\u201c\u201e\u00ab][^\"\u201c\u201d\u00bb]{2,400}[\"\u201d\u201c\u00bb]"),
            new Sign("!stage", "\\*[a-zA-Z ]{4,60}\\*"),
            new Sign("!colon", ":\\s{1,3}\\S{1,40} \\S{1,40} \\S"));

    private PromptSigns() {}

    /** The names of the signs that a prompt shows. */
    static List<String> of(PromptText prompt, int words) {
        List<String> signs = new ArrayList<>();
        String searched = searched(prompt);
        for (Sign sign : SIGNS) {
            if (sign.pattern().matcher(searched).find()) {
                signs.add(sign.name());
            }
        }
        if (prompt.fenced()) {
            signs.add("!fence");
        }
        if (prompt.prose().stripTrailing().endsWith("?")) {
            signs.add("!question");
        }
        if (words <= FEW_WORDS) {
            signs.add("!few");
        }
        return signs;
    }

    /** Whether there is code in it, or the trace of a failure. */
    static boolean showsCode(PromptText prompt) {
        String searched = searched(prompt);
        return prompt.fenced()
                || CODE.pattern().matcher(searched).find()
                || TRACE.pattern().matcher(searched).find();
    }

    private static String searched(PromptText prompt) {
        String whole = prompt.prose() + '\n' + prompt.code();
        return whole.substring(0, Math.min(whole.length(), SEARCHED_CHARACTERS));
    }
}
