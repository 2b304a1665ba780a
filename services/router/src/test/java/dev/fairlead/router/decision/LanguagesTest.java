package dev.fairlead.router.decision;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class LanguagesTest {

    private static final Languages LANGUAGES = Languages.load();

    private static final Map<String, List<String>> SENTENCES = Map.ofEntries(
            Map.entry(
                    "en",
                    List.of(
                            "Please write a short letter to my landlord about the broken window.",
                            "How many people live in this town?",
                            "Explain why the sky is blue in simple words.")),
            Map.entry(
                    "de",
                    List.of(
                            "Bitte schreibe einen kurzen Brief an meinen Vermieter.",
                            "Wie viele Menschen leben in dieser Stadt?",
                            "Erkläre mir, warum der Himmel blau ist.")),
            Map.entry(
                    "fr",
                    List.of(
                            "Écris une courte lettre à mon propriétaire, s'il te plaît.",
                            "Combien de personnes habitent dans cette ville ?",
                            "Explique pourquoi le ciel est bleu.")),
            Map.entry(
                    "es",
                    List.of(
                            "Escribe una carta corta a mi casero, por favor.",
                            "¿Cuántas personas viven en esta ciudad?",
                            "Explica por qué el cielo es azul.")),
            Map.entry(
                    "it",
                    List.of(
                            "Scrivi una breve lettera al mio padrone di casa.",
                            "Quante persone vivono in questa città?",
                            "Spiegami perché il cielo è blu.")),
            Map.entry(
                    "pt",
                    List.of(
                            "Escreva uma carta curta para o meu senhorio, por favor.",
                            "Quantas pessoas vivem nesta cidade?",
                            "Explique por que o céu é azul e não verde.")),
            Map.entry(
                    "nl",
                    List.of(
                            "Schrijf een korte brief aan mijn huisbaas.",
                            "Hoeveel mensen wonen er in deze stad?",
                            "Leg uit waarom de lucht blauw is.")),
            Map.entry(
                    "sv",
                    List.of(
                            "Skriv ett kort brev till min hyresvärd.",
                            "Hur många människor bor i den här staden?",
                            "Förklara varför himlen är blå.")),
            Map.entry(
                    "da",
                    List.of(
                            "Skriv et kort brev til min udlejer om det ødelagte vindue.",
                            "Hvor mange mennesker bor der i denne by?",
                            "Forklar, hvorfor himlen er blå.")),
            Map.entry(
                    "fi",
                    List.of(
                            "Kirjoita lyhyt kirje vuokranantajalleni.",
                            "Kuinka monta ihmistä asuu tässä kaupungissa?",
                            "Selitä, miksi taivas on sininen.")),
            Map.entry(
                    "pl",
                    List.of(
                            "Napisz krótki list do mojego gospodarza.",
                            "Ile osób mieszka w tym mieście?",
                            "Wyjaśnij, dlaczego niebo jest niebieskie.")),
            Map.entry(
                    "cs",
                    List.of(
                            "Napiš krátký dopis mému pronajímateli.",
                            "Kolik lidí žije v tomto městě?",
                            "Vysvětli, proč je obloha modrá.")),
            Map.entry(
                    "hu",
                    List.of(
                            "Írj egy rövid levelet a főbérlőmnek.",
                            "Hány ember él ebben a városban?",
                            "Magyarázd el, miért kék az ég.")),
            Map.entry(
                    "ro",
                    List.of(
                            "Scrie o scrisoare scurtă proprietarului meu.",
                            "Câți oameni trăiesc în acest oraș?",
                            "Explică de ce cerul este albastru.")),
            Map.entry(
                    "tr",
                    List.of(
                            "Ev sahibime kısa bir mektup yaz.",
                            "Bu şehirde kaç kişi yaşıyor?",
                            "Gökyüzünün neden mavi olduğunu açıkla.")),
            Map.entry(
                    "vi",
                    List.of(
                            "Viết một bức thư ngắn cho chủ nhà của tôi.",
                            "Có bao nhiêu người sống ở thành phố này?",
                            "Giải thích tại sao bầu trời có màu xanh.")),
            Map.entry(
                    "ru",
                    List.of(
                            "Напиши короткое письмо моему арендодателю.",
                            "Сколько людей живёт в этом городе?",
                            "Объясни, почему небо голубое.")),
            Map.entry(
                    "uk",
                    List.of(
                            "Напиши короткого листа моєму орендодавцю.",
                            "Скільки людей живе в цьому місті?",
                            "Поясни, чому небо блакитне.")),
            Map.entry(
                    "bg",
                    List.of(
                            "Напиши кратко писмо до моя хазяин.",
                            "Колко души живеят в този град?",
                            "Обясни защо небето е синьо.")),
            Map.entry(
                    "el",
                    List.of(
                            "Γράψε ένα σύντομο γράμμα στον ιδιοκτήτη μου.",
                            "Πόσοι άνθρωποι ζουν σε αυτή την πόλη;",
                            "Εξήγησε γιατί ο ουρανός είναι μπλε.")),
            Map.entry(
                    "he",
                    List.of("כתוב מכתב קצר לבעל הדירה שלי.", "כמה אנשים גרים בעיר הזאת?", "הסבר למה השמיים כחולים.")),
            Map.entry(
                    "ar",
                    List.of(
                            "اكتب رسالة قصيرة إلى مالك المنزل.",
                            "كم عدد الأشخاص الذين يعيشون في هذه المدينة؟",
                            "اشرح لماذا السماء زرقاء.")),
            Map.entry(
                    "hi",
                    List.of(
                            "मेरे मकान मालिक को एक छोटा पत्र लिखो।",
                            "इस शहर में कितने लोग रहते हैं?",
                            "समझाइए कि आसमान नीला क्यों है।")),
            Map.entry("zh", List.of("请给我的房东写一封短信。", "这个城市有多少人？", "解释为什么天空是蓝色的。")),
            Map.entry("ja", List.of("大家さんに短い手紙を書いてください。", "この町には何人住んでいますか？", "空がなぜ青いのか説明してください。")),
            Map.entry("ko", List.of("집주인에게 짧은 편지를 써 주세요.", "이 도시에는 몇 명이 살고 있나요?", "하늘이 왜 파란지 설명해 주세요.")),
            Map.entry(
                    "th",
                    List.of(
                            "เขียนจดหมายสั้นๆ ถึงเจ้าของบ้าน",
                            "มีคนกี่คนอาศัยอยู่ในเมืองนี้",
                            "อธิบายว่าทำไมท้องฟ้าถึงเป็นสีฟ้า")));

    @Test
    void tellsTheLanguageOfNineteenInTwentyShortSentences() {
        // When
        Map<String, String> wrong = new TreeMap<>();
        SENTENCES.forEach((language, sentences) -> sentences.forEach(sentence -> {
            String told = LANGUAGES.of(sentence);
            if (!language.equals(told)) {
                wrong.put(language + ": " + sentence, String.valueOf(told));
            }
        }));

        // Then
        assertThat(SENTENCES).hasSizeGreaterThanOrEqualTo(20);
        assertThat(wrong)
                .as("of %d sentences", SENTENCES.size() * 3)
                .hasSizeLessThanOrEqualTo(SENTENCES.size() * 3 / 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ok", "12345 + 67890 = ?", "😀😀😀😀😀😀", "a b c", "字", "\ud800"})
    void doesNotGuessWhatIsTooShort(String text) {
        assertThat(LANGUAGES.of(text)).isNull();
    }

    @Test
    void goesByWhatMostOfATextIsIn() {
        assertThat(LANGUAGES.of("Übersetze bitte den Satz \"good morning\" in eine andere Sprache deiner Wahl."))
                .isEqualTo("de");
        assertThat(LANGUAGES.of("「Hello」を日本語に翻訳してください。お願いします。")).isEqualTo("ja");
    }
}
