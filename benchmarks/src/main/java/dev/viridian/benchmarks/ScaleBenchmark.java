package dev.viridian.benchmarks;

import static dev.viridian.HealthCheck.http;

import dev.viridian.Deployment;
import dev.viridian.SmokeTest;
import dev.viridian.engine.Deployer;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.Platform;
import dev.viridian.state.FileStateStore;
import dev.viridian.testing.simulation.SimulatedPlatform;
import dev.viridian.testing.simulation.Simulation;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * What many deployments cost that go on at once in one JVM: each of an application of its own, on a simulated platform of its own, held in its
 * smoke test until all of them have come there. Shown are the CPU time and the heap for each, and the threads of the system. The caller of each
 * deployment is a virtual thread where the JDK has them.
 */
public final class ScaleBenchmark {
    private static final int[] COUNTS = {10, 100, 1_000, 10_000};
    private static final int MOST_IN_MEMORY = Integer.getInteger("memory", 10_000);
    private static final int MOST_IN_FILES = Integer.getInteger("files", 1_000);
    private static final Simulation WORLD =
            Simulation.of("orders").live("1.4.1", 4).bare().allowingRealTime();

    private ScaleBenchmark() {}

    /** Runs it and prints the figures. */
    public static void main(String[] arguments) throws Exception {
        run("warming up", 500, number -> UnaryOperator.identity());
        for (int count : COUNTS) {
            if (count <= MOST_IN_MEMORY) {
                run("state in memory", count, number -> UnaryOperator.identity());
            }
        }
        Path folder = Files.createTempDirectory("viridian-scale");
        try {
            for (int count : COUNTS) {
                if (count <= MOST_IN_FILES) {
                    Path states = folder.resolve(Integer.toString(count));
                    run("state in files", count, number -> platform -> onFiles(platform, states, number));
                }
            }
        } finally {
            Folders.remove(folder);
        }
    }

    private static Platform onFiles(Platform platform, Path states, int number) {
        return new OnFiles(platform, FileStateStore.in(states.resolve(Integer.toString(number))));
    }

    private static void run(String name, int count, IntFunction<UnaryOperator<Platform>> state) throws Exception {
        CountDownLatch held = new CountDownLatch(count);
        CountDownLatch all = new CountDownLatch(1);
        long heapBefore = heap();
        long cpuBefore = cpu();
        long start = System.nanoTime();
        ExecutorService callers = callers();
        try {
            List<Future<DeploymentResult>> results = new ArrayList<>();
            for (int number = 0; number < count; number++) {
                UnaryOperator<Platform> on = state.apply(number);
                results.add(callers.submit(() -> deploy(on, held, all)));
            }
            held.await();
            double kilobytes = (heap() - heapBefore) / 1024.0 / count;
            int threads = ManagementFactory.getThreadMXBean().getThreadCount();
            all.countDown();
            for (Future<DeploymentResult> result : results) {
                result.get().orElseThrow();
            }
            show(name, count, (cpu() - cpuBefore) / 1e6 / count, kilobytes, threads, (System.nanoTime() - start) / 1e9);
        } finally {
            callers.shutdownNow();
        }
    }

    private static void show(String name, int count, double millis, double kilobytes, int threads, double seconds) {
        System.out.printf(
                Locale.ROOT,
                "%-16s %,7d at once: %,8.2f ms CPU and %,7.1f KiB of heap each, %,6d threads; %,8.0f a second by the clock%n",
                name,
                count,
                millis,
                kilobytes,
                threads,
                count / seconds);
    }

    private static DeploymentResult deploy(UnaryOperator<Platform> on, CountDownLatch held, CountDownLatch all) {
        SimulatedPlatform platform = WORLD.open().platform();
        return Deployer.silently(on.apply(platform))
                .deploy(Deployment.blueGreen()
                        .artifact("s3://releases/orders/1.4.2/orders.tar.gz")
                        .healthCheck(http("/health"))
                        .smokeTest("waits for all", SmokeTest.code(green -> {
                            held.countDown();
                            all.await();
                        })));
    }

    /** Found at run time: this is compiled for JDK 17. */
    private static ExecutorService callers() throws ReflectiveOperationException {
        for (var method : Executors.class.getMethods()) {
            if (method.getName().equals("newVirtualThreadPerTaskExecutor")) {
                return (ExecutorService) method.invoke(null);
            }
        }
        return Executors.newCachedThreadPool();
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
