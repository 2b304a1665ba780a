package dev.fairlead.router.decision;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.fairlead.contracts.decision.PromptQuestion;

/**
 * How much it takes to answer a prompt, from 0 (anybody can) to 1: a sum of parts, each with a bound of its own. See
 * {@code docs/tasks.md} for the table.
 */
final class Difficulty {

    private static final double LENGTH = 0.25;
    private static final double TOKENS_OF_NO_LENGTH = 200;
    private static final double DOUBLINGS_TO_FULL_LENGTH = 8;
    private static final double CODE = 0.1;
    private static final double TOOLS = 0.1;
    private static final double NUMBERS = 0.05;
    private static final int MANY_NUMBERS = 3;

    private static final Pattern STEPS = Pattern.compile("(?m)^\\s{0,8}(?:\\d{1,2}[.)]|[-*\u2022])\\s|\\?");

    private static final Set<String> CONSTRAINTS = Set.of(
            "must",
            "exactly",
            "least",
            "most",
            "without",
            "only",
            "ensure",
            "constraint",
            "constraints",
            "requirement",
            "requirements",
            "never",
            "always",
            "avoid",
            "muss",
            "mussen",
            "mindestens",
            "hochstens",
            "genau",
            "ohne",
            "nur",
            "doit",
            "doivent",
            "moins",
            "sans",
            "seulement",
            "exactement",
            "debe",
            "deben",
            "menos",
            "sin",
            "solo",
            "exactamente");
    private static final Set<String> SEQUENCE = Set.of(
            "first",
            "second",
            "then",
            "finally",
            "afterwards",
            "step",
            "steps",
            "zuerst",
            "dann",
            "schliesslich",
            "schritt",
            "schritte",
            "abord",
            "ensuite",
            "puis",
            "enfin",
            "etape",
            "etapes",
            "primero",
            "luego",
            "despues",
            "finalmente",
            "paso",
            "pasos");
    private static final Set<String> DEPTH = Set.of(
            "prove",
            "proof",
            "derive",
            "optimize",
            "optimise",
            "optimal",
            "complexity",
            "architecture",
            "concurrency",
            "concurrent",
            "distributed",
            "scalable",
            "rigorous",
            "analyze",
            "analyse",
            "evaluate",
            "compare",
            "tradeoff",
            "tradeoffs",
            "comprehensive",
            "detailed",
            "thorough",
            "design",
            "strategy",
            "beweise",
            "optimiere",
            "komplexitat",
            "analysiere",
            "vergleiche",
            "ausfuhrlich",
            "demontre",
            "complexite",
            "detaille",
            "demuestra",
            "optimiza",
            "complejidad",
            "analiza",
            "compara",
            "detallado");

    private Difficulty() {}

    static double of(PromptQuestion question, PromptText prompt, Task task) {
        List<String> words = Words.of(prompt.prose());
        Set<String> distinct = new HashSet<>(words);
        long numbers = words.stream().filter(Words.NUMBER::equals).count();
        double sum = ofTask(task)
                + length(question.promptTokens())
                + part(count(distinct, CONSTRAINTS), 0.04, 0.2)
                + part(count(distinct, SEQUENCE) + steps(prompt.prose()), 0.05, 0.2)
                + part(count(distinct, DEPTH), 0.06, 0.18)
                + (PromptSigns.showsCode(prompt) ? CODE : 0)
                + (numbers >= MANY_NUMBERS ? NUMBERS : 0)
                + (question.offersTools() ? TOOLS : 0);
        return Math.round(Math.min(1, sum) * 100) / 100.0;
    }

    /** What is asked of a model even by a short prompt. */
    private static double ofTask(Task task) {
        return switch (task) {
            case ROLEPLAY, QUESTION_ANSWERING -> 0.05;
            case TRANSLATION, SUMMARIZATION, EXTRACTION, WRITING, MARKETING -> 0.1;
            case CREATIVE_WRITING, FINANCE, SCIENCE -> 0.2;
            case PROGRAMMING, DATA, MEDICAL -> 0.25;
            case DEBUGGING, MATHEMATICS, REASONING, LEGAL -> 0.3;
        };
    }

    /** Each doubling counts alike. */
    private static double length(long promptTokens) {
        double doublings = Math.log(Math.max(1, promptTokens / TOKENS_OF_NO_LENGTH)) / Math.log(2);
        return LENGTH * Math.min(1, doublings / DOUBLINGS_TO_FULL_LENGTH);
    }

    /** Points of lists and questions; the first is no sign of several steps. */
    private static long steps(String prose) {
        Matcher matcher = STEPS.matcher(prose);
        long found = 0;
        while (matcher.find()) {
            found++;
        }
        return Math.max(0, found - 1);
    }

    private static double part(long count, double each, double most) {
        return Math.min(most, count * each);
    }

    private static long count(Set<String> words, Set<String> wanted) {
        return wanted.stream().filter(words::contains).count();
    }
}
