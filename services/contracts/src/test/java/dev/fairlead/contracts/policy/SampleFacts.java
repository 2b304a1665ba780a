package dev.fairlead.contracts.policy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.money.Money;
import org.jspecify.annotations.Nullable;

/** Facts of a request that says nothing of itself, until it is told to. */
final class SampleFacts implements Facts {

    static final OrganisationId ACME = new OrganisationId("acme");
    static final OrganisationId UMBRELLA = new OrganisationId("umbrella");
    static final KeyHash KEY = KeyHash.of("a key");

    private OrganisationId organisation = ACME;
    private KeyHash key = KEY;
    private @Nullable String team;
    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private Map<String, String> headers = Map.of();
    private long promptTokens = 100;
    private @Nullable String task;
    private @Nullable String language;
    private @Nullable Money budgetLeft;
    private @Nullable BigDecimal budgetLeftPercent;
    private @Nullable String endUser;
    private @Nullable String session;

    private SampleFacts() {}

    static SampleFacts plain() {
        return new SampleFacts();
    }

    SampleFacts of(OrganisationId other) {
        organisation = other;
        return this;
    }

    SampleFacts withKey(KeyHash other) {
        key = other;
        return this;
    }

    SampleFacts inTeam(String name) {
        team = name;
        return this;
    }

    SampleFacts at(Instant time) {
        now = time;
        return this;
    }

    SampleFacts with(Map<String, String> sent) {
        headers = sent;
        return this;
    }

    SampleFacts with(long tokens) {
        promptTokens = tokens;
        return this;
    }

    SampleFacts about(String subject) {
        task = subject;
        return this;
    }

    SampleFacts in(String tongue) {
        language = tongue;
        return this;
    }

    SampleFacts left(String usd, @Nullable String percent) {
        budgetLeft = Money.ofUsd(usd);
        budgetLeftPercent = percent == null ? null : new BigDecimal(percent);
        return this;
    }

    SampleFacts from(@Nullable String user, @Nullable String inSession) {
        endUser = user;
        session = inSession;
        return this;
    }

    @Override
    public OrganisationId organisation() {
        return organisation;
    }

    @Override
    public KeyHash key() {
        return key;
    }

    @Override
    public @Nullable String team() {
        return team;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    @Override
    public long promptTokens() {
        return promptTokens;
    }

    @Override
    public @Nullable String task() {
        return task;
    }

    @Override
    public @Nullable String language() {
        return language;
    }

    @Override
    public @Nullable Money budgetLeft() {
        return budgetLeft;
    }

    @Override
    public @Nullable BigDecimal budgetLeftPercent() {
        return budgetLeftPercent;
    }

    @Override
    public @Nullable String endUser() {
        return endUser;
    }

    @Override
    public @Nullable String session() {
        return session;
    }
}
