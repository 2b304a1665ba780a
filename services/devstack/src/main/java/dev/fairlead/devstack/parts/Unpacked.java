package dev.fairlead.devstack.parts;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import dev.fairlead.devstack.StackException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** Programs that lie in jars on the class path, unpacked once into a directory that all stacks share. */
final class Unpacked {

    private static final int EXECUTABLE = 0100;

    private Unpacked() {}

    /** Unpacks a program that is one file. */
    static Path file(Path tools, String resource) {
        return once(tools, resource, (in, target) -> {
                    Files.createDirectories(target);
                    Path program = target.resolve(resource);
                    Files.copy(in, program);
                    makeExecutable(program);
                })
                .resolve(resource);
    }

    /** Unpacks a {@code tar.xz}. */
    static Path archive(Path tools, String resource) {
        return once(tools, resource, (in, target) -> {
            try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(in))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    extract(tar, entry, target);
                }
            }
        });
    }

    private interface Extraction {
        void run(InputStream in, Path target) throws IOException;
    }

    private static Path once(Path tools, String resource, Extraction extraction) {
        URL url = Unpacked.class.getClassLoader().getResource(resource);
        if (url == null) {
            throw new StackException("this devstack was built without " + resource + ": run `make build`");
        }
        Path target = tools.resolve(folderName(url, resource));
        if (Files.exists(target)) {
            return target;
        }
        try {
            ToolsLock.holding(tools.resolve(".unpack.lock"), () -> {
                if (!Files.exists(target)) {
                    extractAtomically(url, target, extraction);
                }
            });
            return target;
        } catch (IOException e) {
            throw new StackException("cannot unpack " + resource + " to " + target + ": " + e.getMessage(), e);
        }
    }

    private static void extractAtomically(URL url, Path target, Extraction extraction) throws IOException {
        Path partial = target.resolveSibling(target.getFileName() + ".part");
        deleteTree(partial);
        try (InputStream in = new BufferedInputStream(url.openStream())) {
            extraction.run(in, partial);
        }
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The jar's file name holds the version: another version gets another folder. */
    private static String folderName(URL url, String resource) {
        String path = url.getPath();
        int end = path.lastIndexOf(".jar!/");
        return end < 0 ? resource : path.substring(path.lastIndexOf('/', end) + 1, end);
    }

    private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("an entry leads out of the archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, path);
            if ((entry.getMode() & EXECUTABLE) != 0) {
                makeExecutable(path);
            }
        }
    }

    private static void makeExecutable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(root)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }
}
