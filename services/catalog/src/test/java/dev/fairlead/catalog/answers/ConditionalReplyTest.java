package dev.fairlead.catalog.answers;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ConditionalReplyTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            "a"             | true
            W/"a"           | true
            "b", "a"        | true
            "b" , W/"a"     | true
            *               | true
            "b"             | false
            a               | false
            "A"             | false
            w/"a"           | false
            ''              | false
            """)
    void tagIsKnownIfAnyOfTheListIsIt(String header, boolean known) {
        assertThat(ConditionalReply.isKnown(header, "\"a\"")).isEqualTo(known);
    }

    @Test
    void withoutTheHeaderNothingIsKnown() {
        assertThat(ConditionalReply.isKnown(null, "\"a\"")).isFalse();
    }
}
