package dev.viridian.aws;

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
}
