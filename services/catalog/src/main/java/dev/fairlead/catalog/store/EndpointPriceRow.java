package dev.fairlead.catalog.store;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;

import dev.fairlead.catalog.listing.PriceList;
import dev.fairlead.contracts.money.PriceKind;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** What an endpoint charges from a moment on; never changed once written. */
@Entity
@Immutable
@Table(name = "endpoint_price")
class EndpointPriceRow {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "endpoint_price_id")
    @SequenceGenerator(name = "endpoint_price_id", sequenceName = "endpoint_price_id")
    private @Nullable Long id;

    @Column(name = "endpoint_id")
    private String endpointId;

    @Column(name = "valid_from")
    private Instant validFrom;

    @Column(name = "as_of")
    private @Nullable LocalDate asOf;

    @Column(name = "input")
    private @Nullable BigDecimal input;

    @Column(name = "output")
    private @Nullable BigDecimal output;

    @Column(name = "cache_read")
    private @Nullable BigDecimal cacheRead;

    @Column(name = "cache_write")
    private @Nullable BigDecimal cacheWrite;

    @Column(name = "cache_write_1h")
    private @Nullable BigDecimal cacheWrite1h;

    @Column(name = "reasoning")
    private @Nullable BigDecimal reasoning;

    @Column(name = "input_audio")
    private @Nullable BigDecimal inputAudio;

    @Column(name = "input_image")
    private @Nullable BigDecimal inputImage;

    @Column(name = "output_audio")
    private @Nullable BigDecimal outputAudio;

    @Column(name = "output_image")
    private @Nullable BigDecimal outputImage;

    @Column(name = "request")
    private @Nullable BigDecimal request;

    protected EndpointPriceRow() {}

    /**
     * A new price.
     *
     * @param prices null if the price is unknown from then on
     */
    EndpointPriceRow(String endpointId, Instant validFrom, @Nullable PriceList prices) {
        this.endpointId = endpointId;
        this.validFrom = validFrom;
        if (prices != null) {
            asOf = prices.asOf();
            input = prices.amount(PriceKind.INPUT);
            output = prices.amount(PriceKind.OUTPUT);
            cacheRead = prices.amount(PriceKind.CACHE_READ);
            cacheWrite = prices.amount(PriceKind.CACHE_WRITE);
            cacheWrite1h = prices.amount(PriceKind.CACHE_WRITE_1H);
            reasoning = prices.amount(PriceKind.REASONING);
            inputAudio = prices.amount(PriceKind.INPUT_AUDIO);
            inputImage = prices.amount(PriceKind.INPUT_IMAGE);
            outputAudio = prices.amount(PriceKind.OUTPUT_AUDIO);
            outputImage = prices.amount(PriceKind.OUTPUT_IMAGE);
            request = prices.amount(PriceKind.REQUEST);
        }
    }

    String endpointId() {
        return endpointId;
    }

    Instant validFrom() {
        return validFrom;
    }

    /** Null if the price is unknown. */
    @Nullable
    PriceList prices() {
        if (asOf == null) {
            return null;
        }
        Map<PriceKind, BigDecimal> amounts = new EnumMap<>(PriceKind.class);
        for (PriceKind kind : PriceKind.values()) {
            BigDecimal amount = amount(kind);
            if (amount != null) {
                amounts.put(kind, amount);
            }
        }
        return new PriceList(asOf, amounts);
    }

    private @Nullable BigDecimal amount(PriceKind kind) {
        return switch (kind) {
            case INPUT -> input;
            case OUTPUT -> output;
            case CACHE_READ -> cacheRead;
            case CACHE_WRITE -> cacheWrite;
            case CACHE_WRITE_1H -> cacheWrite1h;
            case REASONING -> reasoning;
            case INPUT_AUDIO -> inputAudio;
            case INPUT_IMAGE -> inputImage;
            case OUTPUT_AUDIO -> outputAudio;
            case OUTPUT_IMAGE -> outputImage;
            case REQUEST -> request;
            default -> null;
        };
    }
}
