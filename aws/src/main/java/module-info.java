/** Deployments to AWS. */
module dev.viridian.aws {
    requires com.fasterxml.jackson.core;
    requires transitive dev.viridian;
    requires static org.jspecify;
    requires software.amazon.awssdk.awscore;
    requires software.amazon.awssdk.core;
    requires software.amazon.awssdk.http;
    requires software.amazon.awssdk.http.urlconnection;
    requires transitive software.amazon.awssdk.regions;
    requires transitive software.amazon.awssdk.auth;
    requires software.amazon.awssdk.profiles;
    requires software.amazon.awssdk.utils;
    requires static transitive software.amazon.awssdk.services.autoscaling;
    requires static transitive software.amazon.awssdk.services.cloudwatch;
    requires static transitive software.amazon.awssdk.services.dynamodb;
    requires static transitive software.amazon.awssdk.services.ec2;
    requires static transitive software.amazon.awssdk.services.elasticbeanstalk;
    requires static transitive software.amazon.awssdk.services.elasticloadbalancingv2;
    requires static transitive software.amazon.awssdk.services.eventbridge;
    requires static transitive software.amazon.awssdk.services.route53;
    requires transitive software.amazon.awssdk.services.s3;
    requires static software.amazon.awssdk.services.secretsmanager;
    requires static transitive software.amazon.awssdk.services.sns;
    requires static transitive software.amazon.awssdk.services.ssm;

    exports dev.viridian.aws;

    provides dev.viridian.provision.IdentitySource with
            dev.viridian.aws.ImdsIdentitySource;
    provides dev.viridian.provision.SecretStore with
            dev.viridian.aws.AwsSecretStore;
    provides dev.viridian.spi.ArtifactStore with
            dev.viridian.aws.S3ArtifactStore;
}
