package dev.fairlead.catalog.registration;

import java.util.regex.Pattern;

/**
 * What a text has to look like.
 *
 * @param pattern matches all of it
 * @param expectation what is expected, to go behind a field's name
 */
record Format(Pattern pattern, String expectation) {

    static Format of(String regularExpression, String expectation) {
        return new Format(Pattern.compile(regularExpression), expectation);
    }
}
