package dev.fairlead.bench;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class LoadResultTest {

    private static final String GOOD = """
            Running 6s test @ http://127.0.0.1:28080
              1 threads and 32 connections
              Thread Stats   Avg      Stdev     Max   +/- Stdev
                Latency     3.40ms    2.10ms  40.11ms   88.00%
                Req/Sec     9.90k     1.20k   12.05k    70.00%
              Latency Distribution
                 50%  950.00us
                 75%    4.00ms
                 90%    6.00ms
                 99%    1.20s\s
              59123 requests in 6.01s, 31.02MB read
            Requests/sec:   9837.44
            Transfer/sec:      5.16MB
            """;

    @Test
    void readsRequestsAndLatenciesInWhateverUnit() {
        LoadResult result = LoadResult.parse(GOOD);

        assertThat(result.requests()).isEqualTo(59_123);
        assertThat(result.seconds()).isEqualTo(6.01, within(1e-9));
        assertThat(result.perSecond()).isEqualTo(9_837.4, within(0.1));
        assertThat(result.p50Micros()).isEqualTo(950, within(1e-6));
        assertThat(result.p99Micros()).isEqualTo(1_200_000, within(1e-6));
        assertThat(result.faults()).isEmpty();
    }

    @Test
    void readsRunsOfMinutes() {
        LoadResult result = LoadResult.parse(GOOD.replace("in 6.01s", "in 1.50m"));

        assertThat(result.seconds()).isEqualTo(90, within(1e-9));
    }

    @Test
    void tellsEveryKindOfFault() {
        LoadResult result = LoadResult.parse(GOOD.replace("Requests/sec", """
                  Socket errors: connect 0, read 3, write 0, timeout 1
                  Non-2xx or 3xx responses: 17
                Requests/sec"""));

        assertThat(result.faults())
                .containsExactly(
                        "Socket errors: connect 0, read 3, write 0, timeout 1", "Non-2xx or 3xx responses: 17");
    }

    @Test
    void readsThatNothingWasAnswered() {
        LoadResult result =
                LoadResult.parse(GOOD.replace("59123 requests", "0 requests").replaceAll("950.00us|1.20s", "-nanus"));

        assertThat(result.requests()).isZero();
        assertThat(result.faults()).isEmpty();
    }

    @Test
    void refusesWhatIsNotTheOutputOfWrk() {
        assertThatThrownBy(() -> LoadResult.parse("unable to connect to 127.0.0.1:1 Connection refused"))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("Connection refused");
    }
}
