package dev.fairlead.contracts.catalog.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

import dev.fairlead.contracts.catalog.CatalogSnapshot;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.contracts.money.PriceKind;
import dev.fairlead.contracts.money.PriceOverride;
import dev.fairlead.contracts.money.PriceSchedule;
import dev.fairlead.contracts.money.TokenPrices;

/** Writes a catalog snapshot as {@link Format} says. */
public final class CatalogEncoder {

    private final SharedValues<String> texts = new SharedValues<>(Draft::text);
    private final SharedValues<List<String>> lists =
            new SharedValues<>((draft, list) -> draft.list(list, (inner, text) -> inner.shared(texts, text)));
    private final SharedValues<PriceSchedule> schedules = new SharedValues<>(this::schedule);
    private final MessageDigest digest = Format.digest();

    private CatalogEncoder() {}

    /** The bytes of a snapshot. */
    public static byte[] encode(CatalogSnapshot snapshot) {
        return new CatalogEncoder().bytes(snapshot);
    }

    private byte[] bytes(CatalogSnapshot snapshot) {
        Bytes providers = new Bytes();
        providers.number(snapshot.providers().size());
        Bytes models = new Bytes();
        models.number(snapshot.models().size());
        Draft draft = new Draft();
        for (Provider next : snapshot.providers()) {
            draft.clear();
            provider(draft, next);
            providers.number(draft.wire.size());
            providers.raw(draft.wire);
        }
        for (Model next : snapshot.models()) {
            draft.clear();
            model(draft, next);
            models.number(draft.wire.size());
            models.eight(draft.content.digest(digest));
            models.raw(draft.wire);
        }
        Bytes head = new Bytes();
        head.number(snapshot.version());
        Instant publishedAt = snapshot.publishedAt();
        head.number(publishedAt.getEpochSecond());
        head.number(publishedAt.getNano());
        texts.writeTo(head);
        lists.writeTo(head);
        schedules.writeTo(head);
        return deflated(head, providers, models);
    }

    private static byte[] deflated(Bytes... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
        out.writeBytes(Format.MAGIC);
        out.write(Format.VERSION);
        Deflater deflater = new Deflater();
        try (DeflaterOutputStream deflating = new DeflaterOutputStream(out, deflater, 1 << 13)) {
            for (Bytes part : parts) {
                part.writeTo(deflating);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }

    private void provider(Draft draft, Provider provider) {
        draft.text(provider.id());
        draft.text(provider.name());
        draft.optionalText(provider.baseUrl());
        draft.shared(texts, provider.dialect().name());
        draft.shared(texts, provider.authentication().name());
        draft.shared(lists, provider.environmentKeys());
        draft.shared(lists, provider.forwardedHeaders());
        draft.optional(provider.dataPolicy().trains(), Draft::flag);
        draft.optional(provider.dataPolicy().retentionDays(), (inner, days) -> inner.signed(days));
        draft.shared(lists, provider.datacenters());
        draft.optionalShared(texts, provider.owner());
        draft.optionalText(provider.sealedCredential());
    }

    private void model(Draft draft, Model model) {
        draft.text(model.id());
        draft.text(model.name());
        draft.shared(texts, model.mode().name());
        draft.optionalDate(model.released());
        draft.optionalShared(texts, model.family());
        draft.signed(model.contextLength());
        draft.shared(texts, model.tokenizer());
        draft.shared(lists, model.inputModalities());
        draft.shared(lists, model.outputModalities());
        draft.list(model.aliases(), Draft::text);
        draft.optionalDate(model.retires());
        draft.optionalText(model.successor());
        draft.list(model.endpoints(), this::endpoint);
    }

    private void endpoint(Draft draft, Endpoint endpoint) {
        draft.shared(texts, endpoint.provider());
        draft.text(endpoint.upstreamModel());
        draft.optionalShared(texts, endpoint.variant());
        draft.optionalShared(texts, endpoint.tier());
        draft.optionalShared(texts, endpoint.region());
        String usualId = CatalogDecoder.usualId(
                endpoint.provider(), endpoint.upstreamModel(), endpoint.region(), endpoint.variant());
        draft.optionalText(endpoint.id().equals(usualId) ? null : endpoint.id());
        draft.optional(endpoint.dialect(), (inner, dialect) -> inner.shared(texts, dialect.name()));
        draft.shared(texts, endpoint.standing().name());
        draft.optionalShared(schedules, endpoint.prices());
        draft.flag(endpoint.pricedByCeiling());
        draft.signed(endpoint.contextLength());
        draft.signed(endpoint.maxPromptTokens());
        draft.signed(endpoint.maxOutputTokens());
        draft.optionalShared(texts, endpoint.quantization());
        draft.shared(lists, endpoint.inputModalities());
        draft.shared(lists, endpoint.supportedParameters());
        draft.optionalShared(texts, endpoint.owner());
        draft.optionalShared(schedules, endpoint.offerPrices());
    }

    private void schedule(Draft draft, PriceSchedule schedule) {
        TokenPrices base = schedule.base();
        draft.decimal(base.prompt());
        draft.decimal(base.completion());
        draft.decimal(base.request());
        draft.optional(base.cacheRead(), Draft::decimal);
        draft.optional(base.cacheWrite(), Draft::decimal);
        draft.optional(base.cacheWrite1h(), Draft::decimal);
        draft.optional(base.reasoning(), Draft::decimal);
        draft.optional(base.inputAudio(), Draft::decimal);
        draft.optional(base.inputImage(), Draft::decimal);
        draft.optional(base.outputAudio(), Draft::decimal);
        draft.optional(base.outputImage(), Draft::decimal);
        amounts(draft, schedule.pieces());
        draft.list(schedule.overrides(), this::override);
    }

    private void override(Draft draft, PriceOverride override) {
        draft.number(override.abovePromptTokens());
        draft.optionalTime(override.utcStart());
        draft.optionalTime(override.utcEnd());
        draft.optionalShared(texts, override.serviceTier());
        amounts(draft, override.amounts());
    }

    private void amounts(Draft draft, Map<PriceKind, BigDecimal> amounts) {
        draft.list(amounts.entrySet(), (inner, amount) -> {
            inner.shared(texts, amount.getKey().name());
            inner.decimal(amount.getValue());
        });
    }
}
