package dev.fairlead.catalog.registration;

/** What the texts of an entry have to look like; bounded, and without control characters. */
final class Formats {

    static final Format SLUG = Format.of(
            "[a-z0-9][a-z0-9-]{0,62}", "must be 1 to 63 lower-case letters, digits and hyphens, no hyphen first");
    static final Format ORGANISATION = SLUG;
    static final Format MODEL_SLUG =
            Format.of("[a-z0-9][a-z0-9._-]{0,99}", "must be 1 to 100 lower-case letters, digits, '.', '_' and '-'");
    static final Format MODEL_ID =
            Format.of("[a-z0-9][a-z0-9._-]{0,99}/[a-z0-9][a-z0-9._-]{0,99}", "must be the id of a model: author/slug");
    static final Format ALIAS = Format.of(
            "[a-z0-9][a-z0-9._/@+-]{0,149}", "must be lower-case letters, digits, '.', '_', '-', '/', '@' and '+'");
    static final Format NAME = Format.of(
            "[^\\p{Cntrl}\\s](?:[^\\p{Cntrl}]{0,198}[^\\p{Cntrl}\\s])?",
            "must be text of 1 to 200 characters, no control characters, no spaces around it");
    static final Format DESCRIPTION =
            Format.of("[^\\p{Cntrl}]{0,4000}", "must be text of at most 4000 characters, no control characters");
    static final Format WHY =
            Format.of("[^\\p{Cntrl}]{1,2000}", "must be text of at most 2000 characters, no control characters");
    static final Format WORD =
            Format.of("[a-z0-9][a-z0-9_-]{0,49}", "must be a word of lower-case letters, digits, '_' and '-'");
    static final Format UPSTREAM_MODEL = Format.of(
            "[A-Za-z0-9@][A-Za-z0-9._/:@-]{0,199}",
            "must be the provider's name of the model: letters, digits, '.', '_', '/', ':', '@' and '-'");
    static final Format ENVIRONMENT_KEY = Format.of(
            "[A-Z][A-Z0-9_]{0,99}", "must be the name of an environment variable: capital letters, digits and '_'");
    static final Format HEADER = Format.of("[a-z0-9][a-z0-9-]{0,99}", "must be a header's name in lower case");
    static final Format COUNTRY = Format.of("[A-Z]{2}", "must be a country's code of two capital letters");
    static final Format WEB_PAGE = Format.of(
            "https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:/[!-~]{0,1000})?", "must be the http(s) URL of a web page");
    static final Format CUT_OFF =
            Format.of("[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?", "must be a month or a day such as 2026-01");
    static final Format REPOSITORY =
            Format.of("[A-Za-z0-9._-]{1,100}/[A-Za-z0-9._-]{1,100}", "must be of the form owner/name");
    // What may stand in a header, and so never another header.
    static final Format CREDENTIAL =
            Format.of("[!-~]{1,4096}", "must be 1 to 4096 printable ASCII characters, no spaces");
    static final Format TIME = Format.of("(?:[01][0-9]|2[0-3]):[0-5][0-9]", "must be a time such as 16:30, UTC");

    private Formats() {}
}
