package dev.fairlead.bench;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessorTimeTest {

    @Test
    void fieldsAreCountedBehindTheNameWhateverItHolds() {
        String stat = "4711 (a) b (c) S 1 2 3 4 5 6 7 8 9 10 250 40 7 3 20 0";

        assertThat(ProcessorTime.ticks(stat, 11, 12)).isEqualTo(290);
        assertThat(ProcessorTime.ticks(stat, 13, 14)).isEqualTo(10);
    }

    @Test
    void machineIsBusyWithAllButIdlingAndWaiting() {
        String stat = "cpu  100 1 50 9000 800 3 2 4 70 80\ncpu0 1 1 1 1 1 1 1 1 1 1\n";

        assertThat(ProcessorTime.machine(stat)).isEqualTo(160 * 10_000);
    }

    @Test
    void ownProcessUsesProcessorAndMemory() {
        long pid = ProcessHandle.current().pid();

        assertThat(ProcessorTime.ofTree(pid)).isPositive();
        assertThat(ProcessorTime.ofTreeEver(pid)).isGreaterThanOrEqualTo(ProcessorTime.ofTree(pid) / 2);
        assertThat(ProcessorTime.ofMachine()).isPositive();
        assertThat(ProcessorTime.residentMemory(pid)).isGreaterThan(10L << 20);
    }
}
