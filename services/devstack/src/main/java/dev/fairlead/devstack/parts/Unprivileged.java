package dev.fairlead.devstack.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

import dev.fairlead.devstack.DataDirectory;
import dev.fairlead.devstack.PostgresAddress;
import dev.fairlead.devstack.StackException;

/** PostgreSQL refuses to run as root. */
final class Unprivileged {

    private static final int NOBODY = 65534;
    private static final List<String> OWN_USER_NAMESPACE = List.of("unshare", "--user", "--");
    private static final List<String> AS_NOBODY =
            List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--");

    private Unprivileged() {}

    /** What to put in front of a command so that it does not run as root; empty if nobody here is root. */
    static List<String> identity(DataDirectory data) throws IOException {
        if ((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") != 0) {
            return List.of();
        }
        if (succeeds(OWN_USER_NAMESPACE, "true")) {
            return OWN_USER_NAMESPACE;
        }
        // Where user namespaces are forbidden. The other user must be able to reach its data.
        if (succeeds(AS_NOBODY, "test", "-x", data.root().toString())) {
            return AS_NOBODY;
        }
        throw new StackException("PostgreSQL does not run as root, and the user nobody cannot reach " + data.root()
                + ": set " + DataDirectory.VARIABLE + " to a directory that all users reach, or set "
                + PostgresAddress.VARIABLE);
    }

    /** Gives files to the user that the identity changes to. */
    static void handOver(List<String> identity, Path... files) throws IOException {
        if (identity.equals(AS_NOBODY)) {
            for (Path file : files) {
                Files.setAttribute(file, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(file, "unix:gid", NOBODY, LinkOption.NOFOLLOW_LINKS);
            }
        }
    }

    private static boolean succeeds(List<String> identity, String... command) throws IOException {
        List<String> line = new java.util.ArrayList<>(identity);
        line.addAll(List.of(command));
        try {
            return new ProcessBuilder(line)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
