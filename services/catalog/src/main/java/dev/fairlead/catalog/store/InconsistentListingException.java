package dev.fairlead.catalog.store;

import java.util.List;

/** A change is refused since its names would lead nowhere or to two things. */
public final class InconsistentListingException extends RuntimeException {

    private final transient List<String> faults;

    InconsistentListingException(List<String> faults) {
        super(String.join("; ", faults));
        this.faults = List.copyOf(faults);
    }

    /** What is wrong, for people. */
    public List<String> faults() {
        return faults;
    }
}
