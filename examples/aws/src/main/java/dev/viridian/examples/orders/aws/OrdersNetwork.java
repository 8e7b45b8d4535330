package dev.viridian.examples.orders.aws;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;

/**
 * The network that the orders service lives in.
 *
 * @param id the VPC
 * @param subnets one in each of two zones, which a load balancer wants
 */
record OrdersNetwork(String id, List<String> subnets) {
    private static final int ZONES = 2;

    OrdersNetwork {
        subnets = List.copyOf(subnets);
    }

    /** Makes it, with a way to the internet. */
    static OrdersNetwork make(Ec2Client ec2) {
        String vpc = ec2.createVpc(request -> request.cidrBlock("10.20.0.0/16"))
                .vpc()
                .vpcId();
        List<String> subnets = new ArrayList<>();
        for (String zone : zones(ec2)) {
            String block = "10.20." + subnets.size() + ".0/24";
            subnets.add(ec2.createSubnet(
                            request -> request.vpcId(vpc).availabilityZone(zone).cidrBlock(block))
                    .subnet()
                    .subnetId());
        }
        openToTheInternet(ec2, vpc, subnets);
        return new OrdersNetwork(vpc, subnets);
    }

    private static List<String> zones(Ec2Client ec2) {
        return ec2.describeAvailabilityZones().availabilityZones().stream()
                .map(AvailabilityZone::zoneName)
                .limit(ZONES)
                .toList();
    }

    private static void openToTheInternet(Ec2Client ec2, String vpc, List<String> subnets) {
        String gateway = ec2.createInternetGateway().internetGateway().internetGatewayId();
        ec2.attachInternetGateway(request -> request.vpcId(vpc).internetGatewayId(gateway));
        String routes =
                ec2.createRouteTable(request -> request.vpcId(vpc)).routeTable().routeTableId();
        ec2.createRoute(request ->
                request.routeTableId(routes).destinationCidrBlock("0.0.0.0/0").gatewayId(gateway));
        subnets.forEach(subnet ->
                ec2.associateRouteTable(request -> request.routeTableId(routes).subnetId(subnet)));
    }
}
