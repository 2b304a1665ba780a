package dev.fairlead.e2e.routing;

import java.util.ArrayList;
import java.util.List;

import dev.fairlead.e2e.suite.Suite;

/** What the books say of a generation. */
public record Booked(Suite suite) {

    /** Where it came from: the application's address and name, and the department. */
    public String of(String generation) {
        List<String> found = new ArrayList<>();
        suite.ledger()
                .query(
                        "SELECT referer || '|' || title || '|' || department FROM billing.generation WHERE id = ?",
                        List.of(generation),
                        row -> found.add(row.getString(1)));
        return String.join(", ", found);
    }
}
