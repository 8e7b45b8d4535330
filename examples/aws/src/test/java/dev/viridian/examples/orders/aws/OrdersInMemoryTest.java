package dev.viridian.examples.orders.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.BakeCondition;
import dev.viridian.Deployment;
import dev.viridian.Outcome;
import dev.viridian.aws.AwsPlatform;
import dev.viridian.engine.Deployer;
import dev.viridian.report.DeploymentResult;
import dev.viridian.testing.aws.Behaviour;
import dev.viridian.testing.aws.Launched;
import dev.viridian.testing.aws.Reply;
import dev.viridian.testing.aws.SimulatedAws;
import dev.viridian.testing.simulation.SimulatedPlatform;
import dev.viridian.testing.simulation.Simulation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** The same day on an AWS in memory: hours in a moment. */
class OrdersInMemoryTest {
    /** Its clock is that of all: who waits lets the time pass. */
    private final SimulatedPlatform clock =
            Simulation.of("orders").bare().open().platform();

    private final SimulatedAws aws = SimulatedAws.at(clock.time());
    private OrdersAccount account;
    private AwsPlatform production;

    @BeforeEach
    void makeWhatIsThereBeforeTheFirstRelease() {
        aws.machines(OrdersInMemoryTest::behaviour);
        account = OrdersAccount.make(
                Aws.of(aws), new OrdersNetwork(aws.vpc(), aws.subnets()), aws.image(), "orders-releases");
        account.upload("1.0", RequestBody.fromBytes(archive(2)));
        account.upload("1.1", RequestBody.fromBytes(archive(3)));
        account.upload("1.2", RequestBody.fromBytes(archive(4)));
        aws.time().sleep(Duration.ofMinutes(10));
        production = account.platform()
                .asking(aws.probes())
                .living(clock.time(), clock.tasks())
                .open();
    }

    /** A tar archive with nothing in it, which nobody unpacks; each release has another length. */
    private static byte[] archive(int blocks) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream compressed = new GZIPOutputStream(bytes)) {
            compressed.write(new byte[blocks * 512]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Each machine says which release it runs; those of 1.2 cannot read orders. */
    private static Behaviour behaviour(Launched machine) {
        String version = machine.tags().getOrDefault("viridian:version", "");
        Behaviour well =
                Behaviour.well().booting(Duration.ofSeconds(40)).answering("/version", new Reply(200, version));
        return version.equals("1.2") ? well.answering("/orders", new Reply(503, "no database ordres")) : well;
    }

    @Test
    void eachStepOfTheDayEndsAsItShouldAndUsersAreAnsweredAllTheTime() {
        for (OrdersReleases.Step step : new OrdersReleases(account).steps(UnaryOperator.identity())) {
            DeploymentResult result = step.done().apply(Deployer.on(production));

            assertThat(result.outcome()).as(result.timeline()).isEqualTo(step.expected());
            assertThat(users("/orders")).isEqualTo(200);
        }

        assertThat(production.environments().list())
                .singleElement()
                .satisfies(left -> assertThat(left.revision().version()).isEqualTo("1.0"));
    }

    @Test
    void anAlarmThatGoesOffWhileItIsWatchedBringsTheFormerReleaseBack() {
        OrdersReleases day = new OrdersReleases(account);
        Deployer.on(production).deploy(day.of("1.0")).orElseThrow();
        Deployment watched = day.of("1.1").bake(Duration.ofMinutes(5), goingOff(), account.alarmOfErrors());

        DeploymentResult result = Deployer.on(production).deploy(watched);

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure().orElseThrow().message()).contains("orders-5xx", "12 errors");
        assertThat(aws.ask(account.dnsName(), "/version").orElseThrow().reply().body())
                .isEqualTo("1.0");
    }

    /** What lets the alarm go off at the third look. */
    private BakeCondition goingOff() {
        AtomicInteger looks = new AtomicInteger();
        return () -> {
            if (looks.incrementAndGet() == 3) {
                aws.cloudWatch()
                        .setAlarmState(request -> request.alarmName("orders-5xx")
                                .stateValue(StateValue.ALARM)
                                .stateReason("12 errors in a minute"));
            }
            return BakeCondition.Verdict.well("as it is");
        };
    }

    private int users(String path) {
        return aws.ask(account.dnsName(), path).orElseThrow().reply().status();
    }
}
