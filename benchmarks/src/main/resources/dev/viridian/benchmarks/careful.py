"""A blue/green deployment to AWS as a careful person writes it with boto3.

It proves what it does: that the artifact and the launch template are there, that nothing is left of a deployment that failed, that
each new machine is in service, healthy and answers, three times in a row, that users are sent to the new ones, read back three times
in a row, that name servers know it, and that the former machines are drained and gone. It keeps no journal and has no lock.
"""

import sys
import time
import urllib.request

import boto3

(APPLICATION, WAY, ENTRY, RECORD, TEMPLATE, NETWORK, SUBNETS, BUCKET, VERSION, MACHINES, HEALTH, PACE) = sys.argv[1:]
NAME = APPLICATION + "-" + VERSION.replace(".", "-")
SUBNETS = SUBNETS.split(",")
TIME_TO_LIVE = 1
IN_A_ROW = 3
WITHIN = 600

s3 = boto3.client("s3")
ec2 = boto3.client("ec2")
scaling = boto3.client("autoscaling")
balancing = boto3.client("elbv2")


def until(reached, what, in_a_row=1):
    end = time.monotonic() + WITHIN
    good = 0
    while True:
        good = good + 1 if reached() else 0
        if good == in_a_row:
            return
        if time.monotonic() > end:
            raise SystemExit("After %d s this is not so: %s" % (WITHIN, what))
        time.sleep(float(PACE))


def answers(machine):
    request = urllib.request.Request(HEALTH, headers={"X-Machine": machine})
    try:
        return urllib.request.urlopen(request, timeout=5).status == 200
    except OSError:
        return False


def groups(**chosen):
    pages = scaling.get_paginator("describe_auto_scaling_groups").paginate(**chosen)
    return [group for page in pages for group in page["AutoScalingGroups"]]


def group(name):
    return next(iter(groups(AutoScalingGroupNames=[name])), None)


class ByListener:
    """Users come by a listener of a load balancer that all environments share."""

    def action(self):
        return balancing.describe_listeners(ListenerArns=[ENTRY])["Listeners"][0]["DefaultActions"][-1]

    def weights(self):
        found = self.action().get("ForwardConfig", {}).get("TargetGroups", [])
        return {each["TargetGroupArn"]: each.get("Weight", 1) for each in found}

    def live(self, all_groups):
        live = [arn for arn, weight in self.weights().items() if weight > 0]
        return [each for each in all_groups if set(each["TargetGroupARNs"]) & set(live)]

    def write(self, weights):
        targets = [{"TargetGroupArn": arn, "Weight": weight} for arn, weight in weights.items()]
        balancing.modify_listener(
            ListenerArn=ENTRY, DefaultActions=[{"Type": "forward", "ForwardConfig": {"TargetGroups": targets}}])

    def attach(self, target_group):
        """A load balancer looks only after targets that some action names. The first ones get users at once, as nobody else is there."""
        self.former = self.weights()
        self.write({**self.former, target_group: 0 if self.former else 1})

    def cut_over(self, target_group):
        self.write({**{arn: 0 for arn in self.former}, target_group: 1})
        until(lambda: self.users_of() == [target_group], "users are sent to " + target_group, IN_A_ROW)
        until(lambda: answers("entry"), "users are answered", IN_A_ROW)

    def users_of(self):
        return [arn for arn, weight in self.weights().items() if weight > 0]

    def detach(self, former):
        live = self.users_of()
        self.write({arn: 1 for arn in live})


class ByRecord:
    """Each environment has a load balancer of its own, and a record of Route 53 leads users to one."""

    def __init__(self):
        self.route53 = boto3.client("route53")

    def records(self):
        found = self.route53.list_resource_record_sets(HostedZoneId=ENTRY, StartRecordName=RECORD)
        return [each for each in found["ResourceRecordSets"] if each["Name"] == RECORD + "."]

    def live(self, all_groups):
        self.former = self.records()
        live = [each["SetIdentifier"] for each in self.former if each["Weight"] > 0]
        return [each for each in all_groups if each["AutoScalingGroupName"] in live]

    def attach(self, target_group):
        made = balancing.create_load_balancer(Name=NAME, Subnets=SUBNETS)["LoadBalancers"][0]
        self.balancer = made["LoadBalancerArn"]
        self.address = made["DNSName"]
        balancing.create_listener(
            LoadBalancerArn=self.balancer, Port=80, Protocol="HTTP",
            DefaultActions=[{"Type": "forward", "TargetGroupArn": target_group}])
        until(self.is_active, self.balancer + " is active")

    def is_active(self):
        found = balancing.describe_load_balancers(LoadBalancerArns=[self.balancer])["LoadBalancers"]
        return found[0]["State"]["Code"] == "active"

    def cut_over(self, target_group):
        record = {"Name": RECORD, "Type": "CNAME", "TTL": TIME_TO_LIVE, "SetIdentifier": NAME, "Weight": 1,
                  "ResourceRecords": [{"Value": self.address}]}
        changes = [{"Action": "DELETE", "ResourceRecordSet": each} for each in self.former]
        changes.append({"Action": "CREATE", "ResourceRecordSet": record})
        change = self.route53.change_resource_record_sets(HostedZoneId=ENTRY, ChangeBatch={"Changes": changes})
        until(lambda: self.is_in_sync(change["ChangeInfo"]["Id"]), "name servers know it")
        until(lambda: [each["SetIdentifier"] for each in self.records()] == [NAME], "users are led there", IN_A_ROW)
        until(lambda: answers("entry"), "users are answered", IN_A_ROW)
        if self.former:
            time.sleep(2 * TIME_TO_LIVE)

    def is_in_sync(self, change):
        return self.route53.get_change(Id=change)["ChangeInfo"]["Status"] == "INSYNC"

    def detach(self, former):
        found = balancing.describe_load_balancers(Names=[former["AutoScalingGroupName"]])["LoadBalancers"]
        balancing.delete_load_balancer(LoadBalancerArn=found[0]["LoadBalancerArn"])


