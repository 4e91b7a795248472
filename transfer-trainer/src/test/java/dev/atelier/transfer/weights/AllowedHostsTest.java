package dev.atelier.transfer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.transfer.format.WeightsException;
import java.net.InetAddress;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedHostsTest {
    private final AllowedHosts hosts =
            new AllowedHosts(Set.of("models.test", "models.test:8443", "localhost"), Set.of("mirror.test:8080"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://models.test/a.pth",
                "HTTPS://MODELS.TEST:443/a.pth?token=x",
                "https://models.test:8443/a.pth",
                "http://mirror.test:8080/a.pth",
                "https://mirror.test:8080/a.pth"
            })
    void aListedHostIsAllowed(String url) {
        assertThatCode(() -> hosts.require(URI.create(url))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://models.test/a.pth",
                "https://models.test:444/a.pth",
                "https://models.test./a.pth",
                "https://sub.models.test/a.pth",
                "https://models.test.elsewhere.test/a.pth",
                "https://elsewhere.test/secret?token=hidden#models.test",
                "https:models.test",
                "https:///models.test",
                "ftp://models.test/a.pth",
                "file:///proc/self/environ",
                "file://models.test/etc/passwd",
                "jar:https://models.test/a.zip!/a.pth",
                "http://mirror.test/a.pth",
                "https://127.0.0.1/a.pth",
                "https://[::1]/a.pth"
            })
    void whateverElseIsRefusedWithoutItsQuery(String url) {
        assertThatThrownBy(() -> hosts.require(URI.create(url)))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith("Weights must not be downloaded from ")
                .hasMessageContaining("atelier.transfer.hosts")
                .hasMessageNotContaining("hidden");
    }

    @Test
    void aUrlWithAPasswordIsRefusedWithoutIt() {
        assertThatThrownBy(() -> hosts.require(URI.create("https://me:hidden@models.test/a.pth")))
                .isInstanceOf(WeightsException.class)
                .hasMessage("A URL of weights must have no user or password in it");
    }

    @Test
    void aPublicHostAtAPrivateAddressIsRefused() {
        assertThatThrownBy(() -> hosts.requirePublicAddress(URI.create("https://localhost/a.pth")))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("private network");
        assertThatCode(() -> new AllowedHosts(Set.of(), Set.of("localhost"))
                        .requirePublicAddress(URI.create("https://localhost/a.pth")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "127.0.0.1",
                "127.9.9.9",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.170",
                "192.168.1.1",
                "198.18.0.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:10.0.0.1",
                "::ffff:127.0.0.1",
                "64:ff9b::a00:1",
                "100::1",
                "2001::1",
                "2002:a00:1::",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "ff02::1"
            })
    void addressesOfPrivateNetworksAreKnown(String address) throws Exception {
        assertThat(AllowedHosts.isPublic(InetAddress.ofLiteral(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.9.9.9",
                "100.63.0.1",
                "100.128.0.1",
                "172.15.0.1",
                "172.32.0.1",
                "192.1.0.1",
                "198.17.0.1",
                "198.20.0.1",
                "223.1.1.1",
                "2606:4700::1111",
                "2a00:1450::1",
                "2001:4860::8888"
            })
    void addressesOfTheOpenInternetAreKnown(String address) throws Exception {
        assertThat(AllowedHosts.isPublic(InetAddress.ofLiteral(address))).isTrue();
    }
}
