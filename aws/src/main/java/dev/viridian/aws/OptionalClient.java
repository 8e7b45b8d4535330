package dev.viridian.aws;

/**
 * A client of the SDK that comes only to those who ask for it, since most need few of them.
 *
 * @param artifact what its library is called: {@code sns}
 * @param type one of its classes
 */
record OptionalClient(String artifact, String type) {
    static final OptionalClient AUTO_SCALING = of("autoscaling", "autoscaling.AutoScalingClient");
    static final OptionalClient CLOUD_WATCH = of("cloudwatch", "cloudwatch.CloudWatchClient");
    static final OptionalClient BEANSTALK = of("elasticbeanstalk", "elasticbeanstalk.ElasticBeanstalkClient");
    static final OptionalClient EC2 = of("ec2", "ec2.Ec2Client");
    static final OptionalClient EVENT_BRIDGE = of("eventbridge", "eventbridge.EventBridgeClient");
    static final OptionalClient LOAD_BALANCING =
            of("elasticloadbalancingv2", "elasticloadbalancingv2.ElasticLoadBalancingV2Client");
    static final OptionalClient ROUTE53 = of("route53", "route53.Route53Client");
    static final OptionalClient SECRETS_MANAGER = of("secretsmanager", "secretsmanager.SecretsManagerClient");
    static final OptionalClient SNS = of("sns", "sns.SnsClient");
    static final OptionalClient SSM = of("ssm", "ssm.SsmClient");

    private static OptionalClient of(String artifact, String type) {
        return new OptionalClient(artifact, "software.amazon.awssdk.services." + type);
    }

    /**
     * Told before anything is done with it, not in the middle of a deployment.
     *
     * @throws IllegalStateException when it is not there
     */
    void require(String what) {
        if (!isThere()) {
            throw new IllegalStateException(what + " needs a library that is not here. Add software.amazon.awssdk:"
                    + artifact + ", of the same version as the other clients of AWS, to the class path.");
        }
    }

    boolean isThere() {
        try {
            Class.forName(type, false, OptionalClient.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
