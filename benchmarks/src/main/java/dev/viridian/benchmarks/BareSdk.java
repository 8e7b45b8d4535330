package dev.viridian.benchmarks;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Filter;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;
import software.amazon.awssdk.services.autoscaling.model.Tag;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.ChangeStatus;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;

/** A process that deploys one release to AWS by the SDK alone: what {@code careful.py} does, call for call. */
public final class BareSdk {
    private static final int IN_A_ROW = 3;
    private static final Duration WITHIN = Duration.ofMinutes(10);

    private final AwsOrder order;
    private final S3Client s3 = S3Client.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    private final Ec2Client ec2 = Ec2Client.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    private final AutoScalingClient scaling = AutoScalingClient.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    private final ElasticLoadBalancingV2Client balancing = ElasticLoadBalancingV2Client.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> addresses = new HashMap<>();

    private BareSdk(AwsOrder order) {
        this.order = order;
    }

    /** The arguments are those of an {@link AwsOrder}; the SDK finds region, credentials and endpoint in the environment. */
    public static void main(String[] arguments) throws Exception {
        new BareSdk(AwsOrder.of(arguments)).deploy();
    }

    private interface Question {
        boolean isSo() throws Exception;
    }

    /** How users come. */
    private interface Front {
        List<AutoScalingGroup> live(List<AutoScalingGroup> all);

        void attach(String targetGroup) throws Exception;

        void cutOver(String targetGroup) throws Exception;

        void detach(AutoScalingGroup former);
    }

    private void deploy() throws Exception {
        Front front = order.isByListener() ? new ByListener() : new ByRecord();
        String digest = requirePossible();
        List<AutoScalingGroup> ours = ours();
        List<AutoScalingGroup> live = front.live(ours);
        if (ours.size() != live.size() || live.size() > 1) {
            throw new IllegalStateException("Something is left of a deployment that failed: " + ours);
        }
        int machines = live.isEmpty() ? order.machines() : live.get(0).desiredCapacity();
        Map<String, String> tags =
                Map.of("application", order.application(), "version", order.version(), "sha256", digest);
        String targetGroup = makeTargetGroup(tags);
        front.attach(targetGroup);
        makeGroup(targetGroup, machines, tags);
        until(IN_A_ROW, "all machines are well", () -> areWell(targetGroup, machines));
        front.cutOver(targetGroup);
        for (AutoScalingGroup former : live) {
            retire(front, former);
        }
        List<AutoScalingGroup> left = ours();
        if (left.size() != 1 || !left.get(0).autoScalingGroupName().equals(order.name())) {
            throw new IllegalStateException("Something is left: " + left);
        }
    }

    private void until(int inARow, String what, Question reached) throws Exception {
        long end = System.nanoTime() + WITHIN.toNanos();
        int good = 0;
        while (true) {
            good = reached.isSo() ? good + 1 : 0;
            if (good == inARow) {
                return;
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException("After " + WITHIN + " this is not so: " + what);
            }
            Thread.sleep(order.pace().toMillis());
        }
    }

    private boolean answers(String machine) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(order.health())
                .timeout(Duration.ofSeconds(5))
                .header("X-Machine", machine)
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private String requirePossible() {
        String digest = s3.headObject(request ->
                        request.bucket(order.bucket()).key(order.key()).checksumMode(ChecksumMode.ENABLED))
                .checksumSHA256();
        if (digest == null) {
            throw new IllegalStateException("The artifact has no digest.");
        }
        if (ec2.describeLaunchTemplateVersions(
                        request -> request.launchTemplateId(order.template()).versions("1"))
                .launchTemplateVersions()
                .isEmpty()) {
            throw new IllegalStateException("There is no such version of the launch template.");
        }
        return digest;
    }

    private List<AutoScalingGroup> ours() {
        return scaling
                .describeAutoScalingGroupsPaginator(request -> request.filters(Filter.builder()
                        .name("tag:application")
                        .values(order.application())
                        .build()))
                .autoScalingGroups()
                .stream()
                .toList();
    }

    private List<AutoScalingGroup> group(String name) {
        return scaling.describeAutoScalingGroups(request -> request.autoScalingGroupNames(name))
                .autoScalingGroups();
    }

    private String makeTargetGroup(Map<String, String> tags) {
        String arn = balancing
                .createTargetGroup(request -> request.name(order.name())
                        .protocol(ProtocolEnum.HTTP)
                        .port(8080)
                        .vpcId(order.network())
                        .targetType(TargetTypeEnum.INSTANCE)
                        .healthCheckPath("/health")
                        .healthCheckIntervalSeconds(5)
                        .healthCheckTimeoutSeconds(2)
                        .healthyThresholdCount(2)
                        .unhealthyThresholdCount(2)
                        .tags(tags.entrySet().stream()
                                .map(tag -> software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag.builder()
                                        .key(tag.getKey())
                                        .value(tag.getValue())
                                        .build())
                                .toList()))
                .targetGroups()
                .get(0)
                .targetGroupArn();
        balancing.modifyTargetGroupAttributes(request -> request.targetGroupArn(arn)
                .attributes(TargetGroupAttribute.builder()
                        .key("deregistration_delay.timeout_seconds")
                        .value("30")
                        .build()));
        return arn;
    }

