package dev.viridian.testing.aws;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateEnvironmentRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateEnvironmentResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentStatus;
import software.amazon.awssdk.services.elasticbeanstalk.model.SwapEnvironmentCnamEsRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.SwapEnvironmentCnamEsResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.TerminateEnvironmentRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.TerminateEnvironmentResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.TooManyEnvironmentsException;
import software.amazon.awssdk.services.elasticbeanstalk.model.UpdateEnvironmentRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.UpdateEnvironmentResponse;

/** What is done with environments of Elastic Beanstalk: one operation at a time with each. */
final class BeanstalkChanges {
    /** <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_CreateEnvironment.html">"only letters, numbers, and hyphens. It can't start or end with a hyphen", 4 to 40</a>. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{2,38}[A-Za-z0-9]");

    private final Agenda agenda;
    private final BeanstalkApplications applications;
    private final BeanstalkEnvironments environments;
    private final BeanstalkNames names;
    private final BeanstalkFleet fleet;
    private final BeanstalkEvents events;
    private final Ids ids;
    private final Quotas quotas;
    private final String region;

    BeanstalkChanges(
            Agenda agenda,
            BeanstalkApplications applications,
            BeanstalkEnvironments environments,
            BeanstalkNames names,
            BeanstalkFleet fleet,
            BeanstalkEvents events,
            Ids ids,
            Quotas quotas,
            String region) {
        this.agenda = agenda;
        this.applications = applications;
        this.environments = environments;
        this.names = names;
        this.fleet = fleet;
        this.events = events;
        this.ids = ids;
        this.quotas = quotas;
        this.region = region;
    }

    void open(Operations operations) {
        operations
                .on(
                        CreateEnvironmentRequest.class,
                        "ApplicationName! EnvironmentName! Description CNAMEPrefix VersionLabel! TemplateName! Tags "
                                + BeanstalkOptions.SETTINGS,
                        this::create)
                .on(
                        UpdateEnvironmentRequest.class,
                        "ApplicationName EnvironmentId EnvironmentName " + BeanstalkOptions.SETTINGS,
                        this::update)
                .on(
                        "SwapEnvironmentCNAMEs",
                        SwapEnvironmentCnamEsRequest.class,
                        "SourceEnvironmentId SourceEnvironmentName DestinationEnvironmentId DestinationEnvironmentName",
                        this::swap)
                .on(TerminateEnvironmentRequest.class, "EnvironmentId EnvironmentName ForceTerminate", this::terminate);
    }

    private CreateEnvironmentResponse create(CreateEnvironmentRequest request) {
        String application = request.applicationName();
        applications.require(application);
        String name = request.environmentName();
        if (!NAME.matcher(name).matches()) {
            throw Beanstalk.invalid(
                    "Value " + name
                            + " at 'EnvironmentName' failed to satisfy constraint: Member must be from 4 to 40 characters in length, of letters, numbers and hyphens, and must not start or end with a hyphen");
        }
        if (environments.running().anyMatch(other -> other.name.equals(name))) {
            throw Beanstalk.invalid("Environment " + name + " already exists.");
        }
        BeanstalkApplications.Template template = applications.template(application, request.templateName());
        applications.requireVersion(application, request.versionLabel());
        requireRoom();
        Map<String, String> options = new LinkedHashMap<>(template.options());
        options.putAll(BeanstalkOptions.of(request.optionSettings()));
        BeanstalkOptions.requireModelled(options);
        BeanstalkEnvironment made = new BeanstalkEnvironment(
                "e-" + ids.ending("environment").substring(6),
                name,
                application,
                "awseb-e-" + ids.ending("endpoint").substring(8) + "." + region + ".elb.amazonaws.com",
                template.platform(),
                request.templateName(),
                request.versionLabel(),
                Optional.ofNullable(request.description()).orElse(""),
                Beanstalk.tagsOf(request.tags()),
                options,
                names.cname(request.cnamePrefix(), name),
                agenda.now());
        environments.add(made);
        fleet.begin(made);
        return answer(made.described(region, agenda.now()));
    }

    /** <a href="https://docs.aws.amazon.com/general/latest/gr/elasticbeanstalk.html">200 environments in an account and region, unless it has more</a>. */
    private void requireRoom() {
        if (environments.running().count() >= quotas.of(AwsQuota.BEANSTALK_ENVIRONMENTS)) {
            throw Service.BEANSTALK.refusal(
                    TooManyEnvironmentsException.builder(),
                    400,
                    "TooManyEnvironmentsException",
                    "The specified account has reached its limit of environments.");
        }
    }

    private static CreateEnvironmentResponse answer(EnvironmentDescription made) {
        return CreateEnvironmentResponse.builder()
                .environmentId(made.environmentId())
                .environmentName(made.environmentName())
                .environmentArn(made.environmentArn())
                .applicationName(made.applicationName())
                .versionLabel(made.versionLabel())
                .cname(made.cname())
                .status(made.status())
                .health(made.health())
                .dateCreated(made.dateCreated())
                .build();
    }

    /** One operation at a time: what is Launching, Updating or Terminating takes no other. */
    private static void requireReady(BeanstalkEnvironment environment) {
        if (!environment.isReady()) {
            throw Beanstalk.invalid("Environment named " + environment.name
                    + " is in an invalid state for this operation. Must be Ready.");
        }
    }

