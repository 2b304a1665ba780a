package dev.fairlead.router.publication;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

import dev.fairlead.contracts.routing.Outcome;
import dev.fairlead.contracts.routing.OutcomeKind;
import dev.fairlead.contracts.routing.RoutingTable;
import dev.fairlead.platform.json.FairleadJson;
import dev.fairlead.router.health.HealthBook;
import dev.fairlead.router.state.StateStore;
import dev.fairlead.router.state.StateWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What every edge reads every second, and what is saved every few, must stay small. */
class RoutingTableSizeTest {

    private static final long START = 1_800_000_000_000L;
    private static final long HALF_AN_HOUR = 1_800_000;

    /** Endpoints that were busy for the whole half hour: all windows full, and no two alike. */
    @ParameterizedTest
    @ValueSource(ints = {100, 1_000})
    void tableAndStateStaySmallHoweverBusyTheEndpointsAre(int endpoints) throws IOException {
        HealthBook book = new HealthBook();
        Random random = new Random(endpoints);
        for (int endpoint = 0; endpoint < endpoints; endpoint++) {
            use(book, "provider-" + endpoint % 60 + "/author/model-" + endpoint, random);
        }
        long now = START + HALF_AN_HOUR;

        byte[] table = FairleadJson.mapper()
                .writeValueAsBytes(new RoutingTable(1, Instant.ofEpochMilli(now), book.health(now)));
        StateWriter state = new StateWriter();
        book.write(state);

        assertThat(table.length / endpoints).as("bytes of JSON per endpoint").isLessThan(1_300);
        assertThat(gzipped(table).length / endpoints)
                .as("bytes published per endpoint")
                .isLessThan(300);
        assertThat(StateStore.pack(state).length / endpoints)
                .as("bytes saved per endpoint")
                .isLessThan(4_000);
    }

    private static void use(HealthBook book, String endpoint, Random random) {
        double typicalMillis = 100 + random.nextInt(2_000);
        double typicalSpeed = 10 + random.nextInt(200);
        for (int i = 0; i < 400; i++) {
            long first = (long) (typicalMillis * Math.exp(random.nextGaussian() / 2));
            long tokens = 20L + random.nextInt(1_000);
            double speed = typicalSpeed * Math.exp(random.nextGaussian() / 3);
            boolean good = random.nextInt(100) > 0;
            Outcome outcome = new Outcome(
                    endpoint,
                    good ? OutcomeKind.SUCCESS : OutcomeKind.PROVIDER_ERROR,
                    good ? 200 : 500,
                    0,
                    good ? first : -1,
                    first + (long) (1000 * tokens / speed),
                    random.nextInt(10_000),
                    tokens,
                    -1,
                    random.nextBoolean(),
                    random.nextBoolean());
            book.add(outcome, START + HALF_AN_HOUR * i / 400);
        }
    }

    private static byte[] gzipped(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
