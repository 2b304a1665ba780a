package dev.fairlead.edge.dispatch;

import java.time.Duration;
import java.util.Map;

import dev.fairlead.edge.EdgeConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

/** The edge's settings, as shipped but for what a test says. */
final class Settings {

    private Settings() {}

    static EdgeConfig edge() {
        return edge(Map.of());
    }

    static EdgeConfig edge(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withMapping(EdgeConfig.class)
                .withConverter(Duration.class, 100, new DurationConverter())
                .withSources(new PropertiesConfigSource(settings, "test", 500))
                .build()
                .getConfigMapping(EdgeConfig.class);
    }
}
