package dev.fairlead.router.decision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StrengthsTest {

    @TempDir
    Path directory;

    @Test
    void everyTaskHasModelsOfOurs() {
        Strengths ours = Strengths.ours();

        assertThat(Task.ALL).allSatisfy(task -> assertThat(ours.at(task)).hasSizeGreaterThan(10));
    }

    @Test
    void anOperatorsFileReplacesTheTasksThatItHas() throws IOException {
        // Given
        Strengths ours = Strengths.ours();

        // When
        Strengths theirs = ours.replacedBy(file("{\"legal\": {\"1\": [\"acme/small\"], \"3\": [\"acme/law-*\"]}}"));

        // Then
        assertThat(theirs.at(Task.LEGAL)).extracting(Strengths.Entry::strength).containsExactly(3, 1);
        assertThat(theirs.at(Task.LEGAL).getFirst().models().matches("acme/law-2"))
                .isTrue();
        assertThat(theirs.at(Task.MEDICAL)).isEqualTo(ours.at(Task.MEDICAL));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"cooking\": {}}",
                "{\"legal\": {\"4\": [\"acme/law\"]}}",
                "{\"legal\": {\"3\": \"acme/law\"}}",
                "{\"legal\""
            })
    void refusesAFileThatSaysSomethingElse(String json) throws IOException {
        Path file = file(json);

        assertThatThrownBy(() -> Strengths.ours().replacedBy(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tasks.json");
    }

    private Path file(String json) throws IOException {
        return Files.writeString(directory.resolve("tasks.json"), json);
    }
}
