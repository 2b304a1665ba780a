package dev.fairlead.bench;

import java.net.URI;
import java.util.Map;

/** Sends load to the targets and keeps count of what goes through the edge. */
final class Loads {

    private final LoadGenerator generator;
    private final MeasuredStack stack;
    private final Map<Target, URI> addresses;
    private Traffic traffic = Traffic.NONE;

    Loads(LoadGenerator generator, MeasuredStack stack, Map<Target, URI> addresses) {
        this.generator = generator;
        this.stack = stack;
        this.addresses = Map.copyOf(addresses);
    }

    /** Sends the requests of a scenario, as many at once as it says. */
    LoadResult full(Scenario scenario, Target target, int seconds) {
        return run(scenario, target, scenario.connections(), seconds);
    }

    /** Sends one request at a time. */
    LoadResult single(Scenario scenario, Target target, int seconds) {
        return run(scenario, target, 1, seconds);
    }

    private LoadResult run(Scenario scenario, Target target, int connections, int seconds) {
        URI at = address(target);
        if (target != Target.EDGE) {
            return generator.run(scenario, target, at, connections, seconds);
        }
        long before = stack.received();
        LoadResult result = generator.run(scenario, target, at, connections, seconds);
        traffic = traffic.plus(new Traffic(result.requests(), connections, stack.received() - before));
        return result;
    }

    /** Sends a single request of each scenario to each target and looks at the answers; returns nginx's name. */
    String probe(Probe probe) {
        String nginx = "";
        for (Scenario scenario : Scenario.values()) {
            for (Target target : Target.values()) {
                String server = probe.check(scenario, target, address(target));
                if (target == Target.NGINX) {
                    nginx = server;
                } else if (target == Target.EDGE) {
                    traffic = traffic.plus(new Traffic(1, 0, 1));
                }
            }
        }
        return nginx;
    }

    private URI address(Target target) {
        URI address = addresses.get(target);
        if (address == null) {
            throw new IllegalStateException("no address of " + target);
        }
        return address;
    }

    /** What has gone through the edge so far. */
    Traffic traffic() {
        return traffic;
    }
}
