package dev.viridian.testing.aws;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Where instances live: one VPC with a subnet in each of three zones, security groups, and images. */
final class Network {
    private static final int FIRST_HOST = 4;

    final String region;
    final String vpc;
    final Map<String, Subnet> subnets = new LinkedHashMap<>();
    final Map<String, SecurityGroup> securityGroups = new LinkedHashMap<>();
    final Map<String, Image> images = new LinkedHashMap<>();
    private final Ids ids;

    Network(String region, Ids ids) {
        this.region = region;
        this.ids = ids;
        this.vpc = ids.next("vpc");
        for (String zone : List.of("a", "b", "c")) {
            String id = ids.next("subnet");
            subnets.put(id, new Subnet(id, region + zone, subnets.size()));
        }
        addSecurityGroup("default", "default VPC security group", Map.of());
        addImage("simulated-linux");
    }

    /** A subnet; its first four addresses are <a href="https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html">AWS's own</a>. */
    static final class Subnet {
        final String id;
        final String zone;
        private final int number;
        private int hosts = FIRST_HOST;
        Optional<String> ipv6 = Optional.empty();

        Subnet(String id, String zone, int number) {
            this.id = id;
            this.zone = zone;
            this.number = number;
        }

        String cidr() {
            return "172.31." + number * 16 + ".0/20";
        }

        String nextAddress() {
            int host = hosts++;
            return "172.31." + (number * 16 + host / 256) + "." + host % 256;
        }
    }

    /** A security group, and who is in it. */
    static final class SecurityGroup {
        final String id;
        final String name;
        final String description;
        final Map<String, String> tags;
        final Set<String> users = new LinkedHashSet<>();

        SecurityGroup(String id, String name, String description, Map<String, String> tags) {
            this.id = id;
            this.name = name;
            this.description = description;
            this.tags = new LinkedHashMap<>(tags);
        }
    }

    /** An image. */
    record Image(String id, String name) {}

    SecurityGroup addSecurityGroup(String name, String description, Map<String, String> tags) {
        SecurityGroup group = new SecurityGroup(ids.next("sg"), name, description, tags);
        securityGroups.put(group.id, group);
        return group;
    }

    Image addImage(String name) {
        Image image = new Image(ids.next("ami"), name);
        images.put(image.id(), image);
        return image;
    }

    Optional<SecurityGroup> securityGroupCalled(String name) {
        return securityGroups.values().stream()
                .filter(group -> group.name.equals(name))
                .findFirst();
    }

    Subnet subnet(String id) {
        Subnet subnet = subnets.get(id);
        if (subnet == null) {
            throw notFound("InvalidSubnetID.NotFound", "The subnet ID '" + id + "' does not exist");
        }
        return subnet;
    }

    SecurityGroup securityGroup(String id) {
        SecurityGroup group = securityGroups.get(id);
        if (group == null) {
            throw notFound("InvalidGroup.NotFound", "The security group '" + id + "' does not exist");
        }
        return group;
    }

    Image image(String id) {
        Image image = images.get(id);
        if (image == null) {
            throw notFound("InvalidAMIID.NotFound", "The image id '[" + id + "]' does not exist");
        }
        return image;
    }

    private static AwsServiceException notFound(String code, String message) {
        return Service.EC2.refusal(400, code, message);
    }
}
