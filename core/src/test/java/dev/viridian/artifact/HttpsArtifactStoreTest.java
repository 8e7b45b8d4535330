package dev.viridian.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.viridian.Artifact;
import dev.viridian.files.Sha256;
import dev.viridian.spi.PinnedArtifact;
import dev.viridian.spi.PlatformException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Artifacts by TLS, and through a proxy. */
@Isolated("it sets what the JVM trusts by default, and its proxy")
class HttpsArtifactStoreTest {
    private static final char[] PASSWORD = "password".toCharArray();
    private static final byte[] TAR_GZ = archive();
    private static final String DIGEST = Sha256.hexadecimal(digested());

    @TempDir
    private static Path folder;

    private static SSLContext before;
    private static HttpsServer server;

    private final ProxySelector direct = ProxySelector.getDefault();

    @BeforeAll
    static void serveByTls() throws Exception {
        before = SSLContext.getDefault();
        SSLContext own = trusting(keys());
        SSLContext.setDefault(own);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(own));
        server.createContext("/orders.tar.gz", exchange -> {
            boolean inChunks = exchange.getRequestURI().getQuery() != null;
            exchange.sendResponseHeaders(200, inChunks ? 0 : TAR_GZ.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(TAR_GZ);
            }
        });
        server.start();
    }

    @AfterAll
    static void endServer() {
        server.stop(0);
        SSLContext.setDefault(before);
    }

    @AfterEach
    void withoutProxy() {
        ProxySelector.setDefault(direct);
    }

    @Test
    void fetchesByTls() throws Exception {
        assertThat(fetched("https://localhost:" + port() + "/orders.tar.gz")).isEqualTo(TAR_GZ);
    }

    @Test
    void fetchesInChunks() throws Exception {
        assertThat(fetched("https://localhost:" + port() + "/orders.tar.gz?in=chunks"))
                .isEqualTo(TAR_GZ);
    }

    /** The certificate is for localhost. */
    @Test
    void refusesTheCertificateOfAnotherHost() {
        assertThatThrownBy(() -> fetched("https://127.0.0.1:" + port() + "/orders.tar.gz"))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("could not be reached: SSLHandshakeException")
                .hasMessageEndingWith("or see to it that this machine trusts that server.");
    }

    @Test
    void refusesACertificateThatNobodyVouchesFor() {
        SSLContext own = current();
        SSLContext.setDefault(before);
        try {
            assertThatThrownBy(() -> fetched("https://localhost:" + port() + "/orders.tar.gz"))
                    .isInstanceOf(PlatformException.class)
                    .hasMessageContaining("could not be reached: SSLHandshakeException");
        } finally {
            SSLContext.setDefault(own);
        }
    }

    @Test
    void asksAProxyForAnotherHost() throws Exception {
        try (RawServer proxy = new RawServer((request, number, out) -> RawServer.ok(out, TAR_GZ))) {
            by(proxy);

            String address = "http://releases.invalid/orders.tar.gz";
            assertThat(fetched(address)).isEqualTo(TAR_GZ);
            assertThat(proxy.requests().get(0).path()).isEqualTo(address);
            assertThat(proxy.requests().get(0).header("Host")).hasValue("releases.invalid");
        }
    }

    @Test
    void speaksTlsThroughAProxy() throws Exception {
        try (RawServer proxy = new RawServer(HttpsArtifactStoreTest::passOn)) {
            by(proxy);

            assertThat(fetched("https://localhost:" + port() + "/orders.tar.gz"))
                    .isEqualTo(TAR_GZ);
            assertThat(proxy.requests().get(0).path()).isEqualTo("localhost:" + port());
        }
    }

    @Test
    void saysWhatAProxySaysThatLetsNothingThrough() throws Exception {
        try (RawServer proxy = new RawServer((request, number, out) -> RawServer.head(out, 407))) {
            by(proxy);

            assertThatThrownBy(() -> fetched("https://localhost:" + port() + "/orders.tar.gz"))
                    .hasMessageContaining("the proxy answered 407 when it was asked for localhost:" + port());
        }
    }

    private static byte[] fetched(String address) throws Exception {
        HttpArtifactStore store = new HttpArtifactStore().overPlainHttp();
        PinnedArtifact pinned = store.pin(Artifact.of(address).sha256(DIGEST));
        try (InputStream bits = store.open(pinned)) {
            return bits.readAllBytes();
        }
    }

    private static int port() {
        return server.getAddress().getPort();
    }

    private static SSLContext current() {
        try {
            return SSLContext.getDefault();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static void by(RawServer proxy) {
        URI address = URI.create(proxy.address("/"));
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return List.of(
                        new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("localhost", address.getPort())));
            }

            @Override
            public void connectFailed(URI uri, SocketAddress proxied, IOException e) {
                // the store tells
            }
        });
    }

    /** What a proxy does after CONNECT. */
    private static void passOn(RawServer.Request request, int number, OutputStream out) throws Exception {
        try (Socket there = new Socket("localhost", port())) {
            out.write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            Thread asking = new Thread(() -> copy(request.rest(), there), "proxy");
            asking.setDaemon(true);
            asking.start();
            there.getInputStream().transferTo(out);
        }
    }

    private static void copy(InputStream from, Socket to) {
        try {
            from.transferTo(to.getOutputStream());
        } catch (IOException e) {
            // either side has ended
        }
    }

    private static KeyStore keys() throws Exception {
        Path file = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        file.toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor(1, TimeUnit.MINUTES)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    private static SSLContext trusting(KeyStore keys) throws Exception {
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry(
                "own", keys.getCertificate(keys.aliases().nextElement()));
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(certificates);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    private static java.security.MessageDigest digested() {
        java.security.MessageDigest digest = Sha256.begun();
        digest.update(TAR_GZ);
        return digest;
    }

    private static byte[] archive() {
        byte[] content = new byte[300_000];
        new Random(7).nextBytes(content);
        return RawTar.gzip(new RawTar()
                .header("content", '0', "", content.length)
                .content(content)
                .ended());
    }
}
