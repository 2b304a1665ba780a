package dev.fairlead.billing.key;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;

import dev.fairlead.billing.organisation.Organisations;
import dev.fairlead.billing.spending.KeyUsage;
import dev.fairlead.billing.spending.Publisher;
import dev.fairlead.billing.spending.Usages;
import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** The API keys. Each change is committed, then published; a change that cannot be published now is published later. */
@Singleton
public final class ApiKeys {

    private final Mutiny.SessionFactory sessions;
    private final Organisations organisations;
    private final Usages usages;
    private final Publisher publisher;
    private final SecureRandom random = new SecureRandom();

    ApiKeys(Mutiny.SessionFactory sessions, Organisations organisations, Usages usages, Publisher publisher) {
        this.sessions = sessions;
        this.organisations = organisations;
        this.usages = usages;
        this.publisher = publisher;
    }

    /** A key that was just made, in plain and as a record. */
    record NewKey(KeySecret secret, KeyDetails details) {}

    /** Makes a key. */
    Uni<NewKey> create(OrganisationId organisation, KeyChange wish, String creator) {
        KeySecret secret = KeySecret.create(random);
        ApiKeyRow row = newRow(organisation, secret, creator);
        row.apply(wish);
        return sessions.withTransaction(session -> organisations
                        .ensure(session, organisation, organisation.value())
                        .chain(() -> session.persist(row)))
                // The organisation too: this may be the first that is heard of it.
                .call(() -> uni(() -> publisher.organisationSoon(organisation)))
                .call(() -> published(secret.hash()))
                .map(done -> new NewKey(secret, details(row, KeyUsage.NONE)));
    }

    /** Makes a key whose plain text was chosen outside, unless it is there already. Does not publish it. */
    public Uni<Void> ensure(OrganisationId organisation, KeySecret secret, String name, String creator) {
        KeyChange wish = new KeyChange(name, null, null, null, null, null, null);
        return sessions.withTransaction(session -> session.find(
                        ApiKeyRow.class, secret.hash().value())
                .chain(existing -> {
                    if (existing != null) {
                        return Uni.createFrom().voidItem();
                    }
                    ApiKeyRow row = newRow(organisation, secret, creator);
                    row.apply(wish);
                    return session.persist(row);
                }));
    }

    /**
     * Keys of an organisation that are not deleted, the newest first.
     *
     * @param team the only team whose keys are wanted; null for all keys
     */
    Uni<List<KeyDetails>> list(
            OrganisationId organisation, @Nullable String team, boolean includeDisabled, int offset, int atMost) {
        return sessions.withSession(session -> {
                    Mutiny.SelectionQuery<ApiKeyRow> query = session.createSelectionQuery(
                                    "FROM ApiKeyRow WHERE organisation = :organisation AND state IN :states"
                                            + (team == null ? "" : " AND team = :team")
                                            + " ORDER BY createdAt DESC, hash",
                                    ApiKeyRow.class)
                            .setParameter("organisation", organisation.value())
                            .setParameter(
                                    "states",
                                    includeDisabled
                                            ? List.of(ApiKey.State.ACTIVE, ApiKey.State.DISABLED)
                                            : List.of(ApiKey.State.ACTIVE));
                    return (team == null ? query : query.setParameter("team", team))
                            .setFirstResult(offset)
                            .setMaxResults(atMost)
                            .getResultList();
                })
                .chain(this::withUsage);
    }

    /** A key of an organisation; fails with 404 if it has no such key, or not any more. */
    Uni<KeyDetails> get(OrganisationId organisation, KeyHash hash) {
        return sessions.withSession(session -> session.find(ApiKeyRow.class, hash.value()))
                .map(row -> ofOrganisation(row, organisation))
                .chain(this::withUsage);
    }

    /** Whatever is known of a key, also if it is disabled or deleted; null if there never was one. */
    Uni<@Nullable KeyDetails> find(KeyHash hash) {
        return sessions.withSession(session -> session.find(ApiKeyRow.class, hash.value()))
                .chain(row -> row == null ? Uni.createFrom().nullItem() : withUsage(row));
    }

    /**
     * Changes a key.
     *
     * @param allowed whether somebody who did not make the key may change it, by the subject of who made it
     */
    Uni<KeyDetails> update(OrganisationId organisation, KeyHash hash, KeyChange change, Predicate<String> allowed) {
        return change(organisation, hash, allowed, row -> row.apply(change)).chain(this::withUsage);
    }

    /** Deletes a key: it is refused from now on, and remembered. */
    Uni<Void> delete(OrganisationId organisation, KeyHash hash, Predicate<String> allowed) {
        return change(organisation, hash, allowed, ApiKeyRow::delete).replaceWithVoid();
    }

    private Uni<ApiKeyRow> change(
            OrganisationId organisation, KeyHash hash, Predicate<String> allowed, Consumer<ApiKeyRow> change) {
        return sessions.withTransaction(session -> session.find(
                                ApiKeyRow.class, hash.value(), LockModeType.PESSIMISTIC_WRITE)
                        .map(found -> ofOrganisation(found, organisation))
                        .invoke(row -> {
                            if (!allowed.test(row.creator())) {
                                throw new ProblemException(Problem.of(
                                        403, "Forbidden", "Only who made this key, or an admin, changes it."));
                            }
                            change.accept(row);
                            row.changed(now());
                        }))
                .call(() -> published(hash));
    }

    private Uni<KeyDetails> withUsage(ApiKeyRow row) {
        return withUsage(List.of(row)).map(List::getFirst);
    }

    private Uni<List<KeyDetails>> withUsage(List<ApiKeyRow> rows) {
        List<KeyHash> hashes = rows.stream().map(row -> row.toApiKey().hash()).toList();
        return uni(() -> usages.of(hashes, Instant.now())).map(used -> details(rows, used));
    }

    private Uni<Void> published(KeyHash hash) {
        return uni(() -> publisher.keySoon(hash));
    }

    private static List<KeyDetails> details(List<ApiKeyRow> rows, Map<KeyHash, KeyUsage> used) {
        return rows.stream()
                .map(row -> details(row, used.getOrDefault(row.toApiKey().hash(), KeyUsage.NONE)))
                .toList();
    }

    private static KeyDetails details(ApiKeyRow row, KeyUsage usage) {
        return new KeyDetails(row.toApiKey(), row.creator(), row.includeByokInLimit(), row.updatedAt(), usage);
    }

    private static ApiKeyRow newRow(OrganisationId organisation, KeySecret secret, String creator) {
        return new ApiKeyRow(secret.hash(), organisation, secret.label(), creator, now());
    }

    /** Other organisations' keys do not exist for this one. */
    private static ApiKeyRow ofOrganisation(@Nullable ApiKeyRow row, OrganisationId organisation) {
        if (row == null
                || row.toApiKey().state() == ApiKey.State.DELETED
                || !row.toApiKey().organisation().equals(organisation)) {
            throw new ProblemException(Problem.of(404, "Not found", "There is no such key."));
        }
        return row;
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    private static <T> Uni<T> uni(Supplier<Future<T>> work) {
        return Uni.createFrom().completionStage(() -> work.get().toCompletionStage());
    }
}
