package dev.fairlead.edge.routing;

import java.math.BigDecimal;
import java.time.Instant;

import dev.fairlead.contracts.decision.PromptReading;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.policy.Facts;
import dev.fairlead.edge.admission.SpendingLevel;
import dev.fairlead.edge.request.ChatRequest;
import org.jspecify.annotations.Nullable;

/** What policies know of a request: what the router or Redis was not asked, or did not answer, is unknown. */
final class RequestFacts implements Facts {

    private static final String SESSION = "x-session-id";

    private final RouteQuestion question;
    private final ChatRequest request;
    private final @Nullable PromptReading reading;
    private final @Nullable SpendingLevel level;
    /** Counted when first asked for; -1 until then. */
    private long promptTokens = -1;

    RequestFacts(
            RouteQuestion question,
            ChatRequest request,
            @Nullable PromptReading reading,
            @Nullable SpendingLevel level) {
        this.question = question;
        this.request = request;
        this.reading = reading;
        this.level = level;
    }

    /** Without the facts that cost something. */
    static RequestFacts of(RouteQuestion question, ChatRequest request) {
        return new RequestFacts(question, request, null, null);
    }

    RouteQuestion question() {
        return question;
    }

    /** What the router made of the prompt; null if it was not asked or did not answer. */
    @Nullable
    PromptReading reading() {
        return reading;
    }

    @Override
    public OrganisationId organisation() {
        return question.key().organisation();
    }

    @Override
    public KeyHash key() {
        return question.key().hash();
    }

    @Override
    public @Nullable String team() {
        return question.key().team();
    }

    @Override
    public Instant now() {
        return question.now();
    }

    /** A header of HTTP goes before one in the body, where some clients put theirs. */
    @Override
    public @Nullable String header(String name) {
        String header = question.headers().get(name);
        return header == null ? request.header(name) : header;
    }

    @Override
    public long promptTokens() {
        if (promptTokens < 0) {
            promptTokens = request.prompt().promptTokens();
        }
        return promptTokens;
    }

    @Override
    public @Nullable String task() {
        return reading == null ? null : reading.task();
    }

    @Override
    public @Nullable String language() {
        return reading == null ? null : reading.language();
    }

    @Override
    public @Nullable Money budgetLeft() {
        return level == null ? null : level.left();
    }

    @Override
    public @Nullable BigDecimal budgetLeftPercent() {
        return level == null ? null : level.leftPercent();
    }

    @Override
    public @Nullable String endUser() {
        return request.endUser();
    }

    @Override
    public @Nullable String session() {
        return request.session() == null ? question.headers().get(SESSION) : request.session();
    }
}
