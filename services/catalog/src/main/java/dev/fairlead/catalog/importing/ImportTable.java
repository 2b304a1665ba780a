package dev.fairlead.catalog.importing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** An import as text in columns, for a terminal. */
final class ImportTable {

    private final StringBuilder text = new StringBuilder();

    private ImportTable() {}

    static String of(ImportView view) {
        ImportTable table = new ImportTable();
        ImportDiff diff = view.diff();
        table.line("import " + view.id() + " (" + view.status() + "), compared with version " + view.baseVersion());
        table.names("added", diff.added());
        table.names("removed", diff.removed());
        table.rows(
                "prices",
                diff.prices().stream()
                        .map(move -> List.of(
                                move.endpoint(),
                                move.kind(),
                                or(move.before()),
                                "->",
                                or(move.after()),
                                move.percent() == null
                                        ? ""
                                        : (move.percent().signum() > 0 ? "+" : "")
                                                + move.percent().toPlainString() + " %"))
                        .toList());
        table.rows(
                "held prices, to be confirmed",
                diff.held().stream()
                        .map(held -> List.of(held.endpoint(), amounts(held.usd()), held.reason()))
                        .toList());
        table.rows(
                "other changes",
                diff.changes().stream()
                        .map(change -> List.of(
                                change.subject(),
                                change.id(),
                                change.field(),
                                or(change.before()),
                                "->",
                                or(change.after())))
                        .toList());
        table.line("");
        table.line("%d added, %d removed, %d price(s) up, %d down, %d other move(s), %d held, %d other change(s)"
                .formatted(
                        count(diff.added()),
                        count(diff.removed()),
                        moves(diff, 1),
                        moves(diff, -1),
                        diff.prices().size() - moves(diff, 1) - moves(diff, -1),
                        diff.held().size(),
                        diff.changes().size()));
        return table.text.toString();
    }

    private void names(String title, ImportDiff.Names names) {
        List<List<String>> rows = new ArrayList<>();
        names.providers().forEach(id -> rows.add(List.of("provider", id)));
        names.models().forEach(id -> rows.add(List.of("model", id)));
        names.endpoints().forEach(id -> rows.add(List.of("endpoint", id)));
        rows(title, rows);
    }

    private void rows(String title, List<List<String>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        line("");
        line(title + ":");
        int[] widths = new int[rows.getFirst().size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        for (List<String> row : rows) {
            StringBuilder columns = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                columns.append("  ")
                        .append(row.get(i))
                        .repeat(" ", widths[i] - row.get(i).length());
            }
            line(columns.toString().stripTrailing());
        }
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private static long moves(ImportDiff diff, int sign) {
        return diff.prices().stream()
                .filter(move -> move.percent() != null && move.percent().signum() == sign)
                .count();
    }

    private static int count(ImportDiff.Names names) {
        return names.providers().size()
                + names.models().size()
                + names.endpoints().size();
    }

    private static String amounts(Map<String, String> usd) {
        List<String> amounts = new ArrayList<>();
        usd.forEach((kind, amount) -> amounts.add(kind + " " + amount));
        return String.join(", ", amounts);
    }

    private static String or(@Nullable String value) {
        return value == null || value.isEmpty() ? "none" : value.replace('\n', ' ');
    }
}
