package dev.viridian.report;

import dev.viridian.Notification;
import dev.viridian.Notifier;
import dev.viridian.files.Sha256;
import dev.viridian.text.Durations;
import dev.viridian.text.Redaction;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Posts notifications as JSON to an address. The member {@code text} holds the message for people, which is what chat systems show.
 *
 * <pre>{@code
 * .notifying(WebhookNotifier.to(URI.create("https://hooks.example.com/deployments")).signedWith(secret))
 * }</pre>
 *
 * <p>One call is one attempt, of at most ten seconds unless told otherwise; any status but 200 to 299 is a failure, redirects too. The
 * engine repeats what failed, so a receiver may get a message twice: both have the same {@code Idempotency-Key}, which is the
 * {@code key} in the body as well.
 *
 * <p><b>For receivers of signed messages.</b> {@code X-Viridian-Signature} is {@code sha256=} and the HMAC-SHA256, in lower-case
 * hexadecimal digits, of: the value of {@code X-Viridian-Timestamp}, a full stop, and the bytes of the body as they came. Compute it
 * with the shared secret and compare in constant time ({@link java.security.MessageDigest#isEqual}) before parsing anything. The
 * timestamp is when it happened, the same in each repetition, and a message that could not be delivered may come hours later: so against
 * replay, remember the {@code key} of the signed body and drop what has come before; refuse by age only what is older than keys are
 * remembered.
 *
 * <p>Immutable, and safe for use by many threads. The address may be a secret, as those of chat systems are: of it, messages show only
 * the host, and six digits of a digest by which several addresses of one host are told apart: what one of them did not get is told to that one later. All webhooks of a JVM share one HTTP client, made when it is first needed, with one daemon thread.
 */
public final class WebhookNotifier implements Notifier {
    /** How long one attempt may take unless it says otherwise. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration GRACE = Duration.ofSeconds(1);

    /** Enough to tell addresses apart, and too little to find one by. */
    private static final int DIGEST_BYTES = 3;

    private final URI address;
    private final Optional<WebhookSignature> signature;
    private final Map<String, String> headers;
    private final Duration timeout;

    private WebhookNotifier(
            URI address, Optional<WebhookSignature> signature, Map<String, String> headers, Duration timeout) {
        this.address = address;
        this.signature = signature;
        this.headers = Map.copyOf(headers);
        this.timeout = timeout;
    }

    /** Posts to this address, {@code https:} or {@code http:}. */
    public static WebhookNotifier to(URI address) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        if (!(scheme.equals("https") || scheme.equals("http"))
                || address.getHost() == null
                || address.getUserInfo() != null) {
            throw new IllegalArgumentException("Not the address of a webhook: it has the scheme '" + scheme
                    + "' and the host '" + address.getHost()
                    + "'. Expected one such as https://host/path, without a user:"
                    + " credentials go into a header.");
        }
        return new WebhookNotifier(address, Optional.empty(), Map.of(), DEFAULT_TIMEOUT);
    }

    /** Signs each message with a secret that its receiver knows too. Without this, messages are not signed. */
    public WebhookNotifier signedWith(String secret) {
        return new WebhookNotifier(address, Optional.of(new WebhookSignature(secret)), headers, timeout);
    }

    /** A header of the request; its value is taken for a secret and never printed. */
    public WebhookNotifier header(String name, String value) {
        requireHeader(name, value);
        Map<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        more.putAll(headers);
        more.put(name, value);
        return new WebhookNotifier(address, signature, more, timeout);
    }

    /**
     * How long one attempt may take, to the end of the answer; ten seconds without this.
     *
     * @param limit at most {@link Notifier#LONGEST}, since a deployment waits for it
     */
    public WebhookNotifier timeout(Duration limit) {
        if (Durations.requirePositive("timeout of a webhook", limit).compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("The timeout of " + this + " is " + Durations.text(limit)
                    + ". Expected at most " + Durations.text(LONGEST) + ": a deployment waits for it.");
        }
        return new WebhookNotifier(address, signature, headers, limit);
    }

    /** A moment longer than the timeout, so that it is the webhook that says what came of it. */
    @Override
    public Duration deadline() {
        return timeout.plus(GRACE);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IOException when the receiver could not be reached, did not answer in time, or answered with any status but 200 to 299
     * @throws InterruptedException when the thread was interrupted; the message may have been delivered
     */
    @Override
    public void send(Notification notification) throws IOException, InterruptedException {
        HttpResponse<String> response = answer(request(notification));
        if (response.statusCode() < 200 || response.statusCode() > 299) {
            throw new IOException(this + " answered " + response.statusCode() + " to notification " + notification.key()
                    + shown(response.body()) + ". Expected 200 to 299.");
        }
    }

    /** Shows only the host of the address, and by what it differs from others there: {@code Webhook https://hooks.example.com (3f2a9c)}. */
    @Override
    public String toString() {
        int port = address.getPort();
        return "Webhook " + address.getScheme() + "://" + address.getHost() + (port < 0 ? "" : ":" + port) + " ("
                + Sha256.beginning(address.toString(), DIGEST_BYTES) + ")";
    }

    private HttpRequest request(Notification notification) throws IOException {
        byte[] body = NotificationJson.of(notification);
        String timestamp = notification.at().toString();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::setHeader);
        request.setHeader("Content-Type", "application/json");
        request.setHeader("Idempotency-Key", notification.key());
        request.setHeader("X-Viridian-Timestamp", timestamp);
        signature.ifPresent(known -> request.setHeader("X-Viridian-Signature", known.of(timestamp, body)));
        return request.build();
    }

    /** The client's own timeout ends with the headers of the answer; this one covers its body, too. */
    private HttpResponse<String> answer(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<String>> answer = Client.SHARED.sendAsync(request, status -> new BodyStart());
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new IOException(this + " did not answer within " + Durations.text(timeout) + ".", late);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw new IOException(
                    this + " could not be reached: " + cause.getClass().getSimpleName()
                            + shown(String.valueOf(cause.getMessage())) + ".",
                    cause);
        } finally {
            answer.cancel(true);
        }
    }

    private void requireHeader(String name, String value) {
        try {
            HttpRequest.newBuilder(address).header(name, value);
        } catch (IllegalArgumentException e) {
            // Its message may quote the value, so it is no cause of this one.
            throw new IllegalArgumentException("The header '" + name + "' cannot be sent to " + this
                    + ". Expected a name that the HTTP client does not set itself, and a value on one line.");
        }
    }

    private static String shown(String text) {
        String line = Redaction.of(text).replaceAll("\\s+", " ").strip();
        return line.isEmpty() ? "" : ": " + (line.length() > 200 ? line.substring(0, 200) + "…" : line);
    }

    /** Made when it is first needed. */
    private static final class Client {
        private static final HttpClient SHARED = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }
}
