package dev.fairlead.catalog.seed;

import java.util.List;
import java.util.stream.Collectors;

/** The catalog files are refused; carries every fault in them. */
public final class SeedException extends RuntimeException {

    private final transient List<SeedFault> faults;

    SeedException(List<SeedFault> faults) {
        super(faults.stream()
                .map(SeedFault::toString)
                .collect(Collectors.joining("\n  ", "the catalog files have " + faults.size() + " fault(s):\n  ", "")));
        this.faults = List.copyOf(faults);
    }

    public List<SeedFault> faults() {
        return faults;
    }
}
