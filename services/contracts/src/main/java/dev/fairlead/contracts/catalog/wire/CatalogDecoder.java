package dev.fairlead.contracts.catalog.wire;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.fairlead.contracts.catalog.Authentication;
import dev.fairlead.contracts.catalog.CatalogSnapshot;
import dev.fairlead.contracts.catalog.DataPolicy;
import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Mode;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.contracts.catalog.Standing;
import dev.fairlead.contracts.money.PriceKind;
import dev.fairlead.contracts.money.PriceOverride;
import dev.fairlead.contracts.money.PriceSchedule;
import dev.fairlead.contracts.money.TokenPrices;
import org.jspecify.annotations.Nullable;

/**
 * Reads catalog snapshots. Remembers the last one: a model that has not changed since is the same object, so that a new
 * version costs little more than what is new in it. Thread-safe.
 */
public final class CatalogDecoder {

    /** Digests and models of the last snapshot, by place: most models keep theirs. */
    private Remembered remembered = new Remembered(new long[0], List.of());

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Remembered(long[] digests, List<Model> models) {}

    /**
     * The snapshot that the bytes are.
     *
     * @throws SnapshotFormatException if they are none, or of a version that this release does not know
     */
    public synchronized CatalogSnapshot decode(byte[] bytes) {
        checkHead(bytes);
        try (Inflow in = new Inflow(bytes, Format.MAGIC.length + 1)) {
            return read(in);
        } catch (SnapshotFormatException e) {
            throw e;
        } catch (IOException | IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw new SnapshotFormatException("the catalog snapshot is damaged: " + e.getMessage(), e);
        }
    }

    private static void checkHead(byte[] bytes) {
        int length = Format.MAGIC.length;
        if (bytes.length <= length || !Arrays.equals(bytes, 0, length, Format.MAGIC, 0, length)) {
            throw new SnapshotFormatException("these bytes are not a catalog snapshot");
        }
        if (bytes[length] != Format.VERSION) {
            throw new SnapshotFormatException("the catalog snapshot has format " + bytes[length] + ", and only format "
                    + Format.VERSION + " is known here: this service is older or newer than the catalog");
        }
    }

    private CatalogSnapshot read(Inflow in) throws IOException {
        long version = in.number();
        Instant publishedAt = Instant.ofEpochSecond(in.number(), in.number());
        SharedSource<String> texts = shared(in, Source::text);
        SharedSource<List<String>> lists = shared(in, source -> List.copyOf(source.list(inner -> inner.shared(texts))));
        SharedSource<PriceSchedule> schedules = shared(in, source -> schedule(source, texts));
        Reading reading = new Reading(in, texts, lists, schedules);
        List<Provider> providers = reading.providers();
        List<Model> models = reading.models(remembered);
        remembered = new Remembered(reading.digests, models);
        return new CatalogSnapshot(version, publishedAt, providers, models);
    }

    private static <T> SharedSource<T> shared(Inflow in, Function<Source, T> form) throws IOException {
        int count = in.size();
        byte[] written = new byte[in.size()];
        in.read(written, written.length);
        return new SharedSource<>(count, written, form);
    }

    static String usualId(String provider, String upstream, @Nullable String region, @Nullable String variant) {
        String id = provider + '/' + upstream;
        id = region == null ? id : id + '@' + region;
        return variant == null ? id : id + ':' + variant;
    }

    private static PriceSchedule schedule(Source source, SharedSource<String> texts) {
        TokenPrices base = new TokenPrices(
                source.decimal(),
                source.decimal(),
                source.decimal(),
                source.optionalDecimal(),
                source.optionalDecimal(),
                source.optionalDecimal(),
                source.optionalDecimal(),
                source.optionalDecimal(),
                source.optionalDecimal(),
                source.optionalDecimal(),
                source.optionalDecimal());
        return new PriceSchedule(base, amounts(source, texts), source.list(inner -> override(inner, texts)));
    }

    private static PriceOverride override(Source source, SharedSource<String> texts) {
        return new PriceOverride(
                source.number(),
                source.optionalTime(),
                source.optionalTime(),
                source.optionalShared(texts),
                amounts(source, texts));
    }

