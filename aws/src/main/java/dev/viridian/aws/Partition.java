package dev.viridian.aws;

import java.util.Optional;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/** <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html">What ARNs begin with in a region</a>: {@code aws}, {@code aws-cn}, {@code aws-us-gov} and so on. */
final class Partition {
    /** That of most regions. */
    static final String STANDARD = "aws";

    private Partition() {}

    static String of(String region) {
        return PartitionMetadata.of(Region.of(region)).id();
    }

    /** That of the client's region. A stand-in of a client need not know one. */
    static String of(AwsClient client) {
        try {
            return Optional.ofNullable(client.serviceClientConfiguration().region())
                    .map(region -> PartitionMetadata.of(region).id())
                    .orElse(STANDARD);
        } catch (UnsupportedOperationException e) {
            return STANDARD;
        }
    }
}
