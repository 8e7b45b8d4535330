package dev.viridian.benchmarks;

import static dev.viridian.HealthCheck.http;

import com.sun.management.OperatingSystemMXBean;
import dev.viridian.Deployment;
import dev.viridian.engine.Deployer;
import dev.viridian.testing.faults.Exploration;
import dev.viridian.testing.faults.Faults;
import dev.viridian.testing.simulation.SimulatedWorld;
import dev.viridian.testing.simulation.Simulation;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * How many scenarios a second are explored of the standard blue/green deployment on 4 machines, all processors working, and how much
 * memory that takes: after each tenth of the runs what is still held is counted. The processor time of a scenario is that of the whole
 * process, collecting garbage and compiling included, so it can be compared although other processes use the machine, too.
 */
public final class ExplorationBenchmark {
    private static final int SCENARIOS = Integer.getInteger("scenarios", 1_000_000);
    private static final int PARTS = 10;
    private static final int ALONE = 20_000;

    private ExplorationBenchmark() {}

    /** Runs it and prints the figures. */
    public static void main(String[] arguments) {
        Faults faults = Faults.of(Deployment.blueGreen()
                        .artifact("s3://releases/orders/1.4.2/orders.tar.gz")
                        .healthCheck(http("/health"))
                        .machines(4))
                .random(0, 1);
        Faults pairs = faults.pairs(SCENARIOS / PARTS);
        pairs.explore();
        undisturbed();
        show("single faults, machines, outages", faults.pairs(0)::explore);
        for (int part = 1; part <= PARTS; part++) {
            show("part " + part + " of " + PARTS, pairs::explore);
        }
        show("random faults", faults.pairs(0).random(SCENARIOS / PARTS, 1)::explore);
    }

    private static void undisturbed() {
        Simulation simulation = Simulation.of("orders").live("1.4.1", 4).bare();
        Deployment orders = Deployment.blueGreen()
                .artifact("s3://releases/orders/1.4.2/orders.tar.gz")
                .healthCheck(http("/health"));
        int calls = 0;
        long start = System.nanoTime();
        for (int i = 0; i < ALONE; i++) {
            SimulatedWorld world = simulation.open();
            Deployer.silently(world.platform()).deploy(orders).orElseThrow();
            calls = world.platform().calls();
        }
        double micros = (System.nanoTime() - start) / 1e3 / ALONE;
        System.out.printf(
                Locale.ROOT,
                "%-34s %,9.1f µs a deployment of %d calls, on one thread%n",
                "nothing goes wrong",
                micros,
                calls);
    }

    private static void show(String what, Supplier<Exploration> exploring) {
        long before = processorNanos();
        Exploration exploration = exploring.get();
        double micros = (processorNanos() - before) / 1e3 / exploration.count();
        System.out.printf(
                Locale.ROOT,
                "%-34s %,9d scenarios, %,7.0f a second, %,5.0f µs of processor time each, %,5.1f MB held, in %d a rule was broken%n",
                what,
                exploration.count(),
                exploration.count() / (exploration.took().toNanos() / 1e9),
                micros,
                heldMegabytes(),
                exploration.broken());
    }

    private static long processorNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static double heldMegabytes() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed() / 1e6;
    }
}
