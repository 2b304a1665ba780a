package dev.fairlead.edge.admission;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import dev.fairlead.edge.admission.Journal.Line;
import dev.fairlead.edge.admission.Journal.Segment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class JournalTest {

    @TempDir
    Path directory;

    private final List<Journal> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(Journal::close);
    }

    @Test
    void isEmptyAtFirstAndNeedsNoDirectory() {
        Journal journal = journal(directory.resolve("not/there"), "one");

        assertThat(journal.drain()).isEmpty();
        assertThat(journal.waiting()).isZero();
        assertThat(directory.resolve("not")).doesNotExist();
    }

    @Test
    void givesBackWhatWasAppendedInOrder() {
        // Given
        Journal journal = journal(directory.resolve("made"), "one");
        journal.append(line(1));
        journal.append(line(2));
        assertThat(journal.waiting()).isEqualTo(2);

        // When
        List<Segment> segments = journal.drain();

        // Then
        assertThat(lines(segments)).containsExactly(line(1), line(2));
    }

    @Test
    void keepsEveryCharacterOfALine() {
        Journal journal = journal(directory, "one");
        Line odd = new Line(15, "{\"title\":\"é😀\\n\u2028\u0085\"}", "00-ab-cd-01", Long.MAX_VALUE, "gen-1|2|level");

        journal.append(odd);

        assertThat(lines(journal.drain())).containsExactly(odd);
    }

    @Test
    void deletesAFileOnlyWhenItIsDone() throws IOException {
        // Given
        Journal journal = journal(directory, "one");
        journal.append(line(1));
        Segment segment = journal.drain().getFirst();
        assertThat(files()).hasSize(1);

        // When
        journal.done(segment);

        // Then
        assertThat(files()).isEmpty();
        assertThat(journal.waiting()).isZero();
        assertThat(journal.drain()).isEmpty();
    }

    @Test
    void offersAFileAgainThatCouldNotBeReplayed() {
        // Given
        Journal journal = journal(directory, "one");
        journal.append(line(1));
        journal.drain().forEach(journal::release);
        journal.append(line(2));

        // When
        List<Segment> again = journal.drain();

        // Then
        assertThat(lines(again)).containsExactlyInAnyOrder(line(1), line(2));
        assertThat(journal.waiting()).isEqualTo(2);
        again.forEach(journal::done);
        assertThat(journal.waiting()).isZero();
    }

    @Test
    void writesOnWhileAnEarlierFileIsReplayed() {
        // Given
        Journal journal = journal(directory, "one");
        journal.append(line(1));
        List<Segment> first = journal.drain();

        // When
        journal.append(line(2));
        first.forEach(journal::done);

        // Then
        assertThat(lines(first)).containsExactly(line(1));
        assertThat(lines(journal.drain())).containsExactly(line(2));
    }

    @Test
    void doesNotOfferAFileThatIsBeingReplayed() {
        Journal journal = journal(directory, "one");
        journal.append(line(1));
        List<Segment> first = journal.drain();

        assertThat(journal.drain()).isEmpty();
        assertThat(first).hasSize(1);
    }

    @Test
    void takesOverWhatADeadEdgeHasLeft() {
        // Given: a closed channel holds no lock, as that of a dead process.
        Journal dead = journal(directory, "dead");
        dead.append(line(1));
        dead.append(line(2));
        dead.close();
        Journal living = journal(directory, "living");
        living.append(line(3));

        // When
        List<Segment> segments = living.drain();

        // Then
        assertThat(lines(segments)).containsExactlyInAnyOrder(line(1), line(2), line(3));
        segments.forEach(living::done);
        assertThat(living.drain()).isEmpty();
    }

    @Test
    void leavesTheFilesOfALivingEdgeAlone() {
        // Given
        Journal one = journal(directory, "one");
        Journal two = journal(directory, "two");
        one.append(line(1));
        two.append(line(2));

        // Then
        assertThat(lines(two.drain())).containsExactly(line(2));
        assertThat(lines(one.drain())).containsExactly(line(1));
    }

    @Test
    void leavesOutALineThatWasCutOff() throws IOException {
        // Given: the edge died while it wrote its third line.
        Journal dead = journal(directory, "dead");
        dead.append(line(1));
        dead.append(line(2));
        dead.close();
        Files.writeString(files().getFirst(), "{\"partition\":3,\"event\":\"{", StandardOpenOption.APPEND);

        // Then
        assertThat(lines(journal(directory, "living").drain())).containsExactly(line(1), line(2));
    }

    @Test
    void leavesOutALineThatWasCutOffWithinACharacter() throws IOException {
        // Given
        Journal dead = journal(directory, "dead");
        dead.append(line(1));
        dead.close();
        byte[] cut = Arrays.copyOf("{\"partition\":3,\"event\":\"é".getBytes(StandardCharsets.UTF_8), 25);
        Files.write(files().getFirst(), cut, StandardOpenOption.APPEND);

        // Then
        assertThat(lines(journal(directory, "living").drain())).containsExactly(line(1));
    }

    @Test
    void leavesOutWhatIsNoLineAtAll() throws IOException {
        // Given
        Journal dead = journal(directory, "dead");
        dead.append(line(1));
        dead.close();
        Path file = files().getFirst();
        Files.writeString(file, "\n[]\n{}\n{\"partition\":\"x\"}\n", StandardOpenOption.APPEND);
        Files.writeString(directory.resolve("notes.txt"), "not a journal");

        // Then
        assertThat(lines(journal(directory, "living").drain())).containsExactly(line(1));
    }

    @Test
    void takesLinesFromManyThreads() throws InterruptedException, ExecutionException {
        // Given
        Journal journal = journal(directory, "one");
        List<Segment> drained = new ArrayList<>();

        // When
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                int first = writer * 1_000;
                writers.add(threads.submit(() -> {
                    for (int i = 0; i < 250; i++) {
                        journal.append(line(first + i));
                    }
                }));
            }
            while (writers.stream().anyMatch(writer -> !writer.isDone())) {
                drained.addAll(journal.drain());
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
        drained.addAll(journal.drain());

        // Then
        assertThat(lines(drained)).hasSize(1_000).doesNotHaveDuplicates();
        assertThat(journal.waiting()).isEqualTo(1_000);
        drained.forEach(journal::done);
        assertThat(journal.waiting()).isZero();
    }

    private Journal journal(Path where, String instance) {
        Journal journal = new Journal(where, instance);
        open.add(journal);
        return journal;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jsonl")).toList();
        }
    }

    private static List<Line> lines(List<Segment> segments) {
        return segments.stream().flatMap(segment -> segment.lines().stream()).toList();
    }

    private static Line line(int n) {
        return new Line(n % 16, "{\"generation\":\"" + n + "\"}", "", n, "");
    }
}
