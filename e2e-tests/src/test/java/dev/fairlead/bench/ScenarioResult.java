package dev.fairlead.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

import org.jspecify.annotations.Nullable;

/**
 * What all rounds together say of a scenario. CPU in microseconds per request.
 *
 * @param ratio of the edge's CPU to nginx's, of the rounds' own ratios
 * @param redisCpu what Redis takes for a request through the edge
 * @param edgeMemory resident memory of the edge after the window, in MiB
 * @param latency null where whole requests have no latency worth telling
 */
record ScenarioResult(
        Scenario scenario,
        Spread nginxCpu,
        Spread edgeCpu,
        Spread ratio,
        Spread nginxPerSecond,
        Spread edgePerSecond,
        Spread redisCpu,
        Spread edgeMemory,
        @Nullable Latency latency) {

    private static final double MEBIBYTE = 1 << 20;

    /** Of a single connection, in microseconds: the way without a proxy, and what each proxy adds to it. */
    record Latency(
            Spread directP50,
            Spread directP99,
            Spread nginxAddsP50,
            Spread nginxAddsP99,
            Spread edgeAddsP50,
            Spread edgeAddsP99) {

        private static Latency of(List<Round> rounds) {
            return new Latency(
                    spread(rounds, round -> round.alone(Target.DIRECT).p50Micros()),
                    spread(rounds, round -> round.alone(Target.DIRECT).p99Micros()),
                    added(rounds, Target.NGINX, LoadResult::p50Micros),
                    added(rounds, Target.NGINX, LoadResult::p99Micros),
                    added(rounds, Target.EDGE, LoadResult::p50Micros),
                    added(rounds, Target.EDGE, LoadResult::p99Micros));
        }

        private static Spread added(List<Round> rounds, Target target, ToDoubleFunction<LoadResult> of) {
            return spread(
                    rounds,
                    round -> of.applyAsDouble(round.alone(target)) - of.applyAsDouble(round.alone(Target.DIRECT)));
        }
    }

    static ScenarioResult of(Scenario scenario, List<Round> rounds) {
        return new ScenarioResult(
                scenario,
                spread(rounds, round -> round.nginx().perRequest()),
                spread(rounds, round -> round.edge().perRequest()),
                spread(rounds, Round::ratio),
                spread(rounds, round -> round.nginx().load().perSecond()),
                spread(rounds, round -> round.edge().load().perSecond()),
                spread(rounds, round -> round.edge().redisPerRequest()),
                spread(rounds, round -> round.edgeMemory() / MEBIBYTE),
                scenario.isPaced() ? null : Latency.of(rounds));
    }

    private static Spread spread(List<Round> rounds, ToDoubleFunction<Round> of) {
        return Spread.of(rounds.stream().mapToDouble(of).boxed().toList());
    }
}