    private UpdateEnvironmentResponse update(UpdateEnvironmentRequest request) {
        BeanstalkEnvironment environment = environments.require(request.environmentId(), request.environmentName());
        requireReady(environment);
        Map<String, String> changed = new LinkedHashMap<>(environment.options);
        changed.putAll(BeanstalkOptions.of(request.optionSettings()));
        BeanstalkOptions.requireModelled(changed);
        if (BeanstalkOptions.number(changed, BeanstalkOptions.MIN_SIZE)
                > BeanstalkOptions.number(changed, BeanstalkOptions.MAX_SIZE)) {
            throw Beanstalk.invalid(
                    "Invalid option value: MinSize " + BeanstalkOptions.number(changed, BeanstalkOptions.MIN_SIZE)
                            + " is more than MaxSize " + BeanstalkOptions.number(changed, BeanstalkOptions.MAX_SIZE));
        }
        environment.status = EnvironmentStatus.UPDATING;
        environment.draft = Optional.of(changed);
        environment.changed = agenda.now();
        events.tell(environment, "INFO", "Environment update is starting.");
        agenda.after(Pace.UPDATING, () -> apply(environment, changed));
        EnvironmentDescription now = environment.described(region, agenda.now());
        return UpdateEnvironmentResponse.builder()
                .environmentId(now.environmentId())
                .environmentName(now.environmentName())
                .status(now.status())
                .cname(now.cname())
                .build();
    }

    private void apply(BeanstalkEnvironment environment, Map<String, String> changed) {
        environment.options.putAll(changed);
        environment.draft = Optional.empty();
        environment.wanted = BeanstalkOptions.within(changed, environment.wanted);
        fleet.level(environment);
        agenda.after(Pace.UPDATING, () -> {
            environment.becomeReady(agenda.now());
            events.tell(environment, "INFO", "Environment update completed successfully.");
        });
    }

    /**
     * <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/using-features.CNAMESwap.html">Each gets the CNAME of the other</a>, a few seconds later, as
     * <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/eb3-swap.html">the events of a swap</a> show; name servers know it after that.
     */
    private SwapEnvironmentCnamEsResponse swap(SwapEnvironmentCnamEsRequest request) {
        BeanstalkEnvironment source =
                environments.require(request.sourceEnvironmentId(), request.sourceEnvironmentName());
        BeanstalkEnvironment destination =
                environments.require(request.destinationEnvironmentId(), request.destinationEnvironmentName());
        if (source == destination) {
            throw Beanstalk.invalid("Source and destination environments are the same: " + source.name);
        }
        List<BeanstalkEnvironment> both = List.of(source, destination);
        both.forEach(BeanstalkChanges::requireReady);
        String whose = "'" + source.name + "' and '" + destination.name + "'";
        both.forEach(environment -> {
            environment.status = EnvironmentStatus.UPDATING;
            environment.changed = agenda.now();
            events.tell(environment, "INFO", "swapEnvironmentCNAMEs is starting.");
            events.tell(environment, "INFO", "Swapping CNAMEs for environments " + whose + ".");
        });
        agenda.after(Pace.SWAPPING, () -> {
            exchange(source, destination);
            both.forEach(environment -> tellOfSwap(environment, whose));
            agenda.after(Pace.SWAPPING, () -> both.forEach(environment -> environment.becomeReady(agenda.now())));
        });
        return SwapEnvironmentCnamEsResponse.builder().build();
    }

    private void exchange(BeanstalkEnvironment source, BeanstalkEnvironment destination) {
        String cname = source.cname;
        source.cname = destination.cname;
        destination.cname = cname;
        List.of(source, destination)
                .forEach(environment -> agenda.after(Pace.NAME_SERVERS, () -> names.answerFor(environment)));
    }

    private void tellOfSwap(BeanstalkEnvironment environment, String whose) {
        events.tell(environment, "INFO", "'" + environment.cname + "' now points to '" + environment.endpoint + "'.");
        events.tell(environment, "INFO", "Completed swapping CNAMEs for environments " + whose + ".");
    }

    /** One that is being launched or updated <a href="https://github.com/aws/aws-elastic-beanstalk-cli-setup/issues/144">is not terminated</a>; one that is being terminated, not again. */
    private TerminateEnvironmentResponse terminate(TerminateEnvironmentRequest request) {
        BeanstalkEnvironment environment = environments.require(request.environmentId(), request.environmentName());
        if (environment.status == EnvironmentStatus.LAUNCHING || environment.status == EnvironmentStatus.UPDATING) {
            throw Beanstalk.invalid(
                    "Cannot terminate environment named " + environment.name + ". It is currently pending deployment.");
        }
        requireReady(environment);
        environment.status = EnvironmentStatus.TERMINATING;
        environment.changed = agenda.now();
        events.tell(environment, "INFO", "terminateEnvironment is starting.");
        agenda.after(Pace.STEP, () -> fleet.end(environment));
        agenda.after(Pace.TERMINATING, () -> end(environment));
        EnvironmentDescription now = environment.described(region, agenda.now());
        return TerminateEnvironmentResponse.builder()
                .environmentId(now.environmentId())
                .environmentName(now.environmentName())
                .status(now.status())
                .build();
    }

    private void end(BeanstalkEnvironment environment) {
        environment.status = EnvironmentStatus.TERMINATED;
        environment.changed = agenda.now();
        names.forget(environment);
        events.tell(environment, "INFO", "terminateEnvironment completed successfully.");
        agenda.after(Pace.TERMINATED, () -> environments.remove(environment));
    }
}
