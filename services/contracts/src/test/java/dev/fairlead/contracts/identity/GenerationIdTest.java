package dev.fairlead.contracts.identity;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class GenerationIdTest {

    private static final long NOW = 1_790_000_000_000L;

    @Test
    void createsValidIds() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            GenerationId id = GenerationId.create(random.nextLong() >>> 16, random);

            assertThat(GenerationId.isValid(id.value())).isTrue();
            assertThat(new GenerationId(id.value())).isEqualTo(id);
            assertThat(id.toString()).matches("gen-[0-9a-hjkmnp-tv-z]{26}");
        }
    }

    @Test
    void createsNoIdTwice() {
        Random random = new Random(2);
        Set<GenerationId> ids = new HashSet<>();
        for (int i = 0; i < 200_000; i++) {
            ids.add(GenerationId.create(NOW, random));
        }
        assertThat(ids).hasSize(200_000);
    }

    @Test
    void usesEveryCharacterInEveryRandomPlace() {
        Random random = new Random(3);
        List<Set<Character>> seen = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            String value = GenerationId.create(NOW, random).value();
            for (int place = 14; place < 30; place++) {
                if (seen.size() <= place - 14) {
                    seen.add(new HashSet<>());
                }
                seen.get(place - 14).add(value.charAt(place));
            }
        }
        assertThat(seen)
                .hasSize(16)
                .allSatisfy(characters -> assertThat(characters).hasSize(32));
    }

    @Test
    void sortsByTime() {
        Random random = new Random(4);
        for (int i = 0; i < 10_000; i++) {
            long earlier = random.nextLong() >>> 15;
            long later = earlier + 1 + random.nextInt(100_000);
            if (later >>> 50 != 0) {
                continue;
            }
            assertThat(GenerationId.create(earlier, random).value())
                    .isLessThan(GenerationId.create(later, random).value());
        }
    }

    @Test
    void beginsTheSameWithinAMillisecond() {
        Random random = new Random(5);
        String first = GenerationId.create(NOW, random).value();
        String second = GenerationId.create(NOW, random).value();

        assertThat(first.substring(0, 14)).isEqualTo(second.substring(0, 14));
        assertThat(first).isNotEqualTo(second);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "gen-",
                "gen-0123456789abcdefghjkmnpqr",
                "gen-0123456789abcdefghjkmnpqrst",
                "GEN-0123456789abcdefghjkmnpqrs",
                "gen_0123456789abcdefghjkmnpqrs",
                "gen-0123456789abcdefghjkmnpqrS",
                "gen-0123456789abcdefghjkmnpqri",
                "gen-0123456789abcdefghjkmnpqr ",
                "gen-0123456789abcdefghjkmnpqré",
                "gen-0123456789abcdefghjkmnpqr\0",
                "0123456789abcdefghjkmnpqrs0123"
            })
    void refusesWhatIsNoId(String value) {
        assertThat(GenerationId.isValid(value)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new GenerationId(value));
    }

    @Test
    void doesNotRepeatWhatItRefuses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GenerationId("<script>"))
                .withMessageNotContaining("script");
    }
}
