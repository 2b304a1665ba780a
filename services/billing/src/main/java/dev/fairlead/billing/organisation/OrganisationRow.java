package dev.fairlead.billing.organisation;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** An organisation as it is stored. */
@Entity
@Table(name = "organisation")
public class OrganisationRow {

    @Id
    private String id;

    @Column(name = "name")
    private String name;

    @Column(name = "active")
    private boolean active;

    @Column(name = "created_at", updatable = false)
    private Instant createdAt;

    @Column(name = "revision")
    private long revision;

    /** For Hibernate. */
    protected OrganisationRow() {}

    public String id() {
        return id;
    }

    public String name() {
        return name;
    }

    public boolean isActive() {
        return active;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** To be called with every change of what the organisation may spend, in the same transaction. */
    public void spendingChanged() {
        revision++;
    }
}
