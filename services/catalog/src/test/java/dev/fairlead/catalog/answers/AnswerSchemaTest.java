package dev.fairlead.catalog.answers;

import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.search.LiveFigures;
import dev.fairlead.catalog.search.ModelIndex;
import dev.fairlead.catalog.search.ModelQuery;
import dev.fairlead.catalog.search.Row;
import dev.fairlead.catalog.search.SampleListing;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Whatever is listed, and whatever of it is missing: its JSON is what OpenRouter's document promises. */
class AnswerSchemaTest {

    private static final Listing LISTING = SampleListing.of(20, 300, 6);
    private static final ModelIndex INDEX =
            ModelIndex.of(LISTING, SampleListing.snapshot(LISTING), SampleListing.TODAY, ModelJson::render);
    private static final LiveFigures LIVE = LiveFigures.of(INDEX, SampleListing.traffic(20, LISTING));
    private static final List<Row> ROWS = INDEX.select(ModelQuery.ALL, "acme", LIVE);

    private static ApiSchemas schemas() {
        var schemas = ApiSchemas.ofOpenRouter();
        assumeTrue(schemas.isPresent(), "OpenRouter's document is not there: skipped");
        return schemas.get();
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    @Test
    void everyModelIsAsTheDocumentHasIt() {
        ApiSchemas schemas = schemas();
        assertThat(ROWS).hasSizeGreaterThan(200);
        for (Row row : ROWS) {
            schemas.assertAnswers("/model/{author}/{slug}", 200, "{\"data\":" + text(row.json()) + '}');
            schemas.assertAnswers(
                    "/model/{author}/{slug}",
                    200,
                    "{\"data\":" + text(ModelJson.render(row.entry(), "~acme/pro-latest")) + '}');
        }
    }

    @Test
    void everyEndpointIsAsTheDocumentHasIt() {
        ApiSchemas schemas = schemas();
        for (Row row : ROWS) {
            for (boolean known : new boolean[] {false, true}) {
                schemas.assertAnswers(
                        "/models/{author}/{slug}/endpoints",
                        200,
                        text(new EndpointJson(LIVE, known).model(row.entry())));
            }
        }
    }

    @Test
    void everyProviderIsAsTheDocumentHasIt() {
        schemas()
                .assertAnswers(
                        "/providers",
                        200,
                        text(ProviderJson.list(LISTING.providers().values())));
    }

    @Test
    void everyRefusalIsAsTheDocumentHasIt() {
        ApiSchemas schemas = schemas();
        schemas.assertAnswers(
                "/models", 400, text(Refusal.invalid("sort", "is wrong").toJson()));
        schemas.assertAnswers(
                "/models/user", 401, text(Refusal.unauthorized("Who?").toJson()));
        schemas.assertAnswers(
                "/model/{author}/{slug}",
                404,
                text(Refusal.unknownModel("opnai/x", List.of("openai/x")).toJson()));
        schemas.assertAnswers(
                "/models/{author}/{slug}/endpoints",
                404,
                text(Refusal.retired("openai/x", "openai/y").toJson()));
    }

    @Test
    void schemasRefuseWhatTheyShould() {
        ApiSchemas schemas = schemas();
        String model = text(ROWS.getFirst().json());
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> schemas.assertAnswers(
                        "/model/{author}/{slug}", 200, "{\"data\":" + model.replace("\"id\"", "\"no_id\"") + '}'))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("id");
    }
}
