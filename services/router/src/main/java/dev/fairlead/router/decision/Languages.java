package dev.fairlead.router.decision;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.Character.UnicodeScript;
import java.util.EnumMap;
import java.util.Map;

import io.quarkus.runtime.annotations.RegisterForReflection;
import opennlp.tools.langdetect.Language;
import opennlp.tools.langdetect.LanguageDetectorFactory;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;
import org.jspecify.annotations.Nullable;

/**
 * Tells in which language a text is. Some scripts belong to one language; for the others Apache OpenNLP's detector is
 * asked, of whose 103 languages those count that people write prompts in. Immutable and thread-safe.
 */
@RegisterForReflection(targets = LanguageDetectorFactory.class)
final class Languages {

    private static final String MODEL = "/langdetect-183.bin";
    private static final int ENOUGH_CHARACTERS = 600;
    private static final int LEAST_LETTERS = 10;
    private static final int LEAST_IDEOGRAPHS = 2;

    private static final Map<UnicodeScript, String> BY_SCRIPT = Map.ofEntries(
            Map.entry(UnicodeScript.HANGUL, "ko"),
            Map.entry(UnicodeScript.GREEK, "el"),
            Map.entry(UnicodeScript.HEBREW, "he"),
            Map.entry(UnicodeScript.THAI, "th"),
            Map.entry(UnicodeScript.GEORGIAN, "ka"),
            Map.entry(UnicodeScript.ARMENIAN, "hy"),
            Map.entry(UnicodeScript.TAMIL, "ta"),
            Map.entry(UnicodeScript.TELUGU, "te"),
            Map.entry(UnicodeScript.BENGALI, "bn"),
            Map.entry(UnicodeScript.GUJARATI, "gu"),
            Map.entry(UnicodeScript.KANNADA, "kn"),
            Map.entry(UnicodeScript.MALAYALAM, "ml"),
            Map.entry(UnicodeScript.GURMUKHI, "pa"));

    private static final Map<String, String> LATIN = Map.ofEntries(
            Map.entry("eng", "en"),
            Map.entry("deu", "de"),
            Map.entry("fra", "fr"),
            Map.entry("spa", "es"),
            Map.entry("ita", "it"),
            Map.entry("por", "pt"),
            Map.entry("nld", "nl"),
            Map.entry("swe", "sv"),
            Map.entry("dan", "da"),
            Map.entry("nob", "no"),
            Map.entry("fin", "fi"),
            Map.entry("pol", "pl"),
            Map.entry("ces", "cs"),
            Map.entry("slk", "sk"),
            Map.entry("slv", "sl"),
            Map.entry("hrv", "hr"),
            Map.entry("hun", "hu"),
            Map.entry("ron", "ro"),
            Map.entry("tur", "tr"),
            Map.entry("vie", "vi"),
            Map.entry("ind", "id"),
            Map.entry("cat", "ca"),
            Map.entry("est", "et"),
            Map.entry("lav", "lv"),
            Map.entry("lit", "lt"));
    private static final Map<String, String> CYRILLIC = Map.of("rus", "ru", "ukr", "uk", "bul", "bg", "srp", "sr");
    private static final Map<String, String> ARABIC = Map.of("ara", "ar", "pes", "fa", "urd", "ur");
    private static final Map<String, String> DEVANAGARI = Map.of("hin", "hi", "mar", "mr", "nep", "ne");

    private final LanguageDetectorME detector;

    private Languages(LanguageDetectorME detector) {
        this.detector = detector;
    }

    /** Loads the detector's model, which takes about half a second and 35 MB. */
    static Languages load() {
        try (InputStream in = Languages.class.getResourceAsStream(MODEL)) {
            if (in == null) {
                throw new IllegalStateException("there is no " + MODEL);
            }
            return new Languages(new LanguageDetectorME(new LanguageDetectorModel(in)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The ISO 639-1 code of the language that most of a text is in; null if it is too short to tell. */
    @Nullable
    String of(String text) {
        String some = text.substring(0, Math.min(text.length(), ENOUGH_CHARACTERS));
        Map<UnicodeScript, Integer> scripts = scripts(some);
        int kana = scripts.getOrDefault(UnicodeScript.HIRAGANA, 0) + scripts.getOrDefault(UnicodeScript.KATAKANA, 0);
        int han = scripts.getOrDefault(UnicodeScript.HAN, 0);
        UnicodeScript script = UnicodeScript.COMMON;
        int letters = 0;
        for (Map.Entry<UnicodeScript, Integer> entry : scripts.entrySet()) {
            if (entry.getValue() > letters) {
                script = entry.getKey();
                letters = entry.getValue();
            }
        }
        // An ideograph says as much as several letters.
        if ((kana + han) * 2 > letters && kana + han >= LEAST_IDEOGRAPHS) {
            return kana > 0 ? "ja" : "zh";
        }
        String known = BY_SCRIPT.get(script);
        if (known != null) {
            return letters >= LEAST_IDEOGRAPHS ? known : null;
        }
        return letters < LEAST_LETTERS ? null : detect(some, among(script));
    }

    private static Map<UnicodeScript, Integer> scripts(String text) {
        Map<UnicodeScript, Integer> scripts = new EnumMap<>(UnicodeScript.class);
        text.codePoints()
                .filter(Character::isLetter)
                .forEach(letter -> scripts.merge(UnicodeScript.of(letter), 1, Integer::sum));
        return scripts;
    }

    private static Map<String, String> among(UnicodeScript script) {
        return switch (script) {
            case LATIN -> LATIN;
            case CYRILLIC -> CYRILLIC;
            case ARABIC -> ARABIC;
            case DEVANAGARI -> DEVANAGARI;
            default -> Map.of();
        };
    }

    private @Nullable String detect(String text, Map<String, String> among) {
        if (among.isEmpty()) {
            return null;
        }
        // The likeliest comes first.
        for (Language language : detector.predictLanguages(text)) {
            String code = among.get(language.getLang());
            if (code != null) {
                return code;
            }
        }
        return null;
    }
}
