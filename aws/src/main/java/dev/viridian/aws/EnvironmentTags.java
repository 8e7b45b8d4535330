package dev.viridian.aws;

import dev.viridian.EnvironmentName;
import dev.viridian.Revision;
import dev.viridian.spi.EnvironmentSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What stands on all that is made for an environment. Nothing else is known of it: whoever asks AWS reads it here, and a machine reads it in its own
 * metadata.
 *
 * @param application whose it is
 * @param behind what sends users to it: two platforms of one name in one account do not touch each other's
 * @param environment its name
 * @param revision what it runs
 */
record EnvironmentTags(String application, String behind, EnvironmentName environment, Revision revision) {
    static final String APPLICATION = "viridian:application";
    static final String BEHIND = "viridian:behind";
    static final String ENVIRONMENT = "viridian:environment";
    static final String VERSION = "viridian:version";
    static final String SHA256 = "viridian:sha256";

    /** Where exactly the bits are that a machine is to run. */
    static final String ARTIFACT = "viridian:artifact";

    static EnvironmentTags of(AwsSetup setup, EnvironmentSpec spec) {
        return new EnvironmentTags(
                setup.application(), setup.mark(), spec.name(), spec.artifact().revision());
    }

    /** Those of something that AWS has, if it is an environment's. */
    static Optional<EnvironmentTags> in(Map<String, String> tags) {
        Optional<String> application = Optional.ofNullable(tags.get(APPLICATION));
        Optional<String> behind = Optional.ofNullable(tags.get(BEHIND));
        Optional<String> environment = Optional.ofNullable(tags.get(ENVIRONMENT));
        Optional<String> version = Optional.ofNullable(tags.get(VERSION));
        Optional<String> digest = Optional.ofNullable(tags.get(SHA256));
        if (application.isEmpty()
                || behind.isEmpty()
                || environment.isEmpty()
                || version.isEmpty()
                || digest.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new EnvironmentTags(
                application.get(),
                behind.get(),
                new EnvironmentName(environment.get()),
                new Revision(version.get(), digest.get())));
    }

    boolean belongsTo(AwsSetup setup) {
        return belongsTo(setup.application(), setup.mark());
    }

    boolean belongsTo(String which, String mark) {
        return application.equals(which) && behind.equals(mark);
    }

    /** As they are written. */
    Map<String, String> asMap() {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put(APPLICATION, application);
        tags.put(BEHIND, behind);
        tags.put(ENVIRONMENT, environment.value());
        tags.put(VERSION, revision.version());
        tags.put(SHA256, revision.sha256());
        return tags;
    }
}
