package dev.viridian.aws;

import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Time;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;

/**
 * Provisions the machine of EC2 that it runs on, by {@link dev.viridian.machine.MachineMain} in a process of its own, and reports to its Auto Scaling group how that
 * ended. The user data that {@link FirstBoot} renders starts it:
 *
 * <pre>{@code
 * java -cp orders-machine.jar dev.viridian.aws.FirstBootMain com.acme.OrdersMachine --home /opt/orders --port 8080 --within 1800
 * }</pre>
 *
 * <p>What the machine is to run it reads from the machine's tags; {@code --within} is a number of seconds, and all other options are those of {@code MachineMain}.
 *
 * <p>Its exit code is 0 when the machine is ready, 20 when it is not, 21 when its group could not be told which of the two, and 1 when it could not even begin, of which the group
 * knows nothing.
 */
public final class FirstBootMain {
    private FirstBootMain() {}

    /** Provisions, reports, and ends the process. */
    public static void main(String[] arguments) {
        int exit;
        try {
            Map<String, String> machine = new ImdsIdentitySource().read("imds:").fields();
            try (AutoScalingClient client = Clients.ours(AutoScalingClient.builder())
                    .region(Region.of(machine.getOrDefault("region", "")))
                    .build()) {
                LifecycleReport report = new LifecycleReport(client, machine, Time.system(), FirstBootMain::say);
                exit = new FirstBootRun(report, Time.system(), FirstBootMain::say, MachineProcess::start)
                        .run(List.of(arguments), machine);
            }
        } catch (PlatformException e) {
            say(String.valueOf(e.getMessage()));
            exit = FirstBootRun.NOT_BEGUN;
        }
        System.exit(exit);
    }

    private static void say(String text) {
        System.out.println("Viridian: " + text);
    }
}
