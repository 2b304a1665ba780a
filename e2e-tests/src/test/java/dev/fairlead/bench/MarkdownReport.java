package dev.fairlead.bench;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.fairlead.bench.ScenarioResult.Latency;

/** The report as people read it. */
final class MarkdownReport {

    private static final double MILLI = 1_000;

    private MarkdownReport() {}

    static String of(BenchReport report) {
        StringBuilder text = new StringBuilder("# The edge beside nginx\n\n");
        conditions(text, report.conditions());
        text.append("""

                ## CPU
                Microseconds of processor time per request, user and system, and the same run's throughput at full load.
                The ratio is the median of the rounds' own ratios.

                | request | nginx us | edge us | edge / nginx | nginx requests/s | edge requests/s | Redis us | edge memory MiB |
                |---|---|---|---|---|---|---|---|
                """);
        report.results().forEach(result -> text.append(cpu(result)));
        text.append("""

                ## Latency
                One connection, one request at a time; milliseconds for a whole request, and what each proxy adds.

                | request | direct p50 | direct p99 | nginx adds p50 | nginx adds p99 | edge adds p50 | edge adds p99 |
                |---|---|---|---|---|---|---|
                """);
        for (ScenarioResult result : report.results()) {
            Latency latency = result.latency();
            if (latency != null) {
                text.append(latency(result.scenario(), latency));
            }
        }
        books(text, report);
        text.append(String.format(
                Locale.ROOT,
                "%n## Aim%nAt most %.0f times nginx's CPU for a 1 KB request: **%s** (%s).%n",
                BenchReport.AIM,
                report.aimIsMet() ? "met" : "missed",
                report.aimed().text(2)));
        return text.toString();
    }

    private static void conditions(StringBuilder text, Conditions conditions) {
        BenchSettings settings = conditions.settings();
        text.append(String.format(
                Locale.ROOT,
                """
                %s, %d processors, JDK %s (edge: %s), %s with 2 workers; all on 127.0.0.1.
                Rounds: %d, nginx and edge in turn, windows of %d s; median [least to most].
                On: authentication, planning, admission, settlement and booking; tracing %s.
                Warmed by requests through the edge: %s.
                Load average before the start: %.1f. Other programs kept %.2f of the processors busy meanwhile.
                """,
                conditions.at(),
                conditions.processors(),
                conditions.java(),
                String.join(" ", conditions.edgeJvm()),
                conditions.nginx(),
                settings.rounds(),
                settings.seconds(),
                settings.traces() ? "of 5 % of the requests, exported" : "off",
                Stream.of(Scenario.values())
                        .map(scenario -> String.format(
                                Locale.ROOT,
                                "%,d of %s",
                                conditions.warmUp().getOrDefault(scenario, 0L),
                                scenario.title()))
                        .collect(Collectors.joining("; ")),
                conditions.loadBefore(),
                conditions.othersProcessors()));
        if (settings.warmUp() < BenchSettings.ENOUGH_WARM_UP || conditions.warmUpCutShort()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%n**Half warm: below %,d requests of 1 KB the JVM's compiler decides on these figures. They prove"
                            + " that the benchmark runs, no more.**%n",
                    BenchSettings.ENOUGH_WARM_UP));
        }
    }

    private static String cpu(ScenarioResult result) {
        return row(
                result.scenario().title(),
                result.nginxCpu().text(1),
                result.edgeCpu().text(1),
                "**" + result.ratio().text(2) + "**",
                result.nginxPerSecond().text(0),
                result.edgePerSecond().text(0),
                result.redisCpu().text(1),
                result.edgeMemory().text(0));
    }

    private static String latency(Scenario scenario, Latency latency) {
        return row(
                scenario.title(),
                millis(latency.directP50()),
                millis(latency.directP99()),
                millis(latency.nginxAddsP50()),
                millis(latency.nginxAddsP99()),
                millis(latency.edgeAddsP50()),
                millis(latency.edgeAddsP99()));
    }

    private static String millis(Spread micros) {
        return new Spread(micros.median() / MILLI, micros.min() / MILLI, micros.max() / MILLI).text(2);
    }

    private static String row(String... cells) {
        return Stream.of(cells).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static void books(StringBuilder text, BenchReport report) {
        Traffic traffic = report.traffic();
        Books.Balance balance = report.balance();
        text.append(String.format(
                Locale.ROOT,
                """

                ## Books
                | requests through the edge | |
                |---|---|
                | answered, as the load generator counts | %,d |
                | abandoned by it at the ends of its runs, at most | %,d |
                | received by the simulator | %,d |
                | booked | %,d (of these abandoned by the caller: %,d; failed: %,d) |
                | cost: records / ledger / Redis | %s / %s / %s |
                | reserved in Redis when all was booked / a lease later | %s / %s |
                | calls of functions in Redis per request (one admits, one settles; billing's own add some) | %.2f |

                Each request is booked once and the books agree: **%s**.
                """,
                traffic.answered(),
                traffic.cutOff(),
                traffic.received(),
                balance.generations(),
                balance.cancelled(),
                balance.failed(),
                balance.cost(),
                balance.ledger(),
                balance.redisUsed(),
                report.leftToLapse(),
                balance.redisReserved(),
                report.functionCalls(),
                report.booksAreRight() ? "yes" : "NO"));
    }
}
