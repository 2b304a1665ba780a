package dev.fairlead.billing.key;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.LimitReset;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.money.Money;
import org.jspecify.annotations.Nullable;

/** An API key as it is stored: its hash, never the key. */
@Entity
@Table(name = "api_key")
class ApiKeyRow {

    @Id
    private String hash;

    @Column(name = "organisation_id", updatable = false)
    private String organisation;

    @Column(name = "name")
    private String name;

    @Column(name = "label", updatable = false)
    private String label;

    @Column(name = "team")
    private @Nullable String team;

    @Column(name = "state")
    @Enumerated(EnumType.STRING)
    private ApiKey.State state;

    @Column(name = "limit_nanos")
    private @Nullable Long limitNanos;

    @Column(name = "limit_reset")
    @Enumerated(EnumType.STRING)
    private @Nullable LimitReset limitReset;

    @Column(name = "include_byok_in_limit")
    private boolean includeByokInLimit;

    @Column(name = "expires_at")
    private @Nullable Instant expiresAt;

    @Column(name = "created_at", updatable = false)
    private Instant createdAt;

    @Column(name = "updated_at")
    private @Nullable Instant updatedAt;

    @Column(name = "creator", updatable = false)
    private String creator;

    @Column(name = "revision")
    private long revision;

    /** For Hibernate. */
    protected ApiKeyRow() {}

    ApiKeyRow(KeyHash hash, OrganisationId organisation, String label, String creator, Instant createdAt) {
        this.hash = hash.value();
        this.organisation = organisation.value();
        this.name = label;
        this.label = label;
        this.state = ApiKey.State.ACTIVE;
        this.creator = creator;
        this.createdAt = createdAt;
        this.revision = 1;
    }

    /** Changes what the change says, and nothing else. */
    void apply(KeyChange change) {
        if (change.name() != null) {
            name = change.name();
        }
        if (change.team() instanceof KeyChange.To<String>(String value)) {
            team = value;
        }
        if (change.disabled() != null) {
            state = change.disabled() ? ApiKey.State.DISABLED : ApiKey.State.ACTIVE;
        }
        if (change.includeByokInLimit() != null) {
            includeByokInLimit = change.includeByokInLimit();
        }
        if (change.limit() instanceof KeyChange.To<Money>(Money value)) {
            limitNanos = value == null ? null : value.nanos();
        }
        if (change.limitReset() instanceof KeyChange.To<LimitReset>(LimitReset value)) {
            limitReset = value;
        }
        if (change.expiresAt() instanceof KeyChange.To<Instant>(Instant value)) {
            expiresAt = value;
        }
    }

    void delete() {
        state = ApiKey.State.DELETED;
    }

    /** To be called with every change after the first, in the same transaction. */
    void changed(Instant now) {
        updatedAt = now;
        revision++;
    }

    String creator() {
        return creator;
    }

    boolean includeByokInLimit() {
        return includeByokInLimit;
    }

    @Nullable
    Instant updatedAt() {
        return updatedAt;
    }

    ApiKey toApiKey() {
        return new ApiKey(
                new KeyHash(hash),
                new OrganisationId(organisation),
                name,
                label,
                team,
                state,
                limitNanos == null ? null : Money.ofNanos(limitNanos),
                limitReset,
                expiresAt,
                createdAt,
                revision);
    }
}
