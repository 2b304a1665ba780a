package dev.fairlead.catalog.store;

import java.time.Instant;
import java.util.List;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import dev.fairlead.catalog.listing.Change;
import org.hibernate.annotations.ColumnTransformer;

/** A change of the catalog: who, why, what. */
@Entity
@Table(name = "change_log")
class ChangeRow {

    @Id
    private long id;

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

    @Column(name = "differences")
    @ColumnTransformer(read = "cast(differences as text)", write = "cast(cast(? as text) as jsonb)")
    private String differences;

    protected ChangeRow() {}

    void number(long newId) {
        id = newId;
    }

    ChangeRow(LoggedChange logged) {
        id = logged.id();
        version = logged.version();
        changedAt = logged.changedAt();
        who = logged.who();
        why = logged.why();
        subject = logged.change().subject();
        subjectId = logged.change().id();
        action = logged.change().action();
        differences = FactDocument.of(logged.change().differences());
    }

    LoggedChange logged() {
        List<Change.Difference> read = List.of(FactDocument.read(differences, Change.Difference[].class));
        return new LoggedChange(id, version, changedAt, who, why, new Change(subject, subjectId, action, read));
    }
}
