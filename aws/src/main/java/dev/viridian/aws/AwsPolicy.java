package dev.viridian.aws;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What whoever deploys must be allowed to: the smallest IAM policy for one {@link AwsPlatform} or {@link BeanstalkPlatform}, as JSON by {@link #toString()}. What keeps state and artifacts needs its own:
 * {@link S3StateStore}, {@link DynamoDbStateStore} and {@link S3ArtifactStore} say it.
 *
 * <pre>{@code
 * Files.writeString(Path.of("policy.json"), production.policy().toString());
 * // aws iam put-role-policy --role-name deployer --policy-name viridian --policy-document file://policy.json
 * }</pre>
 *
 * <p>What only looks is allowed on everything, since AWS allows it in no other way; what changes something, on what bears the application's name, on the listener or rule, and for
 * machines of the launch template. That the platform calls nothing else is tested.
 *
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html">Actions, resources and condition keys</a>
 */
public final class AwsPolicy {
    private static final String VERSION = "2012-10-17";

    private final List<Statement> statements;

    private AwsPolicy(List<Statement> statements) {
        this.statements = List.copyOf(statements);
    }

    /** One thing that is allowed. */
    private record Statement(
            String name, List<String> actions, List<String> resources, Map<String, Map<String, String>> conditions) {}

    static AwsPolicy of(AwsSetup setup) {
        UsersEntry entry = setup.entry();
        String application = setup.application() + "-*";
        List<String> targetGroups = balancing(setup, "targetgroup/");
        List<Statement> statements = new ArrayList<>();
        statements.add(allow("Look", LOOKING, List.of("*")));
        statements.addAll(
                setup.isFixed() ? changingInstances(setup, targetGroups) : changingGroups(setup, application));
        statements.add(allow("ChangeTargetGroups", CHANGING_TARGET_GROUPS, targetGroups));
        statements.addAll(
                entry instanceof Forwarding forwarding ? forwarding(forwarding) : record(setup, (DnsRecord) entry));
        statements.add(launching(setup));
        statements.add(new Statement(
                "TagWhatIsLaunched",
                List.of("ec2:CreateTags"),
                List.of(setup.accountOf("ec2") + "*"),
                Map.of("StringEquals", Map.of("ec2:CreateAction", "RunInstances"))));
        statements.add(new Statement(
                "GiveMachinesTheirRole",
                List.of("iam:PassRole"),
                List.of("*"),
                Map.of("StringLike", Map.of("iam:PassedToService", "ec2.amazonaws.com*"))));
        setup.keeping().ifPresent(keeping -> statements.addAll(keeping(setup, application)));
        if (setup.readsMetrics()) {
            statements.add(allow("ReadMetrics", List.of("cloudwatch:GetMetricData"), List.of("*")));
        }
        if (setup.asksFailedMachines()) {
            statements.addAll(asking(setup));
        }
        return new AwsPolicy(statements);
    }

    /** What Elastic Beanstalk does itself in the name of whoever calls it is not in it. */
    static AwsPolicy of(BeanstalkSetup setup) {
        String all = setup.accountOf("elasticbeanstalk");
        String own = setup.beanstalkApplication() + "/";
        String begun = own + BeanstalkName.beginningOf(setup.application()) + "*";
        String application = all + "application/" + setup.beanstalkApplication();
        List<Statement> statements = new ArrayList<>();
        statements.add(allow("Look", LOOKING_AT_BEANSTALK, List.of("*")));
        if (setup.readsMetrics()) {
            statements.add(allow(
                    "ReadMetrics",
                    List.of("cloudwatch:GetMetricData", "elasticbeanstalk:DescribeEnvironmentResources"),
                    List.of("*")));
        }
        statements.add(allow(
                "ChangeApplicationVersions",
                List.of("elasticbeanstalk:CreateApplicationVersion", "elasticbeanstalk:DeleteApplicationVersion"),
                List.of(application, all + "applicationversion/" + begun)));
        List<String> made = new ArrayList<>(List.of(
                application,
                all + "applicationversion/" + begun,
                all + "configurationtemplate/" + own + setup.configuration(),
                all + "environment/" + begun));
        if (setup.copiesLive()) {
            made.add(all + "configurationtemplate/" + begun);
            statements.add(allow(
                    "CopyConfigurations",
                    List.of(
                            "elasticbeanstalk:CreateConfigurationTemplate",
                            "elasticbeanstalk:DeleteConfigurationTemplate"),
                    List.of(application, all + "configurationtemplate/" + begun, all + "environment/" + begun)));
        }
        statements.add(allow(
                "ChangeEnvironments",
                List.of(
                        "elasticbeanstalk:AddTags",
                        "elasticbeanstalk:CreateEnvironment",
                        "elasticbeanstalk:TerminateEnvironment",
                        "elasticbeanstalk:UpdateEnvironment"),
                made));
        statements.add(allow(
                "Route", List.of("elasticbeanstalk:SwapEnvironmentCNAMEs"), List.of(all + "environment/" + own + "*")));
        statements.add(new Statement(
                "ReplaceMachines",
                List.of("ec2:TerminateInstances"),
                List.of(setup.accountOf("ec2") + "instance/*"),
                Map.of("StringEquals", Map.of("ec2:ResourceTag/" + EnvironmentTags.APPLICATION, setup.application()))));
        return new AwsPolicy(statements);
    }

    /** Those of this application: their names are shorter than its environments' where those are too long. */
    private static List<String> balancing(AwsSetup setup, String kind) {
        return TargetGroups.patternsOf(setup.application()).stream()
                .map(pattern -> setup.accountOf("elasticloadbalancing") + kind + pattern)
                .toList();
    }

    private static List<Statement> changingGroups(AwsSetup setup, String application) {
        return List.of(
                allow("LookAtGroups", LOOKING_AT_GROUPS, List.of("*")),
                allow(
                        "ChangeGroups",
                        CHANGING_GROUPS,
                        List.of(setup.accountOf("autoscaling") + "autoScalingGroup:*:autoScalingGroupName/"
                                + application)));
    }

    /** Without a group they are registered, and ended, by whoever deploys: those of this application alone. */
    private static List<Statement> changingInstances(AwsSetup setup, List<String> targetGroups) {
        return List.of(
                allow("LookAtStatusChecks", List.of("ec2:DescribeInstanceStatus"), List.of("*")),
                allow(
                        "RegisterMachines",
                        List.of("elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"),
                        targetGroups),
                ofThisApplication("EndMachines", List.of("ec2:TerminateInstances"), setup));
    }

    /** Machines of another application bear another mark. */
    private static Statement ofThisApplication(String name, List<String> actions, AwsSetup setup) {
        return new Statement(
                name,
                actions,
                List.of(setup.accountOf("ec2") + "instance/*"),
                Map.of("StringEquals", Map.of("ec2:ResourceTag/" + EnvironmentTags.APPLICATION, setup.application())));
    }

    /** Commands are sent <a
     * href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html">by a document to instances</a>, here to those of this application alone. */
    private static List<Statement> asking(AwsSetup setup) {
        String document = setup.accountOf("ssm").replaceFirst(":[0-9*]*:$", "::") + "document/AWS-RunShellScript";
        return List.of(
                allow("AskByThisDocument", List.of("ssm:SendCommand"), List.of(document)),
                new Statement(
                        "AskFailedMachines",
                        List.of("ssm:SendCommand"),
                        List.of(setup.accountOf("ec2") + "instance/*"),
                        Map.of(
                                "StringEquals",
                                Map.of("ssm:resourceTag/" + EnvironmentTags.APPLICATION, setup.application()))),
                allow("ReadTheirAnswers", List.of("ssm:GetCommandInvocation"), List.of("*")));
    }

    /** What a machine that failed is marked and ended by. */
    private static List<Statement> keeping(AwsSetup setup, String application) {
        if (setup.isFixed()) {
            return List.of(ofThisApplication("MarkFailedMachines", List.of("ec2:CreateTags"), setup));
        }
        return List.of(
                allow("SeeWhichMachinesAreInGroups", List.of("autoscaling:DescribeAutoScalingInstances"), List.of("*")),
                allow(
                        "TakeFailedMachinesOutOfGroups",
                        List.of("autoscaling:DetachInstances"),
                        List.of(setup.accountOf("autoscaling") + "autoScalingGroup:*:autoScalingGroupName/"
                                + application)),
                ofThisApplication(
                        "MarkAndEndFailedMachines", List.of("ec2:CreateTags", "ec2:TerminateInstances"), setup));
    }

    private static List<Statement> forwarding(Forwarding forwarding) {
        return List.of(
                allow(
                        "LookAtRouting",
                        List.of("elasticloadbalancing:DescribeListeners", "elasticloadbalancing:DescribeRules"),
                        List.of("*")),
                allow(
                        "ChangeRules",
                        List.of(
                                "elasticloadbalancing:AddTags",
                                "elasticloadbalancing:CreateRule",
                                "elasticloadbalancing:DeleteRule"),
                        List.of(forwarding.listener(), forwarding.rulesOfListener())),
                allow(
                        "Route",
                        List.of(
                                forwarding.isRule()
                                        ? "elasticloadbalancing:ModifyRule"
                                        : "elasticloadbalancing:ModifyListener"),
                        List.of(forwarding.arn())));
    }

    /** Records of that name alone: <a href="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html">conditions for changes of records</a>. */
    private static List<Statement> record(AwsSetup setup, DnsRecord record) {
        String route53 = "arn:" + setup.partition() + ":route53:::";
        String zone =
                route53 + "hostedzone/" + (record.zone().byId() ? record.zone().text() : "*");
        List<String> looking =
                record.zone().byId() ? List.of("route53:GetHostedZone") : List.of("route53:ListHostedZonesByName");
        return List.of(
                allow(
                        "ChangeLoadBalancers",
                        changingLoadBalancers(record.balancer()),
                        Stream.of("loadbalancer/app/", "listener/app/")
                                .flatMap(kind -> balancing(setup, kind).stream())
                                .toList()),
                allow("FindTheZone", looking, List.of(record.zone().byId() ? zone : "*")),
                allow("LookAtRecords", List.of("route53:ListResourceRecordSets"), List.of(zone)),
                allow("LookAtChanges", List.of("route53:GetChange"), List.of(route53 + "change/*")),
                new Statement(
                        "Route",
                        List.of("route53:ChangeResourceRecordSets"),
                        List.of(zone),
                        Map.of(
                                "ForAllValues:StringEquals",
                                Map.of(
                                        "route53:ChangeResourceRecordSetsNormalizedRecordNames",
                                        record.keptName().replaceFirst("\\.$", "")))));
    }

    private static List<String> changingLoadBalancers(EnvironmentBalancer balancer) {
        List<String> actions = new ArrayList<>(List.of(
                "elasticloadbalancing:AddTags",
                "elasticloadbalancing:CreateListener",
                "elasticloadbalancing:CreateLoadBalancer",
                "elasticloadbalancing:DeleteLoadBalancer"));
        if (!balancer.attributes().isEmpty()) {
            actions.add("elasticloadbalancing:ModifyLoadBalancerAttributes");
        }
        return actions;
    }

    private static final List<String> LOOKING_AT_GROUPS = List.of(
            "autoscaling:DescribeAccountLimits",
            "autoscaling:DescribeAutoScalingGroups",
            "autoscaling:DescribePolicies",
            "autoscaling:DescribeScalingActivities",
            "autoscaling:DescribeScheduledActions");

    private static final List<String> LOOKING_AT_BEANSTALK = List.of(
            "ec2:DescribeInstances",
            "ec2:GetConsoleOutput",
            "elasticbeanstalk:DescribeApplicationVersions",
            "elasticbeanstalk:DescribeConfigurationSettings",
            "elasticbeanstalk:DescribeEnvironmentHealth",
            "elasticbeanstalk:DescribeEnvironments",
            "elasticbeanstalk:DescribeEvents",
            "elasticbeanstalk:DescribeInstancesHealth",
            "elasticbeanstalk:ListTagsForResource");

    private static final List<String> LOOKING = List.of(
            "ec2:DescribeImages",
            "ec2:DescribeInstances",
            "ec2:DescribeLaunchTemplateVersions",
            "ec2:DescribeSubnets",
            "ec2:GetConsoleOutput",
            "elasticloadbalancing:DescribeLoadBalancers",
            "elasticloadbalancing:DescribeTags",
            "elasticloadbalancing:DescribeTargetGroups",
            "elasticloadbalancing:DescribeTargetHealth");

    private static final List<String> CHANGING_GROUPS = List.of(
            "autoscaling:AttachLoadBalancerTargetGroups",
            "autoscaling:CreateAutoScalingGroup",
            "autoscaling:CreateOrUpdateTags",
            "autoscaling:DeleteAutoScalingGroup",
            "autoscaling:DeleteTags",
            "autoscaling:DetachLoadBalancerTargetGroups",
            "autoscaling:PutLifecycleHook",
            "autoscaling:PutScalingPolicy",
            "autoscaling:PutScheduledUpdateGroupAction",
            "autoscaling:ResumeProcesses",
            "autoscaling:SuspendProcesses",
            "autoscaling:TerminateInstanceInAutoScalingGroup",
            "autoscaling:UpdateAutoScalingGroup");

    private static final List<String> CHANGING_TARGET_GROUPS = List.of(
            "elasticloadbalancing:AddTags",
            "elasticloadbalancing:CreateTargetGroup",
            "elasticloadbalancing:DeleteTargetGroup",
            "elasticloadbalancing:ModifyTargetGroupAttributes");

    /** Who launches from a launch template, or makes a group of it, must be <a
     * href="https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-launch-template-permissions.html">allowed to launch it</a>. */
    private static Statement launching(AwsSetup setup) {
        String template = setup.accountOf("ec2") + "launch-template/"
                + setup.launchTemplate().id();
        return new Statement(
                "LaunchFromTheTemplate",
                List.of("ec2:RunInstances"),
                List.of("*"),
                Map.of("ArnLike", Map.of("ec2:LaunchTemplate", template)));
    }

    private static Statement allow(String name, List<String> actions, List<String> resources) {
        return new Statement(name, actions, resources, Map.of());
    }

    /** All actions that it allows, like {@code autoscaling:CreateAutoScalingGroup}. */
    public Set<String> actions() {
        Set<String> all = new TreeSet<>();
        statements.forEach(statement -> all.addAll(statement.actions));
        return all;
    }

    /** The policy's document. */
    @Override
    public String toString() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeStringField("Version", VERSION);
            json.writeArrayFieldStart("Statement");
            for (Statement statement : statements) {
                write(json, statement);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("A text in memory could not be written.", e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Statement statement) throws IOException {
        json.writeStartObject();
        json.writeStringField("Sid", statement.name);
        json.writeStringField("Effect", "Allow");
        write(json, "Action", statement.actions);
        write(json, "Resource", statement.resources);
        if (!statement.conditions.isEmpty()) {
            json.writeObjectFieldStart("Condition");
            for (Map.Entry<String, Map<String, String>> condition : statement.conditions.entrySet()) {
                json.writeObjectFieldStart(condition.getKey());
                for (Map.Entry<String, String> key : condition.getValue().entrySet()) {
                    json.writeStringField(key.getKey(), key.getValue());
                }
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String field, List<String> values) throws IOException {
        json.writeArrayFieldStart(field);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