def require_possible():
    found = s3.head_object(Bucket=BUCKET, Key=VERSION + ".zip", ChecksumMode="ENABLED")
    if "ChecksumSHA256" not in found:
        raise SystemExit("The artifact has no digest.")
    if not ec2.describe_launch_template_versions(LaunchTemplateId=TEMPLATE, Versions=["1"])["LaunchTemplateVersions"]:
        raise SystemExit("There is no such version of the launch template.")
    return found


def make_target_group(tags):
    arn = balancing.create_target_group(
        Name=NAME, Protocol="HTTP", Port=8080, VpcId=NETWORK, TargetType="instance", HealthCheckPath="/health",
        HealthCheckIntervalSeconds=5, HealthCheckTimeoutSeconds=2, HealthyThresholdCount=2,
        UnhealthyThresholdCount=2, Tags=tags)["TargetGroups"][0]["TargetGroupArn"]
    balancing.modify_target_group_attributes(
        TargetGroupArn=arn, Attributes=[{"Key": "deregistration_delay.timeout_seconds", "Value": "30"}])
    return arn


def make_group(target_group, machines, tags):
    scaling.create_auto_scaling_group(
        AutoScalingGroupName=NAME, MinSize=machines, MaxSize=machines, DesiredCapacity=machines,
        LaunchTemplate={"LaunchTemplateId": TEMPLATE, "Version": "1"}, VPCZoneIdentifier=",".join(SUBNETS),
        TargetGroupARNs=[target_group], HealthCheckType="ELB", HealthCheckGracePeriod=600,
        Tags=[{**tag, "PropagateAtLaunch": True, "ResourceId": NAME, "ResourceType": "auto-scaling-group"} for tag in tags])


def addresses(known, members):
    """Of each machine, looked up once: it never changes."""
    missing = [each for each in members if each not in known]
    if missing:
        pages = ec2.get_paginator("describe_instances").paginate(
            Filters=[{"Name": "tag:aws:autoscaling:groupName", "Values": [NAME]}])
        for page in pages:
            for reservation in page["Reservations"]:
                known.update({each["InstanceId"]: each["PrivateIpAddress"] for each in reservation["Instances"]})
    return [known[each] for each in members]


def are_well(target_group, machines, known):
    members = [each["InstanceId"] for each in group(NAME)["Instances"] if each["LifecycleState"] == "InService"]
    if len(members) != machines:
        return False
    health = balancing.describe_target_health(TargetGroupArn=target_group)["TargetHealthDescriptions"]
    healthy = {each["Target"]["Id"] for each in health if each["TargetHealth"]["State"] == "healthy"}
    return set(members) <= healthy and all(answers(each) for each in addresses(known, members))


def retire(front, former):
    name = former["AutoScalingGroupName"]
    scaling.update_auto_scaling_group(AutoScalingGroupName=name, MinSize=0, MaxSize=0, DesiredCapacity=0)
    until(lambda: not group(name)["Instances"], "the machines of " + name + " are drained and gone")
    front.detach(former)
    scaling.delete_auto_scaling_group(AutoScalingGroupName=name)
    until(lambda: group(name) is None, name + " is gone")
    for arn in former["TargetGroupARNs"]:
        balancing.delete_target_group(TargetGroupArn=arn)


def deploy():
    front = ByListener() if WAY == "listener" else ByRecord()
    found = require_possible()
    ours = groups(Filters=[{"Name": "tag:application", "Values": [APPLICATION]}])
    live = front.live(ours)
    if len(ours) != len(live) or len(live) > 1:
        raise SystemExit("Something is left of a deployment that failed: look at it, and remove it.")
    machines = live[0]["DesiredCapacity"] if live else int(MACHINES)
    tags = [{"Key": "application", "Value": APPLICATION}, {"Key": "version", "Value": VERSION},
            {"Key": "sha256", "Value": found["ChecksumSHA256"]}]
    target_group = make_target_group(tags)
    front.attach(target_group)
    make_group(target_group, machines, tags)
    known = {}
    until(lambda: are_well(target_group, machines, known), "all machines are well", IN_A_ROW)
    front.cut_over(target_group)
    for former in live:
        retire(front, former)
    left = groups(Filters=[{"Name": "tag:application", "Values": [APPLICATION]}])
    if [each["AutoScalingGroupName"] for each in left] != [NAME]:
        raise SystemExit("Something is left: %s" % left)


deploy()
