package dev.fairlead.contracts.bench;

import java.time.LocalDate;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import dev.fairlead.contracts.catalog.CatalogSnapshot;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.names.NameTable;
import dev.fairlead.contracts.catalog.names.Resolution;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** How long a name takes. The names are new strings each time, as those of requests are. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class NameTableBenchmark {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
    private static final int NAMES = 1 << 10;

    /** How many models there are; each has ten endpoints. */
    @Param({"1000", "10000"})
    public int models;

    /** Which spelling of a model is looked up. */
    @Param({"ID", "ALIAS", "SLUG", "PROVIDER", "UPPER_CASE", "VARIANTS", "LATEST", "UNKNOWN"})
    public Spelling spelling = Spelling.ID;

    /** Ways to write a model's name. */
    public enum Spelling {
        ID,
        ALIAS,
        SLUG,
        PROVIDER,
        UPPER_CASE,
        VARIANTS,
        LATEST,
        UNKNOWN
    }

    private NameTable table = NameTable.of(java.util.List.of());
    private char[][] names = {};
    private int next;

    /** Makes the catalog and the names. */
    @Setup
    public void setUp() {
        CatalogSnapshot catalog = SyntheticCatalog.of(models, 10);
        table = NameTable.of(catalog);
        names = new char[NAMES][];
        for (int i = 0; i < NAMES; i++) {
            names[i] = name(catalog.models().get((int) (i * 7919L % models))).toCharArray();
        }
    }

    private String name(Model model) {
        return switch (spelling) {
            case ID -> model.id();
            case ALIAS -> model.aliases().getFirst();
            case SLUG -> model.id().substring(model.id().indexOf('/') + 1);
            case PROVIDER -> model.endpoints().get(1).id();
            case UPPER_CASE -> model.id().toUpperCase(Locale.ROOT);
            case VARIANTS -> model.id() + ":free:nitro";
            case LATEST -> "~" + model.id().substring(0, model.id().indexOf('/')) + '/' + model.family() + "-latest";
            case UNKNOWN -> model.id().replace("instruct", "instrukt");
        };
    }

    /** What there is to subtract: the making of the string. */
    @Benchmark
    public String nameOnly() {
        return new String(names[next++ & NAMES - 1]);
    }

    /** The name and its meaning. */
    @Benchmark
    public Resolution resolve() {
        return table.resolve(new String(names[next++ & NAMES - 1]), "acme", TODAY);
    }

    /** Runs all of it; arguments are {@code models} to run with. */
    public static void main(String... arguments) throws RunnerException {
        OptionsBuilder options = new OptionsBuilder();
        options.include(NameTableBenchmark.class.getName() + ".resolve").addProfiler(GCProfiler.class);
        if (arguments.length > 0) {
            options.param("models", arguments);
        }
        new Runner(options.build()).run();
    }
}
