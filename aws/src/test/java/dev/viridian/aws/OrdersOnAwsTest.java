package dev.viridian.aws;

import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Deployment;
import dev.viridian.Outcome;
import dev.viridian.engine.Deployer;
import dev.viridian.report.DeploymentResult;
import dev.viridian.state.MemoryStateStore;
import dev.viridian.testing.aws.Behaviour;
import dev.viridian.testing.aws.SimulatedAws;
import dev.viridian.testing.simulation.SimulatedPlatform;
import dev.viridian.testing.simulation.Simulation;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;

/** The orders service on AWS, from nothing: an AWS in memory, and a day of releases in a moment. */
class OrdersOnAwsTest {
    private static final int PORT = 8080;

    /** Its clock is that of all: who waits lets the time pass. */
    private final SimulatedPlatform clock =
            Simulation.of("orders").bare().open().platform();

    private final SimulatedAws aws = SimulatedAws.at(clock.time());
    private AwsPlatform production;
    private LoadBalancer shop;

    @BeforeEach
    void makeWhatIsThereBeforeTheFirstRelease() {
        aws.machines(
                machine -> machine.tags().getOrDefault("viridian:artifact", "").contains("1.2")
                        ? Behaviour.well().booting(Duration.ofSeconds(40)).sick()
                        : Behaviour.well().booting(Duration.ofSeconds(40)));
        shop = aws.loadBalancing()
                .createLoadBalancer(request -> request.name("shop").subnets(aws.subnets()))
                .loadBalancers()
                .get(0);
        Forwarding listener = ClosedListener.of(aws.loadBalancing(), shop);
        aws.time().sleep(Duration.ofMinutes(10));
        production = AwsPlatform.application("orders")
                .behind(listener)
                .launching(aws.launchTemplate("orders"), 1)
                .in(aws.subnets().get(0), aws.subnets().get(1))
                .listeningOn(PORT)
                .keepingStateIn(new MemoryStateStore())
                .artifactsFrom(clock.artifacts())
                .checkedBy(TargetChecks.at("/health"))
                .calling(AwsClients.standard()
                        .with(aws.ec2())
                        .with(aws.autoScaling())
                        .with(aws.loadBalancing()))
                .asking(aws.probes())
                .living(clock.time(), clock.tasks())
                .open();
    }

    private static Deployment orders(String version) {
        return Deployment.blueGreen()
                .artifact("s3://releases/orders/" + version + "/orders.tar.gz")
                .healthCheck(http("/health").within(Duration.ofMinutes(5)))
                .machines(2);
    }

    private DeploymentResult deploy(String version) {
        return Deployer.on(production).deploy(orders(version));
    }

    private int usersAreAnswered() {
        return aws.ask(shop.dnsName(), "/").orElseThrow().reply().status();
    }

    @Test
    void aBrokenReleaseNeverReachesUsersAndOneCanGoBack() {
        deploy("1.0").orElseThrow();
        deploy("1.1").orElseThrow();
        assertThat(usersAreAnswered()).isEqualTo(200);

        DeploymentResult broken = deploy("1.2");

        assertThat(broken.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(liveVersion()).isEqualTo("1.1");
        assertThat(usersAreAnswered()).isEqualTo(200);

        Deployer.on(production).rollBack(orders("1.1"), "1.0").orElseThrow();

        assertThat(liveVersion()).isEqualTo("1.0");
        assertThat(production.environments().list()).hasSize(1);
    }

    private String liveVersion() {
        return production
                .traffic()
                .observed()
                .sole()
                .flatMap(name -> production.environments().find(name))
                .orElseThrow()
                .revision()
                .version();
    }
}