    private static Map<PriceKind, BigDecimal> amounts(Source source, SharedSource<String> texts) {
        Map<PriceKind, BigDecimal> amounts = new EnumMap<>(PriceKind.class);
        int count = source.size();
        for (int i = 0; i < count; i++) {
            amounts.put(PriceKind.valueOf(source.shared(texts)), source.decimal());
        }
        return amounts;
    }

    /** The reading of one snapshot, once its shared values are there. */
    private static final class Reading {

        private final Inflow in;
        private final SharedSource<String> texts;
        private final SharedSource<List<String>> lists;
        private final SharedSource<PriceSchedule> schedules;
        private final Source source = new Source();
        private byte[] piece = new byte[1 << 12];
        private long[] digests = {};

        Reading(
                Inflow in,
                SharedSource<String> texts,
                SharedSource<List<String>> lists,
                SharedSource<PriceSchedule> schedules) {
            this.in = in;
            this.texts = texts;
            this.lists = lists;
            this.schedules = schedules;
        }

        List<Provider> providers() throws IOException {
            int count = in.size();
            List<Provider> providers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                next(in.size());
                providers.add(provider());
            }
            return providers;
        }

        List<Model> models(Remembered known) throws IOException {
            int count = in.size();
            long[] read = new long[count];
            List<Model> models = new ArrayList<>();
            int expected = 0;
            for (int i = 0; i < count; i++) {
                int length = in.size();
                read[i] = in.eight();
                int place = find(known, read[i], expected);
                if (place >= 0) {
                    in.skip(length);
                    models.add(known.models.get(place));
                    expected = place + 1;
                } else {
                    next(length);
                    models.add(model());
                    expected++;
                }
            }
            digests = read;
            return models;
        }

        /** Where the model of a digest was: mostly in its old place, behind the one before it. -1 if nowhere. */
        private static int find(Remembered known, long digest, int expected) {
            if (expected < known.digests.length && known.digests[expected] == digest) {
                return expected;
            }
            for (int i = 0; i < known.digests.length; i++) {
                if (known.digests[i] == digest) {
                    return i;
                }
            }
            return -1;
        }

        private void next(int length) throws IOException {
            if (piece.length < length) {
                piece = new byte[length];
            }
            in.read(piece, length);
            source.over(piece, 0, length);
        }

        private Provider provider() {
            return new Provider(
                    source.text(),
                    source.text(),
                    source.optionalText(),
                    Dialect.valueOf(source.shared(texts)),
                    Authentication.valueOf(source.shared(texts)),
                    source.shared(lists),
                    source.shared(lists),
                    dataPolicy(),
                    source.shared(lists),
                    source.optionalShared(texts),
                    source.optionalText());
        }

        private DataPolicy dataPolicy() {
            Boolean trains = source.flag() ? source.flag() : null;
            Integer retentionDays = source.flag() ? Math.toIntExact(source.signed()) : null;
            return new DataPolicy(trains, retentionDays);
        }

        private Model model() {
            return new Model(
                    source.text(),
                    source.text(),
                    Mode.valueOf(source.shared(texts)),
                    source.optionalDate(),
                    source.optionalShared(texts),
                    source.signed(),
                    source.shared(texts),
                    source.shared(lists),
                    source.shared(lists),
                    source.list(Source::text),
                    source.optionalDate(),
                    source.optionalText(),
                    source.list(inner -> endpoint()));
        }

        private Endpoint endpoint() {
            String provider = source.shared(texts);
            String upstream = source.text();
            String variant = source.optionalShared(texts);
            String tier = source.optionalShared(texts);
            String region = source.optionalShared(texts);
            String id = source.optionalText();
            return new Endpoint(
                    id == null ? usualId(provider, upstream, region, variant) : id,
                    provider,
                    upstream,
                    variant,
                    tier,
                    region,
                    source.flag() ? Dialect.valueOf(source.shared(texts)) : null,
                    Standing.valueOf(source.shared(texts)),
                    source.optionalShared(schedules),
                    source.flag(),
                    source.signed(),
                    source.signed(),
                    source.signed(),
                    source.optionalShared(texts),
                    source.shared(lists),
                    source.shared(lists),
                    source.optionalShared(texts),
                    source.optionalShared(schedules));
        }
    }
}
