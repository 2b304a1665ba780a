package dev.fairlead.edge.routing;

import java.util.List;

import dev.fairlead.contracts.routing.VirtualModel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SpelledNameTest {

    @Test
    void takesOnlySuffixesOffThatOrder() {
        assertThat(SpelledName.of("a/m")).isEqualTo(new SpelledName("a/m", ""));
        assertThat(SpelledName.of("a/m:floor")).isEqualTo(new SpelledName("a/m", ":floor"));
        assertThat(SpelledName.of("a/m:free:Nitro")).isEqualTo(new SpelledName("a/m:free", ":Nitro"));
        assertThat(SpelledName.of("a/m:nitro:free")).isEqualTo(new SpelledName("a/m:nitro:free", ""));
        assertThat(SpelledName.of("anthropic.claude-v1:0")).isEqualTo(new SpelledName("anthropic.claude-v1:0", ""));
    }

    @Test
    void keepsTheCallersOrderForWhatTakesItsPlace() {
        assertThat(SpelledName.of("a/m:floor").orderedLike("b/n")).isEqualTo("b/n:floor");
        assertThat(SpelledName.of("a/m:floor").orderedLike("b/n:free")).isEqualTo("b/n:free:floor");
        assertThat(SpelledName.of("a/m:floor").orderedLike("b/n:nitro")).isEqualTo("b/n:nitro");
        assertThat(SpelledName.of("a/m:free").orderedLike("b/n")).isEqualTo("b/n");
    }

    @Test
    void knowsVirtualModelsByAllTheirNames() {
        assertThat(SpelledName.of("fairlead/auto:nitro").virtualModel()).isEqualTo(VirtualModel.AUTO);
        assertThat(SpelledName.of("openrouter/auto-beta").virtualModel()).isEqualTo(VirtualModel.AUTO);
        assertThat(SpelledName.of("OpenRouter/Free").virtualModel()).isEqualTo(VirtualModel.FREE);
        assertThat(SpelledName.of("openrouter/pareto-code").virtualModel()).isNull();
        assertThat(SpelledName.anyVirtual(List.of("a/m", "a/m:free"))).isFalse();
        assertThat(SpelledName.anyVirtual(List.of("a/m", "fairlead/budget:floor")))
                .isTrue();
    }
}
