package dev.viridian.testing.aws;

/**
 * Quotas of an account, with AWS's defaults: of <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html">load
 * balancers</a> and <a href="https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-quotas.html">Auto Scaling</a>.
 */
public enum AwsQuota {
    /** Instances that are pending or running; no limit without being told. AWS counts their virtual processors. */
    INSTANCES(Integer.MAX_VALUE),
    /** Auto Scaling groups. */
    AUTO_SCALING_GROUPS(500),
    /** Lifecycle hooks of one group. */
    HOOKS_PER_GROUP(50),
    /** Target groups. */
    TARGET_GROUPS(3000),
    /** Target groups of one forward action. */
    TARGET_GROUPS_PER_ACTION(5),
    /** Targets of one target group. */
    TARGETS_PER_LOAD_BALANCER(1000),
    /** Listeners of one load balancer. */
    LISTENERS_PER_LOAD_BALANCER(50),
    /** Rules of one load balancer, not counting those by default. */
    RULES_PER_LOAD_BALANCER(100),
    /** Environments of Elastic Beanstalk, as <a href="https://docs.aws.amazon.com/general/latest/gr/elasticbeanstalk.html">its quotas</a> say. */
    BEANSTALK_ENVIRONMENTS(200);

    private final int usual;

    AwsQuota(int usual) {
        this.usual = usual;
    }

    int usual() {
        return usual;
    }
}
