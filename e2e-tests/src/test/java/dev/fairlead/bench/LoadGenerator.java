package dev.fairlead.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.fairlead.devstack.process.ChildCommand;
import dev.fairlead.devstack.process.Children;

/** Sends requests as fast as they are answered, with {@code wrk} on one thread. */
final class LoadGenerator {

    private static final String PATIENCE = "30s";

    private final Children children;
    private final Path directory;

    /** @param directory for wrk's scripts and output */
    LoadGenerator(Children children, Path directory) {
        this.children = children;
        this.directory = directory;
    }

    /**
     * Loads a target.
     *
     * @throws BenchException if a request fails
     */
    LoadResult run(Scenario scenario, Target target, URI at, int connections, int seconds) {
        try {
            Files.createDirectories(directory);
            Path script = directory.resolve("%s-%s.lua".formatted(scenario, target));
            Files.writeString(script, script(scenario, target));
            Path log = directory.resolve("wrk.log");
            List<String> command = List.of(
                    "wrk",
                    "-t1",
                    "-c" + connections,
                    "-d" + seconds + "s",
                    "--latency",
                    "--timeout",
                    PATIENCE,
                    "-s",
                    script.getFileName().toString(),
                    at.toString());
            children.run(new ChildCommand("wrk", command, Map.of("PATH", System.getenv("PATH")), directory, log));
            LoadResult result = LoadResult.parse(Files.readString(log));
            if (!result.faults().isEmpty() || result.requests() == 0) {
                throw new BenchException("%s through %s: %d requests answered, %s"
                        .formatted(scenario.title(), target, result.requests(), result.faults()));
            }
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** wrk takes headers and body from a Lua script; nothing in them needs escaping there. */
    static String script(Scenario scenario, Target target) {
        StringBuilder lua = new StringBuilder("wrk.method = 'POST'\n");
        lua.append("wrk.path = '").append(target.path()).append("'\n");
        header(lua, "Content-Type", "application/json");
        header(lua, "Authorization", "Bearer " + target.key());
        if (!scenario.behaviour().isEmpty()) {
            header(lua, "X-Sim", scenario.behaviour());
        }
        return lua.append("wrk.body = '")
                .append(scenario.body(target))
                .append("'\n")
                .toString();
    }

    private static void header(StringBuilder lua, String name, String value) {
        lua.append("wrk.headers['").append(name).append("'] = '").append(value).append("'\n");
    }
}
