package dev.fairlead.catalog.store;

import java.time.Instant;
import java.util.List;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import dev.fairlead.catalog.listing.ListedProvider;
import dev.fairlead.catalog.listing.Origin;
import dev.fairlead.catalog.listing.ProviderKind;
import dev.fairlead.contracts.catalog.Authentication;
import dev.fairlead.contracts.catalog.DataPolicy;
import dev.fairlead.contracts.catalog.Dialect;
import org.jspecify.annotations.Nullable;

/** A provider. */
@Entity
@Table(name = "provider")
class ProviderRow {

    @Id
    private String id;

    @Column(name = "name")
    private String name;

    @Column(name = "base_url")
    private @Nullable String baseUrl;

    @Enumerated(EnumType.STRING)
    @Column(name = "dialect")
    private Dialect dialect;

    @Enumerated(EnumType.STRING)
    @Column(name = "authentication")
    private Authentication authentication;

    @Column(name = "environment_keys")
    private String[] environmentKeys;

    @Column(name = "forwarded_headers")
    private String[] forwardedHeaders;

    @Column(name = "retired_at")
    private @Nullable Instant retiredAt;

    protected ProviderRow() {}

    ProviderRow(ListedProvider provider) {
        id = provider.id();
        list(provider);
    }

    final void list(ListedProvider provider) {
        name = provider.name();
        baseUrl = provider.baseUrl();
        dialect = provider.dialect();
        authentication = provider.authentication();
        environmentKeys = provider.environmentKeys().toArray(String[]::new);
        forwardedHeaders = provider.forwardedHeaders().toArray(String[]::new);
        retiredAt = null;
    }

    void retire(Instant now) {
        retiredAt = now;
    }

    boolean isListed() {
        return retiredAt == null;
    }

    String id() {
        return id;
    }

    ListedProvider provider() {
        return new ListedProvider(
                id,
                name,
                ProviderKind.FIRST_PARTY,
                baseUrl,
                dialect,
                authentication,
                List.of(environmentKeys),
                List.of(forwardedHeaders),
                DataPolicy.UNKNOWN,
                null,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                Origin.FILES);
    }
}
