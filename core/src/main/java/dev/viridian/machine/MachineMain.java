package dev.viridian.machine;

import java.util.List;

/**
 * Provisions the machine that it runs on: what a new machine starts at its first boot.
 *
 * <pre>{@code
 * java -cp orders-machine.jar dev.viridian.machine.MachineMain com.acme.OrdersMachine \
 *     --artifact s3://releases/orders/1.4.2/orders.tar.gz --home /opt/orders --port 8080
 * }</pre>
 *
 * <p>It tells its progress on its output and in a log, and writes a result file, as JSON, that is replaced at once: its {@code state} is
 * {@code PROVISIONING} while it works, and {@code READY} or {@code FAILED} when it has ended. Where the state is {@code PROVISIONING} and there is no
 * such {@code process}, it was killed: run it again, which ends the same.
 *
 * <p>Its exit code is 0 when the machine is ready, 1 when it is not, 2 when it was called wrongly and has touched nothing but that file, and 3 when another
 * process provisions this machine. Without arguments it tells its options.
 */
public final class MachineMain {
    private MachineMain() {}

    /** Provisions, and ends the process. */
    public static void main(String[] arguments) {
        int exit;
        try {
            exit = MachineRun.run(List.of(arguments), System.getenv(), System.out::println);
        } catch (RuntimeException | Error e) {
            System.err.println("The provisioning could not be told to its end: " + e);
            exit = MachineRun.NOT_READY;
        }
        System.exit(exit);
    }
}
