package dev.fairlead.catalog.search;

import java.util.List;
import java.util.Map;

import dev.fairlead.catalog.listing.Listing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class QueryReaderTest {

    private static final Listing LISTING = SampleListing.of(1, 50, 3);
    private static final ModelIndex INDEX =
            ModelIndex.of(LISTING, SampleListing.snapshot(LISTING), SampleListing.TODAY, entry -> new byte[0]);

    private static ModelQuery read(Map<String, List<String>> given) {
        return new QueryReader(INDEX, null).read(new Parameters(given), "text");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sort                   | cheapest   | pricing-low-to-high
            category               | Games      | programming
            output_modalities      | text,smell | embeddings
            input_modalities       | smell      | video
            supported_parameters   | tols       | tools
            region                 | mars       | eu, us
            zdr                    | false      | true
            distillable            | maybe      | true, false
            arch                   | Homebrew   | llama
            model_authors          | opnai      | openai
            providers              | provider   | provider-1
            limit                  | 0          | from 1 to 1000
            limit                  | 1001       | from 1 to 1000
            limit                  | ten        | from 1 to 1000
            offset                 | -1         | at least 0
            offset                 | 99999999999| at least 0
            context                | 0          | at least 1
            context                | 1.5        | at least 1
            min_price              | cheap      | number of at least 0
            max_price              | -1         | number of at least 0
            max_price              | NaN        | number of at least 0
            max_output_price       | 1e999999   | number of at least 0
            min_age_days           | 1.5        | at least 0
            min_coding_index       | ''         | ''
            min_tool_success_rate  | 1.01       | from 0 to 1
            """)
    void valueThatMeansNothingIsRefusedWithWhatItMayBe(String parameter, String value, String allowed) {
        if (value.isEmpty()) {
            assertThat(read(Map.of(parameter, List.of(value)))).isEqualTo(read(Map.of()));
            return;
        }
        assertThatExceptionOfType(InvalidParameterException.class)
                .isThrownBy(() -> read(Map.of(parameter, List.of(value))))
                .satisfies(e -> assertThat(e.parameter()).isEqualTo(parameter))
                .withMessageStartingWith(parameter + ": ")
                .withMessageContaining(allowed);
    }

    @Test
    void boundsThatLeaveNothingAreRefused() {
        assertThatExceptionOfType(InvalidParameterException.class)
                .isThrownBy(() -> read(Map.of("min_price", List.of("2"), "max_price", List.of("1.999"))))
                .withMessage("min_price: is above max_price");
        assertThat(read(Map.of("min_price", List.of("2.0"), "max_price", List.of("2")))
                        .filters())
                .hasSize(2);
    }

    @Test
    void scalarGivenTwiceIsRefusedAndListGivenTwiceIsOneList() {
        assertThatExceptionOfType(InvalidParameterException.class)
                .isThrownBy(() -> read(Map.of("sort", List.of("newest", "newest"))))
                .withMessage("sort: is given more than once");
        assertThat(read(Map.of("input_modalities", List.of("text", "image, text"))))
                .isEqualTo(read(Map.of("input_modalities", List.of("image,text"))));
    }

    @Test
    void overlongTextIsRefused() {
        assertThatExceptionOfType(InvalidParameterException.class)
                .isThrownBy(() -> read(Map.of("q", List.of("x".repeat(1_001)))))
                .withMessage("q: is longer than 1000 characters");
        assertThatExceptionOfType(InvalidParameterException.class)
                .isThrownBy(() -> read(Map.of("q", List.of("x ".repeat(21)))))
                .withMessage("q: has more than 20 words");
    }

    @Test
    void parametersThatNobodyKnowsAreIgnored() {
        assertThat(read(Map.of("utm_source", List.of("x", "y")))).isEqualTo(read(Map.of()));
    }

    @Test
    void pageHasAnOffsetAndALimitAsSoonAsEitherIsGiven() {
        assertThat(read(Map.of()).page()).isNull();
        assertThat(read(Map.of("offset", List.of("20"))).page()).isEqualTo(new ModelQuery.Page(20, 500));
        assertThat(read(Map.of("limit", List.of("1000"))).page()).isEqualTo(new ModelQuery.Page(0, 1_000));
    }

    @Test
    void numbersMayBeWrittenWithExponents() {
        assertThat(read(Map.of("max_price", List.of("1e-7"))).filters()).hasSize(2);
    }
}
