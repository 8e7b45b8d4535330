package dev.viridian.aws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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
 * <p>With nothing else said it is reached from the internet over IPv4, by HTTP on port 80, and has the default security group of its network. The machines' security group must let its own in.
 */
public final class EnvironmentBalancer {
    private static final Pattern CERTIFICATE = Pattern.compile("arn:[a-z0-9-]+:(acm|iam):[a-z0-9-]*:\\d*:.+");
    private static final String PROTECTION = "deletion_protection.enabled";
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final Draft draft;

    private EnvironmentBalancer(Draft draft) {
        this.draft = draft;
    }

    /** What was said; changed only before anybody else sees it. */
    private static final class Draft {
        private final List<String> subnets;
        private List<String> securityGroups = List.of();
        private Optional<String> certificate = Optional.empty();
        private int port = HTTP;
        private boolean internal;
        private boolean dualStack;
        private final Map<String, String> attributes = new LinkedHashMap<>();

        private Draft(List<String> subnets) {
            this.subnets = subnets;
        }

        private Draft copy() {
            Draft copy = new Draft(subnets);
            copy.securityGroups = securityGroups;
            copy.certificate = certificate;
            copy.port = port;
            copy.internal = internal;
            copy.dualStack = dualStack;
            copy.attributes.putAll(attributes);
            return copy;
        }
    }

    private EnvironmentBalancer with(Consumer<Draft> change) {
        Draft changed = draft.copy();
        change.accept(changed);
        return new EnvironmentBalancer(changed);
    }

    /** In these subnets, which are in <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html">two zones at least</a>. */
    public static EnvironmentBalancer in(String subnet, String second, String... more) {
        List<String> subnets = new ArrayList<>(List.of(subnet, second));
        subnets.addAll(List.of(more));
        return new EnvironmentBalancer(new Draft(List.copyOf(subnets)));
    }

    /** With these security groups; with the default one of its network without it. */
    public EnvironmentBalancer securityGroups(String group, String... more) {
        List<String> groups = new ArrayList<>(List.of(group));
        groups.addAll(List.of(more));
        return with(changed -> changed.securityGroups = List.copyOf(groups));
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
        return with(changed -> {
            changed.certificate = Optional.of(certificate);
            changed.port = changed.port == HTTP ? HTTPS : changed.port;
        });
    }

    /** On that port. */
    public EnvironmentBalancer listeningOn(int port) {
        AwsSetup.requirePort(port);
        return with(changed -> changed.port = port);
    }

    /** Reached from within its network only; from the internet without it. */
    public EnvironmentBalancer internal() {
        return with(changed -> changed.internal = true);
    }

    /**
     * Reached over IPv6 as well as IPv4; over IPv4 alone without it. An {@linkplain DnsRecord#alias alias} then is two records, of the types A and AAAA, which are changed together. Its subnets have
     * <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#ip-address-type">IPv6 CIDR blocks</a>, or the deployment is refused; its security
     * groups let IPv6 in.
     */
    public EnvironmentBalancer dualStack() {
        return with(changed -> changed.dualStack = true);
    }

    /**
     * With this attribute of AWS:
     *
     * <pre>{@code
     * attribute("idle_timeout.timeout_seconds", "300")                                   // for answers that take long
     * attribute("access_logs.s3.enabled", "true").attribute("access_logs.s3.bucket", "acme-logs")
     * }</pre>
     *
     * <p>What it is otherwise, and what there is, <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html">AWS says</a>. One that AWS does not take, such as a bucket that it may not
     * write to, fails the step that makes the environment.
     *
     * @throws IllegalArgumentException when it is no key, or protects from deletion: the load balancer is removed with its environment
     */
    public EnvironmentBalancer attribute(String key, String value) {
        if (key.equals(PROTECTION)) {
            throw new IllegalArgumentException("Not an attribute to choose: '" + key
                    + "'. Expected none that protects a load balancer that is removed with its environment.");
        }
        AwsSetup.requireAttribute("a load balancer", key, "idle_timeout.timeout_seconds");
        return with(changed -> changed.attributes.put(key, value));
    }

    List<String> subnets() {
        return draft.subnets;
    }

    List<String> securityGroups() {
        return draft.securityGroups;
    }

    Optional<String> certificate() {
        return draft.certificate;
    }

    int port() {
        return draft.port;
    }

    boolean isInternal() {
        return draft.internal;
    }

    boolean isDualStack() {
        return draft.dualStack;
    }

    Map<String, String> attributes() {
        return draft.attributes;
    }
}
