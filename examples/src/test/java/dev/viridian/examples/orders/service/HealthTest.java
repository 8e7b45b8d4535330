package dev.viridian.examples.orders.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthTest {
    @TempDir
    Path shared;

    @Test
    void isWellUnlessTheReleaseIsSick() throws IOException {
        assertThat(Health.atBoot(settings("1.0", false), Map.of())).isEqualTo(Health.well());
    }

    @Test
    void onlyTheFirstOfARevisionIsSick() throws IOException {
        assertThat(boot("1.3").complaint()).hasValue("the first process of revision 1.3 does not come up well");
        assertThat(boot("1.3").complaint()).isEmpty();
        assertThat(boot("1.4").complaint()).isPresent();
    }

    @Test
    void exactlyOneIsSickOfManyThatBootAtOnce() throws Exception {
        int processes = 16;
        ExecutorService threads = Executors.newFixedThreadPool(processes);
        try {
            List<Callable<Health>> boots = new ArrayList<>();
            for (int i = 0; i < processes; i++) {
                boots.add(() -> boot("1.3"));
            }
            int sick = 0;
            for (Future<Health> health : threads.invokeAll(boots)) {
                sick += health.get().complaint().isPresent() ? 1 : 0;
            }
            assertThat(sick).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void refusesToBeSickOnceWithoutAPlaceToRememberIt() {
        assertThatThrownBy(() -> Health.atBoot(settings("1.3", true), Map.of()))
                .isInstanceOf(RefusedToStart.class)
                .hasMessageContaining("ORDERS_SHARED is not set");
    }

    private Health boot(String version) throws IOException {
        return Health.atBoot(settings(version, true), Map.of("ORDERS_SHARED", shared.toString()));
    }

    private static Settings settings(String version, boolean sickOnce) {
        return new Settings(version, "jdbc:h2:mem:unused", "orders", false, sickOnce);
    }
}
