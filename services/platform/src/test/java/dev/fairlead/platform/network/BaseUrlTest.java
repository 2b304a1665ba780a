package dev.fairlead.platform.network;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BaseUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://api.example.com/v1, https://api.example.com/v1",
        "https://api.example.com/v1/, https://api.example.com/v1",
        "https://api.example.com///, https://api.example.com",
        "HTTPS://API.Example.COM:443/V1, https://api.example.com/V1",
        "http://api.example.com:80, http://api.example.com",
        "http://api.example.com:8080/openai, http://api.example.com:8080/openai",
        "https://api.example.com./v1, https://api.example.com/v1",
        "https://bücher.example/v1, https://xn--bcher-kva.example/v1",
        "https://api.example.com/v1/projects/a:b/@x, https://api.example.com/v1/projects/a:b/@x",
        "http://127.0.0.1:11434/v1, http://127.0.0.1:11434/v1",
        "http://[2606:4700:0:0::1111]:443, 'http://[2606:4700:0:0:0:0:0:1111]:443'",
        "http://[FD00:EC2::254]/, 'http://[fd00:ec2:0:0:0:0:0:254]'",
        "http://model_server:9000/v1, http://model_server:9000/v1",
    })
    void urlIsNormalised(String text, String normalised) {
        assertThat(BaseUrl.parse(text)).hasToString(normalised);
        assertThat(BaseUrl.parse(normalised)).hasToString(normalised);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "api.example.com",
                "//api.example.com",
                "https:api.example.com",
                "https:/api.example.com",
                "https://",
                "https:///v1",
                "ftp://api.example.com",
                "file:///etc/passwd",
                "gopher://10.0.0.1",
                "javascript://x",
                "https://user@api.example.com",
                "https://user:pass@api.example.com",
                "https://api.example.com@10.0.0.1/",
                "https://api.example.com?x=1",
                "https://api.example.com/v1?x=1",
                "https://api.example.com/v1#top",
                "https://api.example.com#@10.0.0.1",
                "https://api.example.com\\@10.0.0.1",
                "https://api example.com",
                " https://api.example.com",
                "https://api.example.com ",
                "https://api.example.com\n",
                "https://api.example.com/\u0000",
                "https://api.example.com/a b",
                "https://api.example.com/../x",
                "https://api.example.com/a/./b",
                "https://api.example.com//a//b",
                "https://api.example.com/%2e%2e/",
                "https://api.exa%6dple.com",
                "https://api.example.com:",
                "https://api.example.com:0",
                "https://api.example.com:65536",
                "https://api.example.com:99999999999",
                "https://api.example.com:+80",
                "https://api.example.com:80:80",
                "https://-api.example.com",
                "https://api-.example.com",
                "https://api..example.com",
                "https://.",
                "https://.example.com",
                "https://api.example.com..",
                "https://{region}.example.com",
                "https://api.example.com/{project}",
                "https://[::1",
                "https://::1",
                "https://[::1%25eth0]",
                "https://[fe80::1%eth0]",
                "https://[1.2.3.4]",
                "https://[gggg::1]",
                "https://[]",
                "https://[::1]x"
            })
    void whatIsNoPlainUrlOfAHostIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> BaseUrl.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2130706433",
                "0x7f000001",
                "0X7F000001",
                "017700000001",
                "127.1",
                "127.0.1",
                "0177.0.0.1",
                "0x7f.0.0.1",
                "0x7f.1",
                "127.0.0.01",
                "127.0.0.1.1",
                "127.0.0.256",
                "0",
                "0x",
                "1.2.3.08",
                "example.127",
                "foo.0x10"
            })
    void trickSpellingOfAnIpv4AddressIsNeverTakenForAPublicHost(String host) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BaseUrl.parse("http://" + host + "/v1"))
                .withMessageContaining("four decimal numbers");
        assertThatIllegalArgumentException().isThrownBy(() -> BaseUrl.parse("http://" + host + ".:80"));
    }

    @Test
    void labelThatOnlyBeginsWithADigitIsAName() {
        assertThat(BaseUrl.parse("http://10.0.0.1e").address()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1., 127.0.0.1",
        "'http://[::ffff:10.0.0.1]/v1', 10.0.0.1",
        "'http://[::FFFF:a9fe:a9fe]', 169.254.169.254",
        "http://①②⑦.0.0.1, 127.0.0.1",
        "http://127。0。0。1, 127.0.0.1",
        "http://１２７．０．０．１, 127.0.0.1",
        "'http://[0:0:0:0:0:0:0:1]:8080', 0:0:0:0:0:0:0:1",
    })
    void addressInAnUnusualSpellingIsTheAddressThatItIs(String text, String address) {
        BaseUrl url = BaseUrl.parse(text);

        assertThat(url.host()).isEqualTo(address);
        assertThat(requireNonNull(url.address()).getHostAddress()).isEqualTo(address);
        assertThat(new AddressCheck(AllowedNetworks.NONE).refusal(requireNonNull(url.address())))
                .isNotNull();
    }

    @Test
    void sameOriginIsSchemeHostAndPort() {
        BaseUrl url = BaseUrl.parse("https://api.example.com/v1");

        assertThat(url.hasSameOrigin(BaseUrl.parse("https://API.example.com:443/v2")))
                .isTrue();
        assertThat(url.hasSameOrigin(BaseUrl.parse("http://api.example.com/v1")))
                .isFalse();
        assertThat(url.hasSameOrigin(BaseUrl.parse("https://api.example.com:8443/v1")))
                .isFalse();
        assertThat(url.hasSameOrigin(BaseUrl.parse("https://api2.example.com/v1")))
                .isFalse();
    }

    @Test
    void noTextMakesItFailInAnyOtherWayAndWhatItAcceptsStaysAsItIs() {
        Random random = new Random(11);
        String alphabet = "htps:/.@[]?#%\\ -_019afxAFX{}\u3002\uff0e\u2460\n";
        int accepted = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(i % 2 == 0 ? "http://" : "");
            for (int length = random.nextInt(24); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                BaseUrl url = BaseUrl.parse(text.toString());
                accepted++;
                assertThat(BaseUrl.parse(url.toString())).isEqualTo(url);
                assertThat(url.host()).matches("[a-z0-9._:-]+");
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageNotContaining("Exception").isExactlyInstanceOf(IllegalArgumentException.class);
            }
        }
        assertThat(accepted).isPositive();
    }
}
