package dev.fairlead.platform.network;

import java.net.InetAddress;
import java.util.Random;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AddressCheckTest {

    private static final AddressCheck STRICT = new AddressCheck(AllowedNetworks.NONE);

    private static InetAddress address(String text) {
        return requireNonNull(AddressLiteral.parse(text), text);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, unspecified",
        "0.1.2.3, unspecified",
        "127.0.0.1, loopback",
        "127.255.255.254, loopback",
        "10.0.0.1, private",
        "10.255.255.255, private",
        "172.16.0.1, private",
        "172.31.255.255, private",
        "192.168.1.1, private",
        "100.64.0.1, private",
        "100.127.255.255, private",
        "169.254.1.1, link-local",
        "169.254.169.254, metadata",
        "100.100.100.200, metadata",
        "192.0.0.8, reserved",
        "198.19.0.1, reserved",
        "224.0.0.1, multicast",
        "239.255.255.255, multicast",
        "240.0.0.1, reserved",
        "255.255.255.255, broadcast",
        "::, unspecified",
        "::1, loopback",
        "fe80::1, link-local",
        "febf::1, link-local",
        "fec0::1, private",
        "fc00::1, private",
        "fdff::1, private",
        "fd00:ec2::254, metadata",
        "ff02::1, multicast",
        "100::1, reserved",
        "64:ff9b:1::a00:1, private",
        "::ffff:10.0.0.1, private",
        "::ffff:7f00:1, loopback",
        "::10.0.0.1, private",
        "::a9fe:a9fe, metadata",
        "64:ff9b::10.0.0.1, private",
        "64:ff9b::a9fe:a9fe, metadata",
        "2002:a00:1::1, private",
        "2002:7f00:1::, loopback",
        "2002:a9fe:a9fe:1::5, metadata",
        "2001:0:4136:e378:8000:63bf:f5ff:fffe, private",
    })
    void addressThatIsNotPublicIsRefusedWithItsKind(String address, String kind) {
        assertThat(STRICT.refusal(address(address))).contains(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "203.0.113.7",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00::1",
                "64:ff9b::101:101",
                "2002:101:101::1",
                "::ffff:1.1.1.1"
            })
    void publicAddressIsNotRefused(String address) {
        assertThat(STRICT.refusal(address(address))).isNull();
    }

    @Test
    void allowedBlockLetsItsAddressesThroughInEverySpellingAndNoOthers() {
        AddressCheck check = new AddressCheck(AllowedNetworks.parse("10.1.0.0/16, fd00:1::/64"));

        assertThat(check.refusal(address("10.1.2.3"))).isNull();
        assertThat(check.refusal(address("::ffff:10.1.2.3"))).isNull();
        assertThat(check.refusal(address("64:ff9b::10.1.2.3"))).isNull();
        assertThat(check.refusal(address("fd00:1::5"))).isNull();
        assertThat(check.refusal(address("10.2.0.0"))).isNotNull();
        assertThat(check.refusal(address("10.0.255.255"))).isNotNull();
        assertThat(check.refusal(address("fd00:2::5"))).isNotNull();
        assertThat(check.refusal(address("127.0.0.1"))).isNotNull();
    }

    @RepeatedTest(20)
    void everyWayToWriteAnIpv4AddressIntoIpv6IsJudgedAsThatAddress(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        AddressCheck check = new AddressCheck(AllowedNetworks.parse("192.168.0.0/16"));
        for (int i = 0; i < 1_000; i++) {
            byte[] four = new byte[4];
            random.nextBytes(four);
            boolean refused = check.refusal(AddressLiteral.ofBytes(four)) != null;
            byte[] mapped = sixteen(four, 12);
            mapped[10] = (byte) 0xff;
            mapped[11] = (byte) 0xff;
            byte[] nat64 = sixteen(four, 12);
            nat64[1] = 0x64;
            nat64[2] = (byte) 0xff;
            nat64[3] = (byte) 0x9b;
            byte[] sixToFour = sixteen(four, 2);
            sixToFour[0] = 0x20;
            sixToFour[1] = 0x02;

            assertThat(check.refusal(AddressLiteral.ofBytes(mapped)) != null).isEqualTo(refused);
            assertThat(check.refusal(AddressLiteral.ofBytes(nat64)) != null).isEqualTo(refused);
            assertThat(check.refusal(AddressLiteral.ofBytes(sixToFour)) != null).isEqualTo(refused);
        }
    }

    @Test
    void blockHoldsExactlyTheAddressesThatShareItsBits() {
        Random random = new Random(7);
        for (int bits = 0; bits <= 32; bits++) {
            int mask = bits == 0 ? 0 : -1 << (32 - bits);
            int base = random.nextInt() & mask;
            AddressRange range = AddressRange.parse(dotted(base) + "/" + bits);
            for (int i = 0; i < 200; i++) {
                int other = (random.nextInt() & ~mask) | (i % 2 == 0 ? base : random.nextInt());
                assertThat(range.contains(address(dotted(other))))
                        .as("%s in %s", dotted(other), range)
                        .isEqualTo((other & mask) == base);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.0.0.0/08",
                "10.0.0.1/8",
                "fd00::1/64",
                "fd00::/129",
                "localhost/8",
                "10.0.0/8",
                "010.0.0.0/8",
                "10.0.0.0/8/9",
                "*",
                "10.0.0.0-10.0.0.9"
            })
    void faultyBlockIsNamedWithTheSetting(String block) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AllowedNetworks.parse("127.0.0.0/8," + block))
                .withMessageContaining(AllowedNetworks.SETTING)
                .withMessageContaining("'" + block + "'");
    }

    @Test
    void noBlocksAndEmptyOnesAllowNothing() {
        assertThat(new AddressCheck(AllowedNetworks.parse(" , ")).refusal(address("127.0.0.1")))
                .isEqualTo("a loopback address");
        assertThat(AllowedNetworks.parse("127.0.0.0/8")).hasToString("[127.0.0.0/8]");
    }

    private static byte[] sixteen(byte[] four, int offset) {
        byte[] sixteen = new byte[16];
        System.arraycopy(four, 0, sixteen, offset, four.length);
        return sixteen;
    }

    private static String dotted(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 0xff) + "." + (address >>> 8 & 0xff) + "." + (address & 0xff);
    }
}
