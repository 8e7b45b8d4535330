package dev.viridian.local.router;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

/** Socket addresses as text, {@code 127.0.0.1:8080} or {@code [::1]:8080}, and as URIs. */
final class Addresses {
    private Addresses() {}

    static URI http(InetSocketAddress address) {
        return URI.create("http://" + text(address));
    }

    static String text(InetSocketAddress address) {
        return host(address) + ":" + address.getPort();
    }

    static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("Not an address: '" + text + "'. Expected a host, a colon and a port.");
        }
        String host = text.substring(0, colon);
        return new InetSocketAddress(
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                Integer.parseInt(text.substring(colon + 1)));
    }

    private static String host(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        if (ip == null) {
            return address.getHostString();
        }
        return ip instanceof Inet6Address ? "[" + ip.getHostAddress() + "]" : ip.getHostAddress();
    }
}
