package dev.viridian.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Viridian's embedded router against HAProxy, in one run and in turns, so that whatever else the machine does befalls
 * both. On other machines the figures are others; the ratios are what to look at.
 */
final class RouterBenchmark {
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final Duration EACH = Duration.ofSeconds(Integer.getInteger("seconds", 10));

    private RouterBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        Optional<Path> haproxy = Haproxy.executable();
        if (haproxy.isEmpty()) {
            System.out.println("""
                    HAProxy is not installed, so there is nothing to compare with. On Debian:
                      apt-get install haproxy; systemctl disable --now haproxy
                    or, without its service: apt-get download haproxy; dpkg -x haproxy_*.deb FOLDER
                    and give -Dhaproxy=FOLDER/usr/sbin/haproxy""");
        }
        try (AnsweringProcess blue = AnsweringProcess.start("blue");
                AnsweringProcess green = AnsweringProcess.start("green");
                Embedded embedded = new Embedded(blue.address(), green.address())) {
            if (haproxy.isEmpty()) {
                measure(List.of(embedded));
                return;
            }
            try (Haproxy other = Haproxy.start(haproxy.get(), blue.address(), green.address())) {
                measure(List.of(other, embedded));
            }
        }
    }

    private static void measure(List<Candidate> routers) throws IOException {
        Throughput throughput = Throughput.best();
        for (Candidate router : routers) {
            throughput.of(router.entry(), EACH); // warms up
        }
        List<Double> ratios = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            List<Double> rates = new ArrayList<>();
            for (Candidate router : routers) {
                double rate = throughput.of(router.entry(), EACH);
                rates.add(rate);
                print("round %d: %-15s %8.0f requests/s", round, router.name(), rate);
            }
            double ratio = rates.get(rates.size() - 1) / rates.get(0);
            ratios.add(ratio);
            if (routers.size() > 1) {
                print("round %d: ratio %.2f", round, ratio);
            }
        }
        if (routers.size() > 1) {
            print("throughput of EmbeddedRouter against HAProxy: %.2f (median of %d rounds)", median(ratios), ROUNDS);
        }
        for (Candidate router : routers) {
            print("%s: %s", router.name(), Switching.of(router));
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
