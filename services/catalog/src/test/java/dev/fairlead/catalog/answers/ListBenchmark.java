package dev.fairlead.catalog.answers;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;

import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.search.LiveFigures;
import dev.fairlead.catalog.search.ModelIndex;
import dev.fairlead.catalog.search.ModelQuery;
import dev.fairlead.catalog.search.Parameters;
import dev.fairlead.catalog.search.QueryReader;
import dev.fairlead.catalog.search.Row;
import dev.fairlead.catalog.search.SampleListing;
import dev.fairlead.contracts.catalog.CatalogSnapshot;
import dev.fairlead.contracts.catalog.names.NameTable;

/**
 * Measures how long the answers of the list take to make, from query parameters to bytes, without HTTP. A program of
 * its own, not a test: {@code java ... ListBenchmark 10000 10}.
 */
public final class ListBenchmark {

    private static final int WARM_UP = 3_000;
    private static final int CALLS = 5_000;
    private static final int CALLS_FOR_ALL = 300;
    private static final double MICROS = 1_000.0;

    private final ModelIndex index;
    private volatile LiveFigures live;
    private long bytes;

    private ListBenchmark(Listing listing, ModelIndex index) {
        this.index = index;
        this.live = LiveFigures.of(index, SampleListing.traffic(1, listing));
    }

    /** Runs it; the arguments are the number of models and the number of endpoints of each. */
    public static void main(String[] arguments) {
        int models = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        int endpoints = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        Listing listing = SampleListing.plain(1, models, endpoints);
        long count = listing.models().values().stream()
                .mapToLong(model -> model.endpoints().size())
                .sum();
        CatalogSnapshot snapshot = SampleListing.snapshot(listing);
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            ModelIndex built = ModelIndex.of(listing, snapshot, SampleListing.TODAY, ModelJson::render);
            long indexed = System.nanoTime();
            NameTable.of(snapshot);
            long named = System.nanoTime();
            System.out.printf(
                    Locale.ROOT,
                    "%d models, %d endpoints: index %d ms, name table %d ms, lines %d%n",
                    models,
                    count,
                    (indexed - start) / 1_000_000,
                    (named - indexed) / 1_000_000,
                    built.select(ModelQuery.ALL, null, LiveFigures.of(built, SampleListing.traffic(1, listing)))
                            .size());
        }
        new ListBenchmark(listing, ModelIndex.of(listing, snapshot, SampleListing.TODAY, ModelJson::render)).run();
    }

    private void run() {
        Map<String, Map<String, String>> questions = new LinkedHashMap<>();
        questions.put(
                "filtered (tools, price, context)",
                Map.of("supported_parameters", "tools", "max_price", "2.5", "context", "100000"));
        questions.put(
                "filtered, 8 filters, sorted by price",
                Map.of(
                        "supported_parameters", "tools,temperature",
                        "input_modalities", "image",
                        "model_authors", "openai,google",
                        "max_price", "300",
                        "region", "us",
                        "min_age_days", "30",
                        "max_output_price", "900",
                        "sort", "pricing-low-to-high"));
        questions.put("text search, one word", Map.of("q", "turbo"));
        questions.put("text search, two words, page of 50", Map.of("q", "openai coder", "limit", "50"));
        questions.put(
                "filtered, sorted by live throughput, page of 50",
                Map.of("supported_parameters", "tools", "sort", "throughput-high-to-low", "limit", "50"));
        questions.put("range of tool success, live", Map.of("min_tool_success_rate", "0.9", "limit", "100"));
        questions.put("page of 500, no filter", Map.of("limit", "500"));
        questions.forEach((name, question) -> measure(name, CALLS, i -> answer(question)));
        measure(
                "whole list, every line, nothing cached",
                CALLS_FOR_ALL,
                i -> answer(Map.of("output_modalities", "all")));
        measure("sorted by popularity, a new routing table each time", CALLS_FOR_ALL, i -> {
            live = LiveFigures.of(index, live.table());
            answer(Map.of("sort", "most-popular", "limit", "50"));
        });
        List<Row> rows = index.select(ModelQuery.ALL, null, live);
        measure("endpoints of one model", CALLS, i -> {
            bytes = new EndpointJson(live, true).model(rows.get(i % rows.size()).entry()).length;
        });
    }

    private void answer(Map<String, String> question) {
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>(question);
        ModelQuery query = new QueryReader(index, null).read(new Parameters(parameters), "text");
        bytes = ListBody.of(index.select(query, null, live), query.page(), uri(parameters)).length;
    }

    /** On a busy machine the time on the clock is that of others, too; hence also the thread's own processor time. */
    private void measure(String name, int calls, IntConsumer call) {
        for (int i = 0; i < Math.min(WARM_UP, calls); i++) {
            call.accept(i);
        }
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long[] clock = new long[calls];
        long[] processor = new long[calls];
        for (int i = 0; i < calls; i++) {
            long used = threads.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            call.accept(i);
            clock[i] = System.nanoTime() - start;
            processor[i] = threads.getCurrentThreadCpuTime() - used;
        }
        Arrays.sort(clock);
        Arrays.sort(processor);
        System.out.printf(
                Locale.ROOT,
                "%-52s %,12d B  clock p50 %8.0f us p99 %8.0f us  processor p50 %8.0f us p99 %8.0f us%n",
                name,
                bytes,
                clock[calls / 2] / MICROS,
                clock[calls * 99 / 100] / MICROS,
                processor[calls / 2] / MICROS,
                processor[calls * 99 / 100] / MICROS);
    }

    private static UriInfo uri(MultivaluedMap<String, String> parameters) {
        URI request = URI.create("http://127.0.0.1/api/v1/models");
        return (UriInfo) Proxy.newProxyInstance(
                UriInfo.class.getClassLoader(),
                new Class<?>[] {UriInfo.class},
                (proxy, method, arguments) -> method.getName().equals("getQueryParameters") ? parameters : request);
    }
}
