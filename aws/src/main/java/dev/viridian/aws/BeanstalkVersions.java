package dev.viridian.aws;

import dev.viridian.spi.ArtifactStore;
import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.PinnedArtifact;
import dev.viridian.spi.PlatformException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.elasticbeanstalk.model.ApplicationVersionDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.ApplicationVersionStatus;

/**
 * The application versions of environments: each has one of its own, of its own name, which is made before it and removed after it. A version is a bucket and a key, and
 * <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_S3Location.html">knows no version of an object</a>, so what lies there has to be what was pinned.
 */
final class BeanstalkVersions {
    /** <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/applications-sourcebundle.html">"Not exceed 500 MB"</a>. */
    private static final long LARGEST = 500L * 1024 * 1024;

    private static final int LONGEST_DESCRIPTION = 200;
    private static final int LONGEST_TAG = 256;

    private final BeanstalkSetup setup;
    private final BeanstalkCalls calls;
    private final ArtifactStore artifacts;

    BeanstalkVersions(BeanstalkSetup setup, BeanstalkCalls calls, ArtifactStore artifacts) {
        this.setup = setup;
        this.calls = calls;
        this.artifacts = artifacts;
    }

    /** Makes it where it is not there, and waits until Elastic Beanstalk has looked through it. */
    void ensure(EnvironmentSpec spec, Map<String, String> tags, String doing, Instant end, Caller caller) {
        String label = BeanstalkName.of(spec.name());
        S3Location bundle = S3Location.parse(spec.artifact().location());
        if (calls.version(label).isEmpty()) {
            requireStillThere(spec.artifact(), doing);
            calls.makeVersion(label, description(spec.artifact()), bundle, tags, caller);
        }
        while (true) {
            boolean isDone = calls.version(label)
                    .filter(found -> isProcessed(found, bundle, doing))
                    .isPresent();
            if (isDone) {
                return;
            }
            if (!setup.time().now().isBefore(end)) {
                throw PlatformException.passing(
                        doing,
                        new IllegalStateException("Elastic Beanstalk has not looked through its application version "
                                + label + " in time"));
            }
            setup.time().sleep(setup.pace());
        }
    }

    private boolean isProcessed(ApplicationVersionDescription found, S3Location bundle, String doing) {
        boolean isSame = found.sourceBundle() != null
                && bundle.bucket().equals(found.sourceBundle().s3Bucket())
                && bundle.key().equals(found.sourceBundle().s3Key());
        if (!isSame) {
            throw PlatformException.refused(
                    doing,
                    "there is an application version " + found.versionLabel() + " already, and its source bundle is "
                            + found.sourceBundle() + ". Expected " + bundle
                            + ". Look whose it is, and remove it if it is nobody's.");
        }
        if (found.status() == ApplicationVersionStatus.FAILED) {
            throw PlatformException.refused(
                    doing,
                    "Elastic Beanstalk takes its source bundle for none: " + bundle
                            + ". Look at the events of its application, and at env.yaml and .ebextensions in the bundle.");
        }
        return found.status() == ApplicationVersionStatus.PROCESSED
                || found.status() == ApplicationVersionStatus.UNPROCESSED;
    }

    private void requireStillThere(PinnedArtifact pinned, String doing) {
        PinnedArtifact now = artifacts.pin(pinned.artifact());
        if (!now.revision().sha256().equals(pinned.revision().sha256())) {
            throw PlatformException.refused(
                    doing,
                    "Elastic Beanstalk takes what lies at " + pinned.artifact().location() + " now, and that is "
                            + now.revision() + ". Expected " + pinned.revision()
                            + ". Give each version a key of its own, and never write to it again.");
        }
    }

    private String description(PinnedArtifact artifact) {
        String text = setup.application() + " " + artifact.revision();
        return text.substring(0, Math.min(text.length(), LONGEST_DESCRIPTION));
    }

    /** What is known before, and tags too: a machine is told its artifact by one. */
    List<String> against(PinnedArtifact artifact) {
        List<String> against = new ArrayList<>();
        String version = artifact.revision().version();
        if (!artifact.location().startsWith("s3://")) {
            against.add("Elastic Beanstalk takes source bundles from S3 alone, and this one is at "
                    + artifact.location() + ". Put it into a bucket in the same region.");
        }
        if (artifact.bytes() > LARGEST) {
            against.add("A source bundle of Elastic Beanstalk has 500 MB at most, and " + artifact.location() + " has "
                    + artifact.bytes() + " bytes.");
        }
        if (!TagText.isTaken(version) || version.length() > LONGEST_TAG) {
            against.add(
                    "The version stands in a tag of its environment, which takes 256 letters, spaces, numbers and _ . : / = + - @ at most: "
                            + version + ". Give it another one.");
        }
        if (TagText.of(artifact.location()).length() > LONGEST_TAG) {
            against.add("The artifact's location stands in a tag, which has " + LONGEST_TAG + " characters at most: "
                    + artifact.location() + ". Give it a shorter key.");
        }
        return against;
    }
}
