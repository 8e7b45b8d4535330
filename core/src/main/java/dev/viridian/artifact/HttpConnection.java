package dev.viridian.artifact;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A connection for one request, by TLS where the address is {@code https:}, through the proxy that the JVM has for it. TLS is that of the JVM's default
 * context; the certificate must be that of the host.
 */
final class HttpConnection implements Closeable {
    private static final int CONNECT_MILLIS = 10_000;
    private static final int BUFFER = 1 << 13;

    private final URI to;
    private final SocketChannel channel = SocketChannel.open();
    private Socket socket = new Socket();
    private InputStream in = InputStream.nullInputStream();
    private boolean byProxy;

    /** One that is not connected yet, and may be closed by another thread from now on. */
    HttpConnection(URI to) throws IOException {
        this.to = to;
    }

    /**
     * Connects, asks, and reads the answer up to its body.
     *
     * @param patience how long the next bytes of the answer may take from now on
     */
    HttpReply get(Map<String, String> headers, Supplier<Duration> patience) throws IOException {
        connect(patience);
        write(requestLine() + "Host: " + authority() + "\r\n" + lines(headers) + "\r\n");
        HttpHead head = HttpHead.read(in);
        return new HttpReply(to, head, HttpBody.of(head, in, this));
    }

    private void connect(Supplier<Duration> patience) throws IOException {
        Optional<InetSocketAddress> proxy = proxy();
        InetSocketAddress address = proxy.orElse(InetSocketAddress.createUnresolved(host(), port()));
        channel.socket().connect(resolved(address), CONNECT_MILLIS);
        read(new PatientSocket(channel, patience));
        if (!isSecure()) {
            byProxy = proxy.isPresent();
            return;
        }
        if (proxy.isPresent()) {
            passThrough();
        }
        read(secured(socket));
    }

    private void read(Socket from) throws IOException {
        socket = from;
        in = new BufferedInputStream(from.getInputStream(), BUFFER);
    }

    /** Only the first bytes of TLS come after the proxy's answer, and only when they are asked for: none is lost with the buffer. */
    private void passThrough() throws IOException {
        String address = host() + ":" + port();
        write("CONNECT " + address + " HTTP/1.1\r\nHost: " + address + "\r\n\r\n");
        HttpHead head = HttpHead.read(in);
        if (head.status() / 100 != 2) {
            throw new IOException("the proxy answered " + head.status() + " when it was asked for " + address);
        }
    }

    private SSLSocket secured(Socket plain) throws IOException {
        SSLSocket secured = (SSLSocket) context().getSocketFactory().createSocket(plain, bareHost(), port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    private static SSLContext context() throws IOException {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("this JVM has no TLS", e);
        }
    }

    private void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private String requestLine() {
        URI ascii = URI.create(to.toASCIIString());
        String path = ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
        String query = ascii.getRawQuery() == null ? "" : "?" + ascii.getRawQuery();
        return "GET " + (byProxy ? "http://" + authority() : "") + path + query + " HTTP/1.1\r\n";
    }

    private static String lines(Map<String, String> headers) {
        StringBuilder lines = new StringBuilder();
        headers.forEach(
                (name, value) -> lines.append(name).append(": ").append(value).append("\r\n"));
        return lines.toString();
    }

    private String authority() {
        return to.getPort() < 0 ? host() : host() + ":" + to.getPort();
    }

    private boolean isSecure() {
        return "https".equalsIgnoreCase(to.getScheme());
    }

    private String host() {
        return to.getHost();
    }

    /** An address of IPv6 without its brackets. */
    private String bareHost() {
        return host().startsWith("[") ? host().substring(1, host().length() - 1) : host();
    }

    private int port() {
        return to.getPort() >= 0 ? to.getPort() : isSecure() ? 443 : 80;
    }

    private Optional<InetSocketAddress> proxy() {
        return Optional.ofNullable(ProxySelector.getDefault())
                .map(selector -> selector.select(to).get(0))
                .filter(proxy -> proxy.type() == Proxy.Type.HTTP)
                .map(proxy -> (InetSocketAddress) proxy.address());
    }

    private static InetSocketAddress resolved(InetSocketAddress address) throws UnknownHostException {
        InetSocketAddress resolved = new InetSocketAddress(address.getHostString(), address.getPort());
        if (resolved.isUnresolved()) {
            throw new UnknownHostException(address.getHostString());
        }
        return resolved;
    }

    /** Ends whatever is read from it, too. TLS is not told: what it would be told by is broken off. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // it is of no more use in any case
        }
    }
}
