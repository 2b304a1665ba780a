package dev.fairlead.edge.planning;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

import dev.fairlead.contracts.catalog.DataPolicy;
import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.edge.offer.Offer;
import dev.fairlead.edge.offer.Offers;
import dev.fairlead.edge.offer.Terms;
import dev.fairlead.edge.offer.Vocabulary;
import dev.fairlead.edge.planning.Plan.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Which endpoints a request may be sent to. Of several reasons against one, the most permanent is given: first what
 * nobody can change by asking otherwise, then what the caller and its account want, then what this request needs.
 */
final class Filters {

    /** Parameters that endpoints are preferred for, the most telling first. */
    private static final List<String> SOFT = List.of("tools", "response_format", "verbosity");
    /** All that a request can hold besides text. */
    private static final List<String> MEDIA = List.of("image", "audio", "video", "file");

    private final Predicate<Provider> hasCredential;
    private final Predicate<Dialect> speaks;
    private final Features features;
    private final Preferences preferences;
    private final Offers offers;
    private final Names[] only;
    private final Names ignore;
    private final Set<String> quantizations;
    private final Demand required;
    /** Null if no endpoint reads all of them. */
    private final @Nullable Terms everything;

    private @Nullable Demand modalities;

    /**
     * Words that an endpoint has to have.
     *
     * @param isPossible whether any endpoint has each of them
     */
    record Demand(boolean isPossible, Terms terms) {

        static final Demand NONE = new Demand(true, Terms.NONE);

        static Demand of(Set<String> words, Vocabulary vocabulary) {
            if (words.isEmpty()) {
                return NONE;
            }
            Terms terms = vocabulary.terms(words);
            return new Demand(terms != null, terms == null ? Terms.NONE : terms);
        }

        boolean isMetBy(Terms offered) {
            return isPossible && offered.containAll(terms);
        }
    }

    Filters(PlanRequest request, Offers offers, Predicate<Provider> hasCredential, Predicate<Dialect> speaks) {
        this.hasCredential = hasCredential;
        this.speaks = speaks;
        this.features = request.features();
        this.preferences = request.preferences();
        this.offers = offers;
        this.only = preferences.only().stream().map(Names::of).toArray(Names[]::new);
        this.ignore = Names.of(preferences.ignore());
        this.quantizations = lowerCase(preferences.quantizations());
        this.required =
                preferences.requireParameters() ? Demand.of(features.parameters(), offers.parameters()) : Demand.NONE;
        this.everything = offers.modalities().terms(MEDIA);
    }

    private static Set<String> lowerCase(Set<String> names) {
        if (names.isEmpty()) {
            return names;
        }
        Set<String> lower = new HashSet<>();
        names.forEach(name -> lower.add(name.toLowerCase(Locale.ROOT)));
        return lower;
    }

    /** Why nobody can be sent there; null if one can. The price is not looked at. */
    @Nullable
    Reason unusable(Offer offer) {
        Provider provider = offer.provider();
        Reason standing =
                switch (offer.endpoint().standing()) {
                    case ROUTABLE -> provider == null || provider.baseUrl() == null ? Reason.NO_ADDRESS : null;
                    case UNPRICED -> Reason.NO_PRICE;
                    case SUSPECT_PRICE -> Reason.SUSPECT_PRICE;
                    case UNVERIFIED -> Reason.UNVERIFIED;
                    case NO_ADDRESS -> Reason.NO_ADDRESS;
                    case RETIRED -> Reason.RETIRED;
                };
        if (standing != null || provider == null) {
            return standing;
        }
        if (!speaks.test(offer.dialect(provider))) {
            return Reason.DIALECT;
        }
        return hasCredential.test(provider) ? null : Reason.NO_CREDENTIAL;
    }

    /** Why the caller does not want it, whatever the request; null if it does. The price is not looked at. */
    @Nullable
    Reason unwanted(Offer offer) {
        for (Names names : only) {
            if (!names.name(offer)) {
                return Reason.ALLOWED_PROVIDERS;
            }
        }
        if (ignore.name(offer)) {
            return Reason.ALLOWED_PROVIDERS;
        }
        Provider provider = offer.provider();
        DataPolicy policy = provider == null ? DataPolicy.UNKNOWN : provider.dataPolicy();
        if (preferences.zeroDataRetention() && !policy.retainsNothing()) {
            return Reason.ZDR;
        }
        if (preferences.denyDataCollection() && !policy.knownNotToTrain()) {
            return Reason.TRAINING;
        }
        return quantizations.isEmpty() || quantizations.contains(offer.quantization()) ? null : Reason.QUANTIZATION;
    }

    /**
     * Why it cannot take this request; null if it can.
     *
     * @param demanded what its selection asks of it
     */
    @Nullable
    Reason unfit(Offer offer, Demand demanded) {
        if (!fits(offer)) {
            return Reason.CONTEXT_LENGTH;
        }
        if (!reads(offer)) {
            return Reason.MODALITY;
        }
        return required.isMetBy(offer.parameters()) && demanded.isMetBy(offer.parameters())
                ? null
                : Reason.REQUIRE_PARAMETERS;
    }

    /** What a selection asks of its endpoints. */
    Demand demand(Selection selection) {
        return Demand.of(selection.parameters(), offers.parameters());
    }

    private boolean fits(Offer offer) {
        long prompt = features.leastPromptTokens();
        long tokens = prompt + Math.max(0, features.completionTokens());
        return tokens <= offer.contextLength() && prompt <= offer.maxPromptTokens();
    }

    /** What the request holds is found out only where an endpoint cannot read everything. */
    private boolean reads(Offer offer) {
        if (everything != null && offer.modalities().containAll(everything)) {
            return true;
        }
        Demand held = modalities;
        if (held == null) {
            held = Demand.of(features.inputModalities().get(), offers.modalities());
            modalities = held;
        }
        return held.isMetBy(offer.modalities());
    }

    /** Those of the request's parameters that endpoints are preferred for, the most telling first. */
    List<Terms> softParameters() {
        List<Terms> soft = new ArrayList<>(SOFT.size());
        for (String name : SOFT) {
            Terms terms =
                    features.parameters().contains(name) ? offers.parameters().terms(List.of(name)) : null;
            if (terms != null) {
                soft.add(terms);
            }
        }
        return soft;
    }
}
