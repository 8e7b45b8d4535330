/** Deployments to AWS. */
module dev.viridian.aws {
    requires transitive dev.viridian;
    requires static org.jspecify;
    requires software.amazon.awssdk.awscore;
    requires software.amazon.awssdk.core;
    requires software.amazon.awssdk.http;
    requires software.amazon.awssdk.http.urlconnection;
    requires software.amazon.awssdk.regions;
    requires static transitive software.amazon.awssdk.services.dynamodb;
    requires transitive software.amazon.awssdk.services.s3;
    requires static transitive software.amazon.awssdk.services.sns;

    exports dev.viridian.aws;

    provides dev.viridian.spi.ArtifactStore with
            dev.viridian.aws.S3ArtifactStore;
}
