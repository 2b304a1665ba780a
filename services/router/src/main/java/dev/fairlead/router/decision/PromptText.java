package dev.fairlead.router.decision;

/**
 * A prompt, cut into what its author says and the code that stands in it between fences. Of a long one only the
 * beginning and the end are looked at.
 *
 * @param prose all that stands outside of fences
 * @param code all that stands inside
 * @param fenced whether there is a fence
 */
record PromptText(String prose, String code, boolean fenced) {

    private static final String FENCE = "```";
    private static final int BEGINNING = 2_000;
    private static final int END = 1_000;

    static PromptText of(String text) {
        if (!text.contains(FENCE)) {
            return new PromptText(shortened(text), "", false);
        }
        StringBuilder prose = new StringBuilder(text.length());
        StringBuilder code = new StringBuilder(text.length());
        boolean inside = false;
        int from = 0;
        for (int fence = text.indexOf(FENCE); fence >= 0; fence = text.indexOf(FENCE, from)) {
            (inside ? code : prose).append(text, from, fence).append('\n');
            inside = !inside;
            from = fence + FENCE.length();
        }
        (inside ? code : prose).append(text, from, text.length());
        return new PromptText(shortened(prose.toString()), shortened(code.toString()), true);
    }

    private static String shortened(String text) {
        return text.length() <= BEGINNING + END
                ? text
                : text.substring(0, BEGINNING) + '\n' + text.substring(text.length() - END);
    }
}
