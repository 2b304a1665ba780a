package dev.fairlead.contracts.catalog.wire;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import dev.fairlead.contracts.catalog.CatalogSnapshot;
import dev.fairlead.contracts.catalog.Model;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CatalogCodecTest {

    @Property(tries = 500, seed = "20261125")
    void whatIsReadEqualsWhatWasWritten(@ForAll long seed) {
        CatalogSnapshot snapshot = new RandomCatalog(new Random(seed)).snapshot();

        assertThat(new CatalogDecoder().decode(CatalogEncoder.encode(snapshot))).isEqualTo(snapshot);
    }

    @Property(tries = 300, seed = "20261126")
    void aDecoderThatRemembersReadsTheSameAsOneThatDoesNot(@ForAll long seed) {
        Random random = new Random(seed);
        RandomCatalog catalogs = new RandomCatalog(random);
        CatalogDecoder decoder = new CatalogDecoder();
        List<Model> models = new ArrayList<>();
        for (int version = 0; version < 6; version++) {
            models.add(random.nextInt(models.size() + 1), catalogs.model());
            models.add(random.nextInt(models.size() + 1), catalogs.model());
            if (random.nextBoolean()) {
                models.remove(random.nextInt(models.size()));
                models.set(random.nextInt(models.size()), catalogs.model());
            }
            CatalogSnapshot snapshot = new CatalogSnapshot(version, Instant.EPOCH, List.of(), models);

            assertThat(decoder.decode(CatalogEncoder.encode(snapshot))).isEqualTo(snapshot);
        }
    }

    @Property(tries = 300, seed = "20261127")
    void damagedBytesAreRefusedOrRead(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] bytes = CatalogEncoder.encode(new RandomCatalog(random).snapshot());
        byte[] damaged = Arrays.copyOf(bytes, random.nextBoolean() ? bytes.length : random.nextInt(bytes.length));
        if (damaged.length > 0) {
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        }

        // Whatever else would be thrown fails the test.
        assertThat(refusal(damaged)).doesNotContain("Exception:");
    }

    @Test
    void whatHasNotChangedIsTheSameObject() {
        List<Model> models = distinctModels(100);
        CatalogDecoder decoder = new CatalogDecoder();
        CatalogSnapshot first = decoder.decode(encoded(models));
        List<Model> changed = new ArrayList<>(models);
        changed.set(50, distinctModels(102).getLast());
        changed.remove(20);
        changed.addFirst(distinctModels(101).getLast());

        CatalogSnapshot second = decoder.decode(encoded(changed));

        assertThat(second.models()).isEqualTo(changed);
        Set<Model> old = Collections.newSetFromMap(new IdentityHashMap<>());
        old.addAll(first.models());
        assertThat(second.models().stream().filter(old::contains)).hasSize(98);
    }

    @Test
    void anUnknownFormatIsRefusedInPlainWords() {
        byte[] bytes = encoded(List.of());
        bytes[4] = 9;

        assertThatThrownBy(() -> new CatalogDecoder().decode(bytes))
                .isInstanceOf(SnapshotFormatException.class)
                .hasMessageContaining("has format 9, and only format 1 is known here");
        assertThatThrownBy(() -> new CatalogDecoder().decode("{\"version\":1}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(SnapshotFormatException.class)
                .hasMessageContaining("not a catalog snapshot");
    }

    @Test
    void afterARefusalTheDecoderStillReads() {
        CatalogDecoder decoder = new CatalogDecoder();
        List<Model> models = distinctModels(10);
        decoder.decode(encoded(models));
        byte[] cut = Arrays.copyOf(encoded(models), 60);
        assertThatThrownBy(() -> decoder.decode(cut)).isInstanceOf(SnapshotFormatException.class);

        assertThat(decoder.decode(encoded(models)).models()).isEqualTo(models);
    }

    private static String refusal(byte[] bytes) {
        try {
            return "version " + new CatalogDecoder().decode(bytes).version();
        } catch (SnapshotFormatException e) {
            return e.getClass().getSimpleName();
        }
    }

    private static List<Model> distinctModels(int count) {
        Random random = new Random(7);
        RandomCatalog catalogs = new RandomCatalog(random);
        return IntStream.range(0, count)
                .mapToObj(i -> withId(catalogs.model(), "author/" + i))
                .toList();
    }

    private static Model withId(Model model, String id) {
        return new Model(
                id,
                model.name(),
                model.mode(),
                model.released(),
                model.family(),
                model.contextLength(),
                model.tokenizer(),
                model.inputModalities(),
                model.outputModalities(),
                model.aliases(),
                model.retires(),
                model.successor(),
                model.endpoints());
    }

    private static byte[] encoded(List<Model> models) {
        return CatalogEncoder.encode(new CatalogSnapshot(1, Instant.EPOCH, List.of(), models));
    }
}
