package dev.viridian.aws;

import dev.viridian.EnvironmentName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentStatus;

/**
 * Which of the environments that Elastic Beanstalk has are this platform's: their tags say it. An environment begins with its application version, which is made before it, and ends with that: what
 * is left of one is found by it.
 */
final class OwnBeanstalk {
    /** In a CNAME that <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/environments-create-wizard.html">Elastic Beanstalk made of an environment's name</a>, after the name. */
    private static final String MADE_OF_ITS_NAME = ".eba-";

    private final BeanstalkSetup setup;
    private final BeanstalkCalls calls;

    /** What an environment's tags say of it never changes, and an id is never given twice. */
    private final Map<String, EnvironmentTags> known = new ConcurrentHashMap<>();

    OwnBeanstalk(BeanstalkSetup setup, BeanstalkCalls calls) {
        this.setup = setup;
        this.calls = calls;
    }

    /** What there was when it was looked. */
    final class Look {
        private final List<EnvironmentDescription> all;
        private final Map<EnvironmentName, EnvironmentDescription> own = new LinkedHashMap<>();
        private final Map<String, EnvironmentTags> tags = new LinkedHashMap<>();

        private Look(List<EnvironmentDescription> all) {
            this.all = all;
            for (EnvironmentDescription found : all) {
                tagsOf(found).ifPresent(of -> {
                    own.put(of.environment(), found);
                    tags.put(found.environmentId(), of);
                });
            }
        }

        Map<EnvironmentName, EnvironmentDescription> own() {
            return own;
        }

        Optional<EnvironmentDescription> of(EnvironmentName name) {
            return Optional.ofNullable(own.get(name));
        }

        Optional<EnvironmentTags> tags(EnvironmentDescription environment) {
            return Optional.ofNullable(tags.get(environment.environmentId()));
        }

        /** Who has the users' CNAME, whosever it is. */
        Optional<EnvironmentDescription> live() {
            return all.stream()
                    .filter(found -> cname(found).equals(setup.cname()))
                    .findFirst();
        }

        /** Whether something is being done with one of them. */
        boolean isBeingUpdated() {
            return all.stream().anyMatch(found -> found.status() == EnvironmentStatus.UPDATING);
        }

        /** Whether two are being updated at once, as those are that swap their CNAMEs. */
        boolean mayBeSwapping() {
            return all.stream()
                            .filter(found -> found.status() == EnvironmentStatus.UPDATING)
                            .count()
                    >= 2;
        }

        /** Who has it, where it is one of this application. */
        Optional<EnvironmentDescription> ownLive() {
            return live().filter(found -> tags(found).isPresent());
        }

        /** Those of others that were swapped with: they have a CNAME that was made for another environment, one of this application. */
        List<EnvironmentDescription> swappedBefore() {
            return all.stream()
                    .filter(found -> tags(found).isEmpty())
                    .filter(this::hasANameOfOurs)
                    .toList();
        }

        private boolean hasANameOfOurs(EnvironmentDescription found) {
            String cname = cname(found);
            int end = cname.indexOf(MADE_OF_ITS_NAME);
            return end > 0
                    && cname.startsWith(BeanstalkName.beginningOf(setup.application()))
                    && !cname.substring(0, end).equals(found.environmentName().toLowerCase(Locale.ROOT));
        }
    }

    private static String cname(EnvironmentDescription environment) {
        return Optional.ofNullable(environment.cname()).orElse("").toLowerCase(Locale.ROOT);
    }

    /** As it is now. */
    Look look() {
        return new Look(calls.environments());
    }

    /** Nobody asks for those of an environment that is called otherwise. */
    private Optional<EnvironmentTags> tagsOf(EnvironmentDescription found) {
        if (!found.environmentName().startsWith(BeanstalkName.beginningOf(setup.application()))) {
            return Optional.empty();
        }
        EnvironmentTags before = known.get(found.environmentId());
        if (before != null) {
            return Optional.of(before);
        }
        Optional<EnvironmentTags> read = own(calls.tags(found));
        read.ifPresent(tags -> known.put(found.environmentId(), tags));
        return read;
    }

    private Optional<EnvironmentTags> own(Map<String, String> tags) {
        return EnvironmentTags.in(tags).filter(found -> found.belongsTo(setup.application(), setup.mark()));
    }

    /** What the application version says that was made for that environment; one of somebody else's says nothing. */
    Optional<EnvironmentTags> version(EnvironmentName name) {
        return calls.version(BeanstalkName.of(name))
                .flatMap(found -> own(calls.tags(found)))
                .filter(tags -> tags.environment().equals(name));
    }

    /** Of all application versions whose environment is not there, what they say. */
    List<EnvironmentTags> versionsWithoutEnvironment(Look look) {
        return calls.versions().stream()
                .filter(found -> found.versionLabel().startsWith(BeanstalkName.beginningOf(setup.application())))
                .filter(found -> look.own().keySet().stream()
                        .noneMatch(name -> BeanstalkName.of(name).equals(found.versionLabel())))
                .flatMap(found -> own(calls.tags(found)).stream())
                .toList();
    }
}
