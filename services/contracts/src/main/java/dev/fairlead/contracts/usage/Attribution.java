package dev.fairlead.contracts.usage;

import org.jspecify.annotations.Nullable;

/**
 * What a caller said of itself, for the reports. All optional, all shortened to sane lengths by the edge.
 *
 * @param referer {@code HTTP-Referer}: the application's address
 * @param title {@code X-Title}: the application's name
 * @param department {@code X-Department}
 * @param endUser SHA-256 of the request's {@code user}
 * @param session {@code session_id}
 * @param userAgent the HTTP client
 */
public record Attribution(
        @Nullable String referer,
        @Nullable String title,
        @Nullable String department,
        @Nullable String endUser,
        @Nullable String session,
        @Nullable String userAgent) {

    public static final Attribution NONE = new Attribution(null, null, null, null, null, null);
}
