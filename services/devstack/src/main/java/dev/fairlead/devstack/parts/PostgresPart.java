package dev.fairlead.devstack.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.fairlead.devstack.DataDirectory;
import dev.fairlead.devstack.Part;
import dev.fairlead.devstack.PostgresAddress;
import dev.fairlead.devstack.StackException;
import dev.fairlead.devstack.process.ChildCommand;
import dev.fairlead.devstack.process.ChildCommand.Ending;

/** PostgreSQL from the class path, with the services' databases. Its data is as safe as in production (fsync on). */
public final class PostgresPart implements Recipe {

    private static final String ARCHIVE = "postgres-linux-x86_64.txz";
    private static final String MAJOR = "18";
    // SIGINT is PostgreSQL's orderly end that does not wait for its clients; SIGQUIT its immediate one: the data is
    // recovered at the next start.
    private static final Ending ENDING = new Ending("INT", Duration.ofSeconds(15), "QUIT");

    private final DataDirectory data;
    private final Path tools;
    private final PostgresAddress address;
    private final Map<String, String> environment;
    private final Databases databases;

    public PostgresPart(
            DataDirectory data,
            Path tools,
            PostgresAddress address,
            Map<String, String> environment,
            Databases databases) {
        this.data = data;
        this.tools = tools;
        this.address = address;
        this.environment = environment;
        this.databases = databases;
    }

    @Override
    public Part part() {
        return Part.POSTGRES;
    }

    @Override
    public ChildCommand prepare(Chores chores) {
        if (!System.getProperty("os.name").equals("Linux")
                || !System.getProperty("os.arch").equals("amd64")) {
            throw new StackException("PostgreSQL is bundled for Linux on x86-64 only: set " + PostgresAddress.VARIABLE
                    + "=postgresql://user:password@host:port");
        }
        Path home = Unpacked.archive(tools, ARCHIVE);
        Path cluster = data.resolve("postgres");
        try {
            List<String> identity = Unprivileged.identity(data);
            if (!Files.exists(cluster)) {
                initialise(home, cluster, identity, chores);
            }
            checkVersion(cluster);
            awaitFormerServer(cluster);
            return new ChildCommand(
                    part().label(), server(home, cluster), environment, data.root(), log(), ENDING, identity);
        } catch (IOException e) {
            throw new StackException("cannot prepare " + cluster + ": " + e.getMessage(), e);
        }
    }

    private void initialise(Path home, Path cluster, List<String> identity, Chores chores) throws IOException {
        Path partial = data.resolve("postgres.part");
        Unpacked.deleteTree(partial);
        Path password = data.resolve("postgres.password");
        Files.writeString(password, address.password());
        Files.createDirectories(partial);
        Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString("rwx------"));
        Unprivileged.handOver(identity, partial, password);
        chores.run(new ChildCommand(
                "postgres-initdb",
                List.of(
                        home.resolve("bin/initdb").toString(),
                        "--pgdata=" + partial,
                        "--username=" + address.user(),
                        "--pwfile=" + password,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale-provider=builtin",
                        "--locale=C.UTF-8",
                        "--no-sync"),
                environment,
                data.root(),
                data.log("postgres-initdb"),
                Ending.DEFAULT,
                identity));
        Files.delete(password);
        Files.move(partial, cluster, StandardCopyOption.ATOMIC_MOVE);
    }

    private List<String> server(Path home, Path cluster) {
        return List.of(
                home.resolve("bin/postgres").toString(),
                "-D",
                cluster.toString(),
                "-p",
                Integer.toString(address.port()),
                "-h",
                address.host(),
                "-c",
                "unix_socket_directories=",
                "-c",
                "max_connections=200",
                "-c",
                "shared_buffers=64MB");
    }

    private static void checkVersion(Path cluster) throws IOException {
        String version = Files.readString(cluster.resolve("PG_VERSION")).strip();
        if (!version.equals(MAJOR)) {
            throw new StackException(cluster + " was written by PostgreSQL " + version + ", this is " + MAJOR
                    + ": move it away, or set " + DataDirectory.VARIABLE + " to another directory");
        }
    }

    /** After a launcher's hard end its server may still be busy ending. */
    private static void awaitFormerServer(Path cluster) throws IOException {
        Path pidFile = cluster.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        List<String> lines = Files.readAllLines(pidFile);
        Optional<ProcessHandle> former = lines.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                        .filter(process -> process.info().command().orElse("").endsWith("/postgres"));
        if (former.isEmpty()) {
            return;
        }
        try {
            former.get().onExit().get(10, java.util.concurrent.TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException | java.util.concurrent.ExecutionException e) {
            throw new StackException(
                    "a PostgreSQL of another start (process " + former.get().pid() + ") still uses " + cluster
                            + ": end it with `kill -INT " + former.get().pid() + "`",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Path log() {
        return data.log(part().label());
    }

    @Override
    public Optional<String> notReady() {
        return databases.notReachable();
    }

    @Override
    public void whenReady() {
        databases.create();
    }
}
