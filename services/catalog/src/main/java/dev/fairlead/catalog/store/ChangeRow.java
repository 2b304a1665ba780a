package dev.fairlead.catalog.store;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;

import dev.fairlead.catalog.listing.Change;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A change of the catalog: who, why, what. */
@Entity
@Immutable
@Table(name = "change_log")
class ChangeRow {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "change_log_id")
    @SequenceGenerator(name = "change_log_id", sequenceName = "change_log_id")
    private @Nullable Long id;

    @Column(name = "version")
    private long version;

    @Column(name = "changed_at")
    private Instant changedAt;

    @Column(name = "who")
    private String who;

    @Column(name = "why")
    private String why;

    @Enumerated(EnumType.STRING)
    @Column(name = "subject")
    private Change.Subject subject;

    @Column(name = "subject_id")
    private String subjectId;

    @Enumerated(EnumType.STRING)
    @Column(name = "action")
    private Change.Action action;

    @Column(name = "detail")
    private String detail;

    protected ChangeRow() {}

    ChangeRow(CatalogVersionRow version, Author author, Change change) {
        this.version = version.version();
        changedAt = version.changedAt();
        who = author.who();
        why = author.why();
        subject = change.subject();
        subjectId = change.id();
        action = change.action();
        detail = change.detail();
    }

    /**
     * Who changes the catalog, and why.
     *
     * @param who a person's or a service's name
     * @param why in their words
     */
    record Author(String who, String why) {}

    LoggedChange logged() {
        return new LoggedChange(version, changedAt, who, why, new Change(subject, subjectId, action, detail));
    }
}