    private void makeGroup(String targetGroup, int machines, Map<String, String> tags) {
        scaling.createAutoScalingGroup(request -> request.autoScalingGroupName(order.name())
                .minSize(machines)
                .maxSize(machines)
                .desiredCapacity(machines)
                .launchTemplate(
                        template -> template.launchTemplateId(order.template()).version("1"))
                .vpcZoneIdentifier(String.join(",", order.subnets()))
                .targetGroupARNs(targetGroup)
                .healthCheckType("ELB")
                .healthCheckGracePeriod(600)
                .tags(tags.entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .propagateAtLaunch(true)
                                .resourceId(order.name())
                                .resourceType("auto-scaling-group")
                                .build())
                        .toList()));
    }

    private boolean areWell(String targetGroup, int machines) throws InterruptedException {
        Set<String> members = group(order.name()).get(0).instances().stream()
                .filter(member -> member.lifecycleState() == LifecycleState.IN_SERVICE)
                .map(Instance::instanceId)
                .collect(Collectors.toSet());
        if (members.size() != machines) {
            return false;
        }
        Set<String> sick = new HashSet<>(members);
        balancing
                .describeTargetHealth(request -> request.targetGroupArn(targetGroup))
                .targetHealthDescriptions()
                .stream()
                .filter(target -> target.targetHealth().state() == TargetHealthStateEnum.HEALTHY)
                .forEach(target -> sick.remove(target.target().id()));
        return sick.isEmpty() && allAnswer(members);
    }

    private boolean allAnswer(Set<String> members) throws InterruptedException {
        if (!addresses.keySet().containsAll(members)) {
            ec2
                    .describeInstancesPaginator(
                            request -> request.filters(software.amazon.awssdk.services.ec2.model.Filter.builder()
                                    .name("tag:aws:autoscaling:groupName")
                                    .values(order.name())
                                    .build()))
                    .reservations()
                    .stream()
                    .flatMap(reservation -> reservation.instances().stream())
                    .forEach(instance -> addresses.put(instance.instanceId(), instance.privateIpAddress()));
        }
        for (String member : members) {
            if (!answers(addresses.getOrDefault(member, ""))) {
                return false;
            }
        }
        return true;
    }

    private void retire(Front front, AutoScalingGroup former) throws Exception {
        String name = former.autoScalingGroupName();
        scaling.updateAutoScalingGroup(request ->
                request.autoScalingGroupName(name).minSize(0).maxSize(0).desiredCapacity(0));
        until(
                1,
                "the machines of " + name + " are gone",
                () -> group(name).get(0).instances().isEmpty());
        front.detach(former);
        scaling.deleteAutoScalingGroup(request -> request.autoScalingGroupName(name));
        until(1, name + " is gone", () -> group(name).isEmpty());
        former.targetGroupARNs().forEach(arn -> balancing.deleteTargetGroup(request -> request.targetGroupArn(arn)));
    }

    private static Action forwarding(List<TargetGroupTuple> groups) {
        return Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .forwardConfig(config -> config.targetGroups(groups))
                .build();
    }

    /** By a listener of a load balancer that all environments share. */
    private final class ByListener implements Front {
        private Map<String, Integer> former = Map.of();

        private Map<String, Integer> weights() {
            List<Action> actions = balancing
                    .describeListeners(request -> request.listenerArns(order.entry()))
                    .listeners()
                    .get(0)
                    .defaultActions();
            Action last = actions.get(actions.size() - 1);
            Map<String, Integer> weights = new LinkedHashMap<>();
            if (last.forwardConfig() != null) {
                last.forwardConfig()
                        .targetGroups()
                        .forEach(group -> weights.put(group.targetGroupArn(), group.weight()));
            }
            return weights;
        }

        private List<String> withUsers() {
            return weights().entrySet().stream()
                    .filter(weight -> weight.getValue() > 0)
                    .map(Map.Entry::getKey)
                    .toList();
        }

        @Override
        public List<AutoScalingGroup> live(List<AutoScalingGroup> all) {
            List<String> live = withUsers();
            return all.stream()
                    .filter(group -> group.targetGroupARNs().stream().anyMatch(live::contains))
                    .toList();
        }

        private void write(Map<String, Integer> weights) {
            List<TargetGroupTuple> groups = new ArrayList<>();
            weights.forEach((arn, weight) -> groups.add(TargetGroupTuple.builder()
                    .targetGroupArn(arn)
                    .weight(weight)
                    .build()));
            balancing.modifyListener(
                    request -> request.listenerArn(order.entry()).defaultActions(forwarding(groups)));
        }

        @Override
        public void attach(String targetGroup) {
            former = weights();
            Map<String, Integer> weights = new LinkedHashMap<>(former);
            weights.put(targetGroup, former.isEmpty() ? 1 : 0);
            write(weights);
        }

        @Override
        public void cutOver(String targetGroup) throws Exception {
            Map<String, Integer> weights = new LinkedHashMap<>();
            former.keySet().forEach(arn -> weights.put(arn, 0));
            weights.put(targetGroup, 1);
            write(weights);
            until(IN_A_ROW, "users are sent there", () -> withUsers().equals(List.of(targetGroup)));
            until(IN_A_ROW, "users are answered", () -> answers("entry"));
        }

        @Override
        public void detach(AutoScalingGroup group) {
            write(withUsers().stream().collect(Collectors.toMap(arn -> arn, arn -> 1)));
        }
    }

    /** By a record, which leads to the one load balancer of an environment. */
    private final class ByRecord implements Front {
        private final Route53Client route53 = Route53Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        private List<ResourceRecordSet> former = List.of();
        private String address = "";

        private List<ResourceRecordSet> records() {
            return route53
                    .listResourceRecordSets(
                            request -> request.hostedZoneId(order.entry()).startRecordName(order.record()))
                    .resourceRecordSets()
                    .stream()
                    .filter(found -> found.name().equals(order.record() + "."))
                    .toList();
        }

        @Override
        public List<AutoScalingGroup> live(List<AutoScalingGroup> all) {
            former = records();
            Set<String> live = former.stream()
                    .filter(found -> found.weight() > 0)
                    .map(ResourceRecordSet::setIdentifier)
                    .collect(Collectors.toSet());
            return all.stream()
                    .filter(group -> live.contains(group.autoScalingGroupName()))
                    .toList();
        }

        @Override
        public void attach(String targetGroup) throws Exception {
            LoadBalancer made = balancing
                    .createLoadBalancer(request -> request.name(order.name()).subnets(order.subnets()))
                    .loadBalancers()
                    .get(0);
            address = made.dnsName();
            balancing.createListener(request -> request.loadBalancerArn(made.loadBalancerArn())
                    .port(80)
                    .protocol(ProtocolEnum.HTTP)
                    .defaultActions(Action.builder()
                            .type(ActionTypeEnum.FORWARD)
                            .targetGroupArn(targetGroup)
                            .build()));
            until(
                    1,
                    "the load balancer is active",
                    () -> balancing
                                    .describeLoadBalancers(request -> request.loadBalancerArns(made.loadBalancerArn()))
                                    .loadBalancers()
                                    .get(0)
                                    .state()
                                    .code()
                            == LoadBalancerStateEnum.ACTIVE);
        }

        @Override
        public void cutOver(String targetGroup) throws Exception {
            List<Change> changes = new ArrayList<>();
            former.forEach(found -> changes.add(Change.builder()
                    .action(ChangeAction.DELETE)
                    .resourceRecordSet(found)
                    .build()));
            changes.add(Change.builder()
                    .action(ChangeAction.CREATE)
                    .resourceRecordSet(record -> record.name(order.record())
                            .type(RRType.CNAME)
                            .ttl(AwsOrder.TIME_TO_LIVE.toSeconds())
                            .setIdentifier(order.name())
                            .weight(1L)
                            .resourceRecords(
                                    ResourceRecord.builder().value(address).build()))
                    .build());
            String change = route53.changeResourceRecordSets(
                            request -> request.hostedZoneId(order.entry()).changeBatch(batch -> batch.changes(changes)))
                    .changeInfo()
                    .id();
            until(
                    1,
                    "name servers know it",
                    () -> route53.getChange(request -> request.id(change))
                                    .changeInfo()
                                    .status()
                            == ChangeStatus.INSYNC);
            until(
                    IN_A_ROW,
                    "users are led there",
                    () -> records().stream()
                            .map(ResourceRecordSet::setIdentifier)
                            .toList()
                            .equals(List.of(order.name())));
            until(IN_A_ROW, "users are answered", () -> answers("entry"));
            if (!former.isEmpty()) {
                Thread.sleep(AwsOrder.TIME_TO_LIVE.multipliedBy(2).toMillis());
            }
        }

        @Override
        public void detach(AutoScalingGroup group) {
            LoadBalancer found = balancing
                    .describeLoadBalancers(request -> request.names(group.autoScalingGroupName()))
                    .loadBalancers()
                    .get(0);
            balancing.deleteLoadBalancer(request -> request.loadBalancerArn(found.loadBalancerArn()));
        }
    }
}
