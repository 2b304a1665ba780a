package dev.fairlead.contracts.redis;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.OrganisationId;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RedisKeysTest {

    /** What Redis Cluster hashes: between the first opening brace and the first closing one behind it. */
    private static final Pattern HASH_TAG = Pattern.compile("^[^{]*\\{([^}]+)\\}.*$");

    @Test
    void allKeysOfAnOrganisationShareOneHashTag() {
        for (int i = 0; i < 1_000; i++) {
            // Given
            OrganisationId organisation = new OrganisationId("org-" + i);
            int partition = RedisKeys.partition(organisation);

            // When
            List<String> keys = List.of(
                    RedisKeys.leases(partition),
                    RedisKeys.usageStream(partition),
                    RedisKeys.organisationLevel(organisation),
                    RedisKeys.keyLevel(organisation, KeyHash.of("a" + i)),
                    RedisKeys.keyLevel(organisation, KeyHash.of("b" + i)));

            // Then
            assertThat(keys)
                    .doesNotHaveDuplicates()
                    .allSatisfy(key -> assertThat(hashTag(key)).isEqualTo(Integer.toString(partition)));
        }
    }

    @Test
    void partitionsAreInRangeAndSpread() {
        int[] organisations = new int[RedisKeys.PARTITIONS];
        for (int i = 0; i < 16_000; i++) {
            int partition = RedisKeys.partition(new OrganisationId("customer-" + Integer.toString(i * 7919, 36)));
            assertThat(partition).isBetween(0, RedisKeys.PARTITIONS - 1);
            organisations[partition]++;
        }
        assertThat(Arrays.stream(organisations).min().orElseThrow()).isGreaterThan(500);
        assertThat(Arrays.stream(organisations).max().orElseThrow()).isLessThan(2_000);
    }

    @Test
    void aPartitionIsInRangeForANegativeHashCodeToo() {
        OrganisationId organisation = new OrganisationId("zzzzzzzzzz-acme");
        assertThat(new OrganisationId("polygenelubricants").value().hashCode()).isEqualTo(Integer.MIN_VALUE);

        assertThat(RedisKeys.partition(new OrganisationId("polygenelubricants")))
                .isZero();
        assertThat(RedisKeys.partition(organisation)).isBetween(0, RedisKeys.PARTITIONS - 1);
    }

    @Test
    void differentThingsHaveDifferentNames() {
        OrganisationId organisation = new OrganisationId("acme");
        KeyHash key = KeyHash.of("k");
        List<String> names = List.of(
                RedisKeys.CATALOG_SNAPSHOT,
                RedisKeys.ROUTING_TABLE,
                RedisKeys.KEY_CHANGES,
                RedisKeys.LEVEL_WANTED,
                RedisKeys.OUTCOMES,
                RedisKeys.snapshotChannel(RedisKeys.CATALOG_SNAPSHOT),
                RedisKeys.snapshotChannel(RedisKeys.ROUTING_TABLE),
                RedisKeys.apiKey(key),
                RedisKeys.organisationLevel(organisation),
                RedisKeys.keyLevel(organisation, key));

        assertThat(names)
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(name).startsWith("fairlead:"));
        // The separator of a reservation's parts must not be in a level's key.
        assertThat(names).allSatisfy(name -> assertThat(name).doesNotContain("|"));
    }

    @Test
    void partitionsHaveStreamsAndLeasesOfTheirOwn() {
        Set<String> names = new HashSet<>();
        for (int partition = 0; partition < RedisKeys.PARTITIONS; partition++) {
            names.add(RedisKeys.usageStream(partition));
            names.add(RedisKeys.leases(partition));
        }
        assertThat(names).hasSize(2 * RedisKeys.PARTITIONS);
    }

    private static String hashTag(String key) {
        Matcher matcher = HASH_TAG.matcher(key);
        assertThat(matcher.matches()).as(key).isTrue();
        return matcher.group(1);
    }
}
