package dev.fairlead.simulator;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The configuration of the simulator. */
@ConfigMapping(prefix = "fairlead.simulator")
public interface SimulatorConfig {

    /** Decides all texts, ids and random draws: the same seed and the same calls give the same answers. */
    @WithDefault("42")
    long seed();

    /** Completion tokens of an answer if neither its request nor its behaviour says. */
    @WithDefault("32")
    int completion();

    /** Whether a call needs an API key. */
    @WithDefault("true")
    boolean requireKey();

    /** The API keys to accept, by name; any key is accepted if there is none here. */
    Map<String, String> keys();

    /** Model names to list besides the built-in ones. A model need not be listed to be answered. */
    Optional<List<String>> models();

    /**
     * Behaviours by kind of place (instance, model, endpoint, key) and name, written as in the header {@code X-Sim}, for
     * instance {@code behaviours.model."gpt-4o"=ttft=300ms,tps=80}.
     */
    Map<String, Map<String, String>> behaviours();

    /** What is kept of the calls. */
    Calls ledger();

    /** The ledger of calls. */
    interface Calls {

        /** Whether calls are kept; can be changed while running. */
        @WithDefault("true")
        boolean enabled();

        /** The share of calls that is kept, from 0 to 1; can be changed while running. */
        @WithDefault("1")
        double sample();

        /** How many calls are kept; beyond that the oldest ones are forgotten. Each takes some 300 bytes. */
        @WithDefault("200000")
        int capacity();
    }
}
