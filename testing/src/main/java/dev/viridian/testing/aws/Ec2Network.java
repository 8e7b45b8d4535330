package dev.viridian.testing.aws;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.AssociateSubnetCidrBlockRequest;
import software.amazon.awssdk.services.ec2.model.AssociateSubnetCidrBlockResponse;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.SubnetIpv6CidrBlockAssociation;
import software.amazon.awssdk.services.ec2.model.Vpc;

/** What EC2 answers about the network, and about images. */
final class Ec2Network {
    private final Network network;

    Ec2Network(Network network) {
        this.network = network;
    }

    void open(Operations operations) {
        operations
                .on(DescribeVpcsRequest.class, "VpcIds Filters", this::vpcs)
                .on(DescribeSubnetsRequest.class, "SubnetIds Filters", this::subnets)
                .on(AssociateSubnetCidrBlockRequest.class, "SubnetId! Ipv6CidrBlock!", this::associate)
                .on(DescribeAvailabilityZonesRequest.class, "ZoneNames", this::zones)
                .on(DescribeImagesRequest.class, "ImageIds Owners Filters", this::images)
                .on(DescribeSecurityGroupsRequest.class, "GroupIds GroupNames Filters", this::securityGroups)
                .on(
                        CreateSecurityGroupRequest.class,
                        "GroupName! Description! VpcId TagSpecifications",
                        this::createSecurityGroup)
                .on(DeleteSecurityGroupRequest.class, "GroupId GroupName", this::deleteSecurityGroup);
    }

    private DescribeVpcsResponse vpcs(DescribeVpcsRequest request) {
        Ec2.requireKnown("DescribeVpcs", request.filters(), "vpc-id is-default isDefault");
        for (String id : request.vpcIds()) {
            if (!id.equals(network.vpc)) {
                throw Service.EC2.refusal(400, "InvalidVpcID.NotFound", "The vpc ID '" + id + "' does not exist");
            }
        }
        boolean matches = Ec2.matches(request.filters(), name -> switch (name) {
            case "vpc-id" -> List.of(network.vpc);
            case "is-default", "isDefault" -> List.of("true");
            default -> Ec2.tagValues(name, Map.of());
        });
        Vpc vpc = Vpc.builder()
                .vpcId(network.vpc)
                .cidrBlock("172.31.0.0/16")
                .state("available")
                .isDefault(true)
                .build();
        return DescribeVpcsResponse.builder()
                .vpcs(matches ? List.of(vpc) : List.of())
                .build();
    }

    private DescribeSubnetsResponse subnets(DescribeSubnetsRequest request) {
        Ec2.requireKnown(
                "DescribeSubnets",
                request.filters(),
                "vpc-id subnet-id availability-zone availabilityZone default-for-az defaultForAz");
        Collection<Network.Subnet> asked = request.hasSubnetIds()
                ? request.subnetIds().stream().map(network::subnet).toList()
                : network.subnets.values();
        return DescribeSubnetsResponse.builder()
                .subnets(asked.stream()
                        .filter(subnet -> Ec2.matches(request.filters(), name -> switch (name) {
                            case "vpc-id" -> List.of(network.vpc);
                            case "subnet-id" -> List.of(subnet.id);
                            case "availability-zone", "availabilityZone" -> List.of(subnet.zone);
                            case "default-for-az", "defaultForAz" -> List.of("true");
                            default -> Ec2.tagValues(name, Map.of());
                        }))
                        .map(subnet -> Subnet.builder()
                                .subnetId(subnet.id)
                                .vpcId(network.vpc)
                                .availabilityZone(subnet.zone)
                                .cidrBlock(subnet.cidr())
                                .state("available")
                                .defaultForAz(true)
                                .ipv6CidrBlockAssociationSet(associations(subnet))
                                .build())
                        .toList())
                .build();
    }

    /** <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateSubnetCidrBlock.html">"You can only associate a single IPv6 CIDR block with your subnet."</a> Of the network's own it knows nothing. */
    private AssociateSubnetCidrBlockResponse associate(AssociateSubnetCidrBlockRequest request) {
        Network.Subnet subnet = network.subnet(request.subnetId());
        if (subnet.ipv6.isPresent()) {
            throw Service.EC2.refusal(
                    400,
                    "InvalidSubnet.Conflict",
                    "The subnet '" + subnet.id + "' is already associated with an IPv6 CIDR block");
        }
        subnet.ipv6 = Optional.of(request.ipv6CidrBlock());
        return AssociateSubnetCidrBlockResponse.builder()
                .subnetId(subnet.id)
                .ipv6CidrBlockAssociation(associations(subnet).get(0))
                .build();
    }

