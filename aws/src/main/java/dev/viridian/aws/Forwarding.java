package dev.viridian.aws;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of an application load balancer decides where users go: a listener's default action, or a rule of a listener.
 *
 * <pre>{@code
 * Forwarding.listener("arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2")
 * Forwarding.rule("arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener-rule/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee")
 * }</pre>
 */
public final class Forwarding extends UsersEntry {
    private static final Pattern ARN = Pattern.compile(
            "(arn:[a-z0-9-]+:elasticloadbalancing:([a-z0-9-]+):\\d*:)(listener|listener-rule)/([a-z]+)/(.+)");

    private static final int REGION = 2;
    private static final int KIND = 3;
    private static final int BALANCER = 4;
    private static final int NAME = 5;

    private final String arn;
    private final String listener;
    private final String region;
    private final boolean rule;

    private Forwarding(String arn, String listener, String region, boolean rule) {
        this.arn = arn;
        this.listener = listener;
        this.region = region;
        this.rule = rule;
    }

    /**
     * The default action of a listener.
     *
     * @throws IllegalArgumentException when that is not the ARN of a listener of an application load balancer
     */
    public static Forwarding listener(String arn) {
        Matcher parts = parse(arn, "listener");
        return new Forwarding(arn, arn, parts.group(REGION), false);
    }

    /**
     * The action of a rule: for one of several applications behind a listener.
     *
     * @throws IllegalArgumentException when that is not the ARN of a rule of an application load balancer
     */
    public static Forwarding rule(String arn) {
        Matcher parts = parse(arn, "listener-rule");
        String name = parts.group(NAME);
        int end = name.lastIndexOf('/');
        if (end < 0) {
            throw refused(arn, "listener-rule", "it names no rule");
        }
        String listener = parts.group(1) + "listener/" + parts.group(BALANCER) + "/" + name.substring(0, end);
        return new Forwarding(arn, listener, parts.group(REGION), true);
    }

    private static Matcher parse(String arn, String kind) {
        Matcher parts = ARN.matcher(arn);
        if (!parts.matches() || !parts.group(KIND).equals(kind)) {
            throw refused(arn, kind, "it is none");
        }
        if (!parts.group(BALANCER).equals("app")) {
            throw refused(
                    arn,
                    kind,
                    "it is one of a network load balancer, which shares traffic by weights, but has neither rules that would have it look after an environment before users come, nor an answer of its own where nothing is live");
        }
        return parts;
    }

    private static IllegalArgumentException refused(String arn, String kind, String why) {
        return new IllegalArgumentException("Not the ARN of a " + kind + " of an application load balancer: '" + arn
                + "', since " + why + ". Expected arn:aws:elasticloadbalancing:REGION:ACCOUNT:" + kind + "/app/….");
    }

    boolean isRule() {
        return rule;
    }

    /** Its own ARN. */
    String arn() {
        return arn;
    }

    /** The ARN of the listener that it belongs to. */
    String listener() {
        return listener;
    }

    String region() {
        return region;
    }

    /** As CloudWatch calls its load balancer: {@code app/shop/50dc6c495c0c9188}. */
    String balancer() {
        String name = listener.substring(listener.indexOf(":listener/") + ":listener/".length());
        return name.substring(0, name.lastIndexOf('/'));
    }

    /** It is in no zone. */
    @Override
    String mark(Supplier<String> zone) {
        return arn;
    }

    @Override
    Optional<String> ownRegion() {
        return Optional.of(region);
    }

    /** How the ARNs of that service in this account and region begin. */
    @Override
    String accountOf(String service, String partition) {
        String[] parts = listener.split(":", -1);
        return String.join(":", parts[0], parts[1], service, parts[3], parts[4], "");
    }

    /** The ARNs of all rules of its listener. */
    String rulesOfListener() {
        return listener.replaceFirst(":listener/", ":listener-rule/") + "/*";
    }

    @Override
    public String toString() {
        return (rule ? "rule " : "listener ") + arn;
    }
}
