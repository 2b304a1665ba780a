package dev.fairlead.edge.affinity;

import java.math.BigDecimal;
import java.time.Duration;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.fairlead.contracts.money.TokenUsage;
import dev.fairlead.edge.planning.Affinity;
import dev.fairlead.edge.planning.Candidate;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which endpoint answered a conversation last, where coming back saves money: only if it sells cached prompt
 * tokens cheaper than others. A conversation that its caller has named is remembered from the first answer; any other
 * only once the provider's own count shows that it has cached something, since most prompts never come again.
 */
@Singleton
public class Affinities {

    /** Providers keep prompts for five to ten minutes after their last use. */
    private static final Duration IDLE = Duration.ofMinutes(10);

    /** Some 20 MB at worst: a long and a reference to a string that the catalog has anyway. */
    private static final long MOST = 200_000;

    private final Cache<Long, String> endpoints;

    @Inject
    public Affinities() {
        this(Ticker.systemTicker());
    }

    Affinities(Ticker ticker) {
        this.endpoints = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterAccess(IDLE)
                .ticker(ticker)
                .build();
    }

    /** Where a conversation belongs; 0 is none. */
    public Affinity of(long conversation) {
        return conversation == 0 ? Affinity.NONE : new Affinity(conversation, endpoints.getIfPresent(conversation));
    }

    /** An endpoint has answered a conversation. */
    public void answered(long conversation, boolean namesSession, Candidate candidate, TokenUsage usage) {
        if (conversation == 0 || !isCacheCheaper(candidate)) {
            return;
        }
        boolean cached = usage.cacheRead() + usage.cacheWrite() + usage.cacheWrite1h() > 0;
        if (namesSession || cached) {
            endpoints.put(conversation, candidate.endpoint().id());
        }
    }

    private static boolean isCacheCheaper(Candidate candidate) {
        @Nullable BigDecimal cacheRead = candidate.prices().base().cacheRead();
        return cacheRead != null
                && cacheRead.compareTo(candidate.prices().base().prompt()) < 0;
    }
}
