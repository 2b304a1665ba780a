package dev.fairlead.edge.dispatch;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

import dev.fairlead.contracts.routing.OutcomeKind;

/** What it costs to keep account of one attempt, and to ask for a load. A program: prints nanoseconds, best of ten. */
final class EndpointLoadsMeasurement {

    private static final int ENDPOINTS = 1_000;
    private static final int ATTEMPTS = 2_000_000;
    private static final int ROUNDS = 10;

    private EndpointLoadsMeasurement() {}

    public static void main(String[] arguments) {
        EndpointLoads loads = new EndpointLoads(System::nanoTime);
        String[] endpoints = new String[ENDPOINTS];
        for (int i = 0; i < ENDPOINTS; i++) {
            endpoints[i] = "provider-" + i % 70 + "/model-" + i;
        }
        double bestAttempt = Double.MAX_VALUE;
        double bestLoad = Double.MAX_VALUE;
        double sum = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long begun = System.nanoTime();
            for (int i = 0; i < ATTEMPTS; i++) {
                EndpointLoads.Load load = loads.begin(endpoints[i % ENDPOINTS]);
                loads.end(load, OutcomeKind.SUCCESS, TimeUnit.MILLISECONDS.toNanos(100 + i % 7));
            }
            bestAttempt = Math.min(bestAttempt, (System.nanoTime() - begun) / (double) ATTEMPTS);
            begun = System.nanoTime();
            for (int i = 0; i < ATTEMPTS; i++) {
                sum += loads.load(endpoints[i % ENDPOINTS]);
            }
            bestLoad = Math.min(bestLoad, (System.nanoTime() - begun) / (double) ATTEMPTS);
        }
        System.out.printf(Locale.ROOT, "attempt %.0f ns, load %.0f ns (checksum %.0f)%n", bestAttempt, bestLoad, sum);
    }
}
