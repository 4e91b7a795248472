package dev.atelier.transfer.weights;

import dev.atelier.transfer.format.WeightsException;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which hosts weights may be downloaded from. Public hosts are contacted over TLS and must be at public addresses, so
 * that nobody who controls a name turns a trainer against its own network; a name is resolved once for this check and
 * the connection that follows it within the JVM's time of caching. Internal hosts are the operator's own, at whatever
 * address, and can be contacted over plain HTTP.
 */
final class AllowedHosts {
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    private final Set<String> hosts;
    private final Set<String> internal;

    /**
     * @param hosts as URLs have them: with the port where it is not the usual one
     * @param internal the same, at any address
     */
    AllowedHosts(Set<String> hosts, Set<String> internal) {
        this.hosts = Set.copyOf(hosts);
        this.internal = Set.copyOf(internal);
    }

    /**
     * Refuses what names a host that may not be contacted, by the words of the URL alone.
     *
     * @throws WeightsException if it does; the message has no more of the URL than scheme and host
     */
    void require(URI uri) throws WeightsException {
        if (uri.getRawUserInfo() != null) {
            throw new WeightsException("A URL of weights must have no user or password in it");
        }
        String host = host(uri);
        boolean secure = "https".equalsIgnoreCase(uri.getScheme());
        boolean plain = "http".equalsIgnoreCase(uri.getScheme());
        boolean allowed = (secure && hosts.contains(host)) || ((secure || plain) && internal.contains(host));
        if (!allowed) {
            throw new WeightsException("Weights must not be downloaded from "
                    + WeightsException.shown(uri.getScheme() + "://" + host)
                    + "; expected https:// and one of the hosts "
                    + new TreeSet<>(
                            Stream.concat(hosts.stream(), internal.stream()).toList())
                    + ", which atelier.transfer.hosts and atelier.transfer.internal-hosts list");
        }
    }

    /**
     * Refuses what must not be contacted, by the URL and by the address of its host.
     *
     * @throws WeightsException if it must not be
     * @throws IOException if the name has no address
     */
    void requireReachable(URI uri) throws IOException {
        require(uri);
        requirePublicAddress(uri);
    }

    /**
     * Refuses a public host that is at an address of a private network. A proxy, where there is one, resolves names by
     * itself and is trusted with that.
     *
     * @throws WeightsException if it is
     * @throws IOException if the name has no address
     */
    void requirePublicAddress(URI uri) throws IOException {
        if (internal.contains(host(uri)) || isProxied(uri)) {
            return;
        }
        for (InetAddress address : InetAddress.getAllByName(uri.getHost())) {
            if (!isPublic(address)) {
                throw new WeightsException("Weights must not be downloaded from " + WeightsException.shown(host(uri))
                        + ", which is at an address of a private network; allowed hosts of"
                        + " private networks are listed by atelier.transfer.internal-hosts");
            }
        }
    }

    private static boolean isProxied(URI uri) {
        ProxySelector selector = ProxySelector.getDefault();
        List<Proxy> proxies = selector == null ? List.of() : selector.select(uri);
        return proxies.stream().anyMatch(proxy -> proxy.type() != Proxy.Type.DIRECT);
    }

    private static String host(URI uri) {
        String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
        boolean usual = uri.getPort() < 0 || uri.getPort() == ("http".equalsIgnoreCase(uri.getScheme()) ? HTTP : HTTPS);
        return usual ? host : host + ":" + uri.getPort();
    }

    /** Whether an address is of the open Internet, by the registries of special-purpose addresses (RFC 6890). */
    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        int first = Byte.toUnsignedInt(bytes[0]);
        int second = Byte.toUnsignedInt(bytes[1]);
        if (address instanceof Inet4Address) {
            return first != 0
                    && first < 240
                    && !(first == 100 && second >= 64 && second < 128)
                    && !(first == 192 && second == 0)
                    && !(first == 198 && (second == 18 || second == 19));
        }
        // Only 2000::/3 is given out; of it 2001::/23 (tunnels and other uses) and 2002::/16 hide other addresses.
        boolean tunnel = first == 0x20 && (second == 0x02 || (second == 0x01 && Byte.toUnsignedInt(bytes[2]) < 2));
        return first >= 0x20 && first < 0x40 && !tunnel;
    }
}
