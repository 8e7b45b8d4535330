package dev.viridian.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the application load balancer is like that each environment has of its own, where users are moved by a {@link DnsRecord}. Immutable; each method returns a new one.
 *
 * <pre>{@code
 * EnvironmentBalancer.in("subnet-0ccc", "subnet-0ddd")            // public subnets, in two zones at least
 *         .securityGroups("sg-0123456789abcdef0")
 *         .https("arn:aws:acm:eu-central-1:123456789012:certificate/…")
 * }</pre>
 *
 * <p>With nothing else said it is reached from the internet, by HTTP on port 80, and has the default security group of its network. The machines' security group must let its own in.
 */
public final class EnvironmentBalancer {
    private static final Pattern CERTIFICATE = Pattern.compile("arn:[a-z0-9-]+:(acm|iam):[a-z0-9-]*:\\d*:.+");
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final Settings settings;

    private EnvironmentBalancer(Settings settings) {
        this.settings = settings;
    }

    private record Settings(
            List<String> subnets,
            List<String> securityGroups,
            Optional<String> certificate,
            int port,
            boolean internal) {}

    /** In these subnets, which are in <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html">two zones at least</a>. */
    public static EnvironmentBalancer in(String subnet, String second, String... more) {
        List<String> subnets = new ArrayList<>(List.of(subnet, second));
        subnets.addAll(List.of(more));
        return new EnvironmentBalancer(new Settings(List.copyOf(subnets), List.of(), Optional.empty(), HTTP, false));
    }

    /** With these security groups; with the default one of its network without it. */
    public EnvironmentBalancer securityGroups(String group, String... more) {
        List<String> groups = new ArrayList<>(List.of(group));
        groups.addAll(List.of(more));
        return new EnvironmentBalancer(new Settings(
                settings.subnets, List.copyOf(groups), settings.certificate, settings.port, settings.internal));
    }

    /**
     * By HTTPS on port 443, with that certificate; by HTTP on port 80 without it.
     *
     * @param certificate the ARN of one of ACM or IAM
     * @throws IllegalArgumentException when it is none
     */
    public EnvironmentBalancer https(String certificate) {
        if (!CERTIFICATE.matcher(certificate).matches()) {
            throw new IllegalArgumentException("Not the ARN of a certificate: '" + certificate
                    + "'. Expected arn:aws:acm:REGION:ACCOUNT:certificate/….");
        }
        return new EnvironmentBalancer(new Settings(
                settings.subnets,
                settings.securityGroups,
                Optional.of(certificate),
                settings.port == HTTP ? HTTPS : settings.port,
                settings.internal));
    }

    /** On that port. */
    public EnvironmentBalancer listeningOn(int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("Port " + port + "? Expected 1 to 65535.");
        }
        return new EnvironmentBalancer(
                new Settings(settings.subnets, settings.securityGroups, settings.certificate, port, settings.internal));
    }

    /** Reached from within its network only; from the internet without it. */
    public EnvironmentBalancer internal() {
        return new EnvironmentBalancer(
                new Settings(settings.subnets, settings.securityGroups, settings.certificate, settings.port, true));
    }

    List<String> subnets() {
        return settings.subnets;
    }

    List<String> securityGroups() {
        return settings.securityGroups;
    }

    Optional<String> certificate() {
        return settings.certificate;
    }

    int port() {
        return settings.port;
    }

    boolean isInternal() {
        return settings.internal;
    }
}
