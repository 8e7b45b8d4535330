package dev.viridian.testing.aws;

import java.time.Duration;

/**
 * How fast AWS works. The documentation promises nothing of most of this: these are the model's own figures, of the order that users see.
 */
final class Pace {
    /** How long an instance is pending. */
    static final Duration PENDING = Duration.ofSeconds(5);
    /** How long an instance runs before its first <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-system-instance-status-check.html">status checks</a>, which "are performed every minute", are known. */
    static final Duration STATUS_CHECKS = Duration.ofMinutes(1);
    /** How long an instance takes to shut down. */
    static final Duration SHUTTING_DOWN = Duration.ofSeconds(20);
    /** How long a terminated instance is still shown: <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/terminating-instances.html">"for a short while"</a>. */
    static final Duration TERMINATED = Duration.ofHours(1);
    /** How long a group takes to notice that it has too few or too many. */
    static final Duration REACTION = Duration.ofSeconds(1);
    /** How long a group takes from one state to the next, where nothing is waited for. */
    static final Duration STEP = Duration.ofSeconds(1);
    /** How long a group waits after its first failed launch; twice as long after the next. */
    static final Duration FIRST_PAUSE = Duration.ofSeconds(15);
    /** How long it waits at most. */
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    /** How long a load balancer registers a target before it checks it. */
    static final Duration REGISTRATION = Duration.ofSeconds(2);
    /** How long a load balancer is {@code provisioning}. */
    static final Duration PROVISIONING = Duration.ofMinutes(2);
    /** How long a change of Route 53 is {@code PENDING}: <a href="https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html">"generally … within 60 seconds"</a>. */
    static final Duration PROPAGATION = Duration.ofSeconds(60);

    /** How long Elastic Beanstalk takes for what is around the instances of an environment: its load balancer, its groups. */
    static final Duration AROUND_INSTANCES = Duration.ofMinutes(2);
    /** How long Elastic Beanstalk lets an instance take to be deployed to: the option <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html">Timeout</a>, 600 s unless it is set. */
    static final Duration COMMAND_TIMEOUT = Duration.ofMinutes(10);
    /** How often Elastic Beanstalk looks at the health of instances: <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/health-enhanced-status.html">"updated every 10 seconds"</a>. */
    static final Duration HEALTH = Duration.ofSeconds(10);
    /** How long Elastic Beanstalk takes until a change of options has an effect, and again until it is done. */
    static final Duration UPDATING = Duration.ofSeconds(40);
    /** How long a swap of CNAMEs takes until it shows, as in the events of <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/eb3-swap.html">eb swap</a>, and again until both are ready. */
    static final Duration SWAPPING = Duration.ofSeconds(5);
    /** How long name servers take to know a CNAME of an environment. */
    static final Duration NAME_SERVERS = Duration.ofSeconds(30);
    /** How long Elastic Beanstalk takes to terminate an environment. */
    static final Duration TERMINATING = Duration.ofMinutes(3);
    /** How long Elastic Beanstalk takes to look through a source bundle. */
    static final Duration PROCESSING = Duration.ofSeconds(10);

    private Pace() {}
}
