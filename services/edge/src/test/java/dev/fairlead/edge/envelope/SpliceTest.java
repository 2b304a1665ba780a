package dev.fairlead.edge.envelope;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SpliceTest {

    private static final String JSON = "{ \"model\" : \"a\", \"keep\" : [ 1, 2 ] ,\"drop\":{}}";

    @Test
    void leavesWhatIsNotEditedAsItWasByteForByte() {
        assertThat(apply(splice(JSON).removeIfPresent("absent")))
                .isEqualTo("{\"model\" : \"a\",\"keep\" : [ 1, 2 ],\"drop\":{}}");
    }

    @Test
    void replacesRemovesAndAdds() {
        // When
        String edited =
                apply(splice(JSON).set("model", "\"b/c\"").set("new", "7").removeIfPresent("drop"));

        // Then
        assertThat(edited).isEqualTo("{\"new\":7,\"model\" : \"b/c\",\"keep\" : [ 1, 2 ]}");
    }

    @Test
    void joinsSeveralAdditions() {
        assertThat(apply(splice("{}").add("\"a\":1").add("\"b\":2"))).isEqualTo("{\"a\":1,\"b\":2}");
    }

    @Test
    void mayRemoveEverything() {
        assertThat(apply(splice("{\"a\":1,\"b\":2}").removeIfPresent("a").removeIfPresent("b")))
                .isEqualTo("{}");
    }

    private static Splice splice(String json) {
        return new Splice(JsonIndex.of(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static String apply(Splice splice) {
        return new String(splice.apply(), StandardCharsets.UTF_8);
    }
}