    private static List<SubnetIpv6CidrBlockAssociation> associations(Network.Subnet subnet) {
        return subnet.ipv6.stream()
                .map(block -> SubnetIpv6CidrBlockAssociation.builder()
                        .associationId("subnet-cidr-assoc-" + subnet.id)
                        .ipv6CidrBlock(block)
                        .ipv6CidrBlockState(state -> state.state("associated"))
                        .build())
                .toList();
    }

    private DescribeAvailabilityZonesResponse zones(DescribeAvailabilityZonesRequest request) {
        return DescribeAvailabilityZonesResponse.builder()
                .availabilityZones(network.subnets.values().stream()
                        .map(subnet -> subnet.zone)
                        .filter(zone ->
                                !request.hasZoneNames() || request.zoneNames().contains(zone))
                        .map(zone -> AvailabilityZone.builder()
                                .zoneName(zone)
                                .regionName(network.region)
                                .state("available")
                                .build())
                        .toList())
                .build();
    }

    private DescribeImagesResponse images(DescribeImagesRequest request) {
        Ec2.requireKnown("DescribeImages", request.filters(), "name state image-id");
        Collection<Network.Image> asked = request.hasImageIds()
                ? request.imageIds().stream().map(network::image).toList()
                : network.images.values();
        return DescribeImagesResponse.builder()
                .images(asked.stream()
                        .filter(image -> Ec2.matches(request.filters(), name -> switch (name) {
                            case "name" -> List.of(image.name());
                            case "state" -> List.of("available");
                            case "image-id" -> List.of(image.id());
                            default -> Ec2.tagValues(name, Map.of());
                        }))
                        .map(image -> Image.builder()
                                .imageId(image.id())
                                .name(image.name())
                                .ownerId(Desk.ACCOUNT)
                                .state("available")
                                .architecture("x86_64")
                                .build())
                        .toList())
                .build();
    }

    private DescribeSecurityGroupsResponse securityGroups(DescribeSecurityGroupsRequest request) {
        Ec2.requireKnown("DescribeSecurityGroups", request.filters(), "group-name group-id vpc-id");
        Collection<Network.SecurityGroup> asked = request.hasGroupIds()
                ? request.groupIds().stream().map(network::securityGroup).toList()
                : request.hasGroupNames()
                        ? request.groupNames().stream().map(this::called).toList()
                        : network.securityGroups.values();
        return DescribeSecurityGroupsResponse.builder()
                .securityGroups(asked.stream()
                        .filter(group -> Ec2.matches(request.filters(), name -> switch (name) {
                            case "group-name" -> List.of(group.name);
                            case "group-id" -> List.of(group.id);
                            case "vpc-id" -> List.of(network.vpc);
                            default -> Ec2.tagValues(name, group.tags);
                        }))
                        .map(group -> SecurityGroup.builder()
                                .groupId(group.id)
                                .groupName(group.name)
                                .description(group.description)
                                .vpcId(network.vpc)
                                .ownerId(Desk.ACCOUNT)
                                .tags(Ec2.tags(group.tags))
                                .build())
                        .toList())
                .build();
    }

    private Network.SecurityGroup called(String name) {
        return network.securityGroupCalled(name)
                .orElseThrow(() -> Service.EC2.refusal(
                        400, "InvalidGroup.NotFound", "The security group '" + name + "' does not exist"));
    }

    /** It has no client token: <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html">a second one of the name is refused</a>. */
    private CreateSecurityGroupResponse createSecurityGroup(CreateSecurityGroupRequest request) {
        Optional<Network.SecurityGroup> there = network.securityGroupCalled(request.groupName());
        if (there.isPresent()) {
            throw Service.EC2.refusal(
                    400,
                    "InvalidGroup.Duplicate",
                    "The security group '" + request.groupName() + "' already exists for VPC '" + network.vpc + "'");
        }
        Network.SecurityGroup group = network.addSecurityGroup(
                request.groupName(),
                request.description(),
                Ec2.tags(request.tagSpecifications(), ResourceType.SECURITY_GROUP));
        return CreateSecurityGroupResponse.builder()
                .groupId(group.id)
                .tags(Ec2.tags(group.tags))
                .build();
    }

    /** <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html">Not while it is in use</a>. */
    private DeleteSecurityGroupResponse deleteSecurityGroup(DeleteSecurityGroupRequest request) {
        Network.SecurityGroup group =
                request.groupId() == null ? called(request.groupName()) : network.securityGroup(request.groupId());
        if (!group.users.isEmpty()) {
            throw Service.EC2.refusal(400, "DependencyViolation", "resource " + group.id + " has a dependent object");
        }
        network.securityGroups.remove(group.id);
        return DeleteSecurityGroupResponse.builder().groupId(group.id).build();
    }
}
