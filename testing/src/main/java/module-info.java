/**
 * The test kit of Viridian. JUnit and AssertJ are optional: who uses only the load generator does without them. Therefore the extension that gives
 * tests their candidate is not provided as a service of this module; on the module path it is named by {@code @ExtendWith}.
 */
module dev.viridian.testing {
    requires transitive dev.viridian;
    requires java.management;
    requires static org.jspecify;
    requires static transitive org.assertj.core;
    requires static transitive org.junit.jupiter.api;
    requires static org.junit.platform.commons;
    requires static org.junit.platform.launcher;
    requires static software.amazon.awssdk.auth;
    requires static transitive software.amazon.awssdk.awscore;
    requires static transitive software.amazon.awssdk.core;
    requires static transitive software.amazon.awssdk.http;
    requires static transitive software.amazon.awssdk.regions;
    requires static software.amazon.awssdk.retries;
    requires static software.amazon.awssdk.retries.api;
    requires static transitive software.amazon.awssdk.services.autoscaling;
    requires static transitive software.amazon.awssdk.services.cloudwatch;
    requires static transitive software.amazon.awssdk.services.dynamodb;
    requires static transitive software.amazon.awssdk.services.ec2;
    requires static transitive software.amazon.awssdk.services.elasticbeanstalk;
    requires static transitive software.amazon.awssdk.services.elasticloadbalancingv2;
    requires static transitive software.amazon.awssdk.services.route53;
    requires static transitive software.amazon.awssdk.services.s3;
    requires static transitive software.amazon.awssdk.services.sns;
    requires static transitive software.amazon.awssdk.services.ssm;
    requires static testcontainers;

    exports dev.viridian.testing;
    exports dev.viridian.testing.assertions;
    exports dev.viridian.testing.aws;
    exports dev.viridian.testing.contract;
    exports dev.viridian.testing.faults;
    exports dev.viridian.testing.host;
    exports dev.viridian.testing.junit;
    exports dev.viridian.testing.load;
    exports dev.viridian.testing.simulation;

    opens dev.viridian.testing.contract to
            org.junit.platform.commons;
}
