package dev.fairlead.catalog.search;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.contracts.routing.Percentiles;
import dev.fairlead.contracts.routing.RoutingTable;
import dev.fairlead.contracts.routing.StatisticsWindow;
import dev.fairlead.contracts.routing.WindowStatistics;
import org.jspecify.annotations.Nullable;

/** What one version of the routing table says of the rows of one index. */
public final class LiveFigures {

    private final RoutingTable table;
    private final Map<String, EndpointHealth> health = new HashMap<>();
    /** By the numbers of the rows; null where nothing is known. */
    private final @Nullable Figures[] figures;

    private LiveFigures(RoutingTable table, int rows) {
        this.table = table;
        this.figures = new Figures[rows];
        table.endpoints().forEach(endpoint -> health.put(endpoint.endpoint(), endpoint));
    }

    /** Before there was any traffic. */
    static LiveFigures none() {
        return new LiveFigures(RoutingTable.EMPTY, 0);
    }

    public static LiveFigures of(ModelIndex index, RoutingTable table) {
        LiveFigures live = new LiveFigures(table, index.size());
        if (!live.health.isEmpty()) {
            index.views().forEach(view -> view.rows().forEach(live::add));
        }
        return live;
    }

    /** The routing table that it is made of. */
    public RoutingTable table() {
        return table;
    }

    /** What the router knows of an endpoint; null if it was not used lately. */
    public @Nullable EndpointHealth health(String endpoint) {
        return health.get(endpoint);
    }

    Figures of(Row row) {
        Figures known = row.number() < figures.length ? figures[row.number()] : null;
        return known == null ? Figures.NONE : known;
    }

    private void add(Row row) {
        List<EndpointHealth> known = row.entry().endpoints().stream()
                .map(endpoint -> health.get(endpoint.published().id()))
                .filter(Objects::nonNull)
                .toList();
        if (!known.isEmpty()) {
            figures[row.number()] = figures(known);
        }
    }

    private static Figures figures(List<EndpointHealth> known) {
        long tokens = known.stream().mapToLong(EndpointHealth::tokensLastWeek).sum();
        double fastest =
                known.stream().mapToDouble(LiveFigures::tokensPerSecond).max().orElse(0);
        double quickest = known.stream()
                .mapToDouble(LiveFigures::timeToFirstTokenMillis)
                .filter(millis -> millis > 0)
                .min()
                .orElse(0);
        return new Figures(
                tokens == 0 ? null : BigDecimal.valueOf(tokens),
                positive(fastest),
                positive(quickest),
                toolSuccess(known));
    }

    private static @Nullable BigDecimal positive(double value) {
        return value > 0 && Double.isFinite(value) ? BigDecimal.valueOf(value) : null;
    }

    private static double tokensPerSecond(EndpointHealth health) {
        WindowStatistics recent = health.over(StatisticsWindow.MINUTES_30);
        Percentiles speed = recent == null ? null : recent.tokensPerSecond();
        return speed == null ? health.tokensPerSecond() : speed.p50();
    }

    private static double timeToFirstTokenMillis(EndpointHealth health) {
        WindowStatistics recent = health.over(StatisticsWindow.MINUTES_30);
        Percentiles latency = recent == null ? null : recent.timeToFirstTokenMillis();
        return latency == null ? health.timeToFirstTokenMillis() : latency.p50();
    }

    private static @Nullable BigDecimal toolSuccess(List<EndpointHealth> known) {
        double sum = 0;
        double calls = 0;
        for (EndpointHealth health : known) {
            Double rate = health.toolSuccessRate();
            if (rate != null && Double.isFinite(rate)) {
                WindowStatistics day = health.over(StatisticsWindow.DAY_1);
                long weight = Math.max(1, day == null ? health.samples() : day.attempts());
                sum += rate * weight;
                calls += weight;
            }
        }
        return calls == 0 ? null : BigDecimal.valueOf(sum / calls);
    }
}
