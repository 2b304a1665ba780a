package dev.fairlead.catalog.answers;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.listing.PriceList;
import dev.fairlead.catalog.search.LiveFigures;
import dev.fairlead.catalog.search.ModelIndex;
import dev.fairlead.catalog.search.ModelQuery;
import dev.fairlead.catalog.search.Row;
import dev.fairlead.catalog.search.SampleListing;
import dev.fairlead.catalog.search.Served;
import dev.fairlead.contracts.money.PriceKind;
import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.contracts.routing.RoutingTable;
import dev.fairlead.contracts.routing.StatisticsWindow;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ModelJsonTest {

    private static final Listing LISTING = SampleListing.of(30, 200, 5);
    private static final ModelIndex INDEX =
            ModelIndex.of(LISTING, SampleListing.snapshot(LISTING), SampleListing.TODAY, ModelJson::render);
    private static final RoutingTable TRAFFIC = SampleListing.traffic(30, LISTING);
    private static final LiveFigures LIVE = LiveFigures.of(INDEX, TRAFFIC);
    private static final List<Row> ROWS = INDEX.select(ModelQuery.ALL, null, LIVE);

    private static JsonNode parsed(byte[] json) throws IOException {
        return new ObjectMapper().readTree(json);
    }

    @Test
    void pricesAreTheListedOnesPerTokenWithoutALostDigit() throws IOException {
        int known = 0;
        for (Row row : ROWS) {
            JsonNode pricing = parsed(row.json()).get("pricing");
            PriceList listed = row.entry().top().prices();
            String prompt = pricing.get("prompt").asText();
            if (listed == null || !listed.suffices(row.entry().model().mode())) {
                assertThat(prompt).isEqualTo("-1");
                continue;
            }
            BigDecimal input = listed.amounts().getOrDefault(PriceKind.INPUT, BigDecimal.ZERO);
            assertThat(new BigDecimal(prompt).multiply(BigDecimal.valueOf(1_000_000)))
                    .isEqualByComparingTo(input);
            assertThat(prompt).doesNotContainIgnoringCase("e");
            known++;
        }
        assertThat(known).isGreaterThan(50);
    }

    @Test
    void pricesOfServiceTiersAreNoOverridesThatSeemToHoldAlways() throws IOException {
        int tiers = 0;
        for (Row row : ROWS) {
            JsonNode endpoints =
                    parsed(new EndpointJson(LIVE, true).model(row.entry())).at("/data/endpoints");
            for (JsonNode endpoint : endpoints) {
                for (JsonNode override : endpoint.at("/pricing/overrides")) {
                    assertThat(override.has("min_prompt_tokens") || override.has("utc_start"))
                            .as("%s has a condition", override)
                            .isTrue();
                }
                for (JsonNode tier : endpoint.path("service_tiers")) {
                    assertThat(tier.get("service_tier").asText()).isEqualTo("flex");
                    tiers++;
                }
            }
        }
        assertThat(tiers).isPositive();
    }

    @Test
    void windowsOfTheDayAreHoursAndMinutesInOneNumber() throws IOException {
        boolean seen = false;
        for (Row row : ROWS) {
            for (JsonNode override : parsed(row.json()).at("/pricing/overrides")) {
                if (override.has("utc_start")) {
                    assertThat(override.get("utc_start").asInt()).isEqualTo(1630);
                    assertThat(override.get("utc_end").asInt()).isEqualTo(30);
                    seen = true;
                }
            }
        }
        assertThat(seen).isTrue();
    }

    @Test
    void percentilesAreForKnownCallersAndUptimesForEverybody() throws IOException {
        Map<String, EndpointHealth> health = new TreeMap<>();
        TRAFFIC.endpoints().forEach(endpoint -> health.put(endpoint.endpoint(), endpoint));
        int shown = 0;
        for (Row row : ROWS) {
            JsonNode anonymous =
                    parsed(new EndpointJson(LIVE, false).model(row.entry())).at("/data/endpoints");
            JsonNode known =
                    parsed(new EndpointJson(LIVE, true).model(row.entry())).at("/data/endpoints");
            int i = 0;
            for (Served endpoint : row.entry().endpoints()) {
                assertThat(anonymous.get(i).get("latency_last_30m").isNull()).isTrue();
                assertThat(anonymous.get(i).get("throughput_last_30m").isNull()).isTrue();
                EndpointHealth record = health.get(endpoint.published().id());
                var day = record == null ? null : record.over(StatisticsWindow.DAY_1);
                JsonNode uptime = anonymous.get(i).get("uptime_last_1d");
                if (day == null || day.attempts() == 0) {
                    assertThat(uptime.isNull()).isTrue();
                } else {
                    assertThat(uptime.asDouble())
                            .isCloseTo(
                                    100.0 * day.successes() / day.attempts(),
                                    org.assertj.core.data.Offset.offset(0.001));
                }
                var recent = record == null ? null : record.over(StatisticsWindow.MINUTES_30);
                JsonNode latency = known.get(i).get("latency_last_30m");
                if (recent != null && recent.timeToFirstTokenMillis() != null) {
                    assertThat(latency.get("p99").asDouble())
                            .isEqualTo(recent.timeToFirstTokenMillis().p99());
                    shown++;
                } else {
                    assertThat(latency.isNull()).isTrue();
                }
                i++;
            }
        }
        assertThat(shown).isPositive();
    }

    @Test
    void variantIsALineOfItsOwnAndPointsToItself() throws IOException {
        Row free = ROWS.stream()
                .filter(row -> row.id().endsWith(":free"))
                .findFirst()
                .orElseThrow();
        JsonNode json = parsed(free.json());
        assertThat(json.get("id").asText()).isEqualTo(free.entry().model().id() + ":free");
        assertThat(json.get("canonical_slug").asText())
                .isEqualTo(free.entry().model().id());
        assertThat(json.get("name").asText()).endsWith(" (free)");
        assertThat(json.at("/links/details").asText()).isEqualTo("/api/v1/models/" + free.id() + "/endpoints");
        assertThat(free.entry().endpoints())
                .allMatch(endpoint -> "free".equals(endpoint.listed().variant()));
    }

    @Test
    void monthOfTheKnowledgeCutoffIsItsLastDay() throws IOException {
        for (Row row : ROWS) {
            JsonNode cutoff = parsed(row.json()).get("knowledge_cutoff");
            String listed = row.entry().model().knowledgeCutoff();
            assertThat(cutoff.asText("none"))
                    .isEqualTo(listed == null ? "none" : listed.equals("2025-06") ? "2025-06-30" : listed);
        }
    }
}
