package dev.viridian.examples.orders.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.examples.orders.OrdersDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

class OrderStoreTest {
    private static final int PROCESSES = 8;

    @RepeatedTest(5)
    void manyThatUseANewDatabaseForTheFirstTimeDoNotCollide(@TempDir Path folder) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(PROCESSES);
        try (OrdersDatabase database = OrdersDatabase.start(folder)) {
            CyclicBarrier together = new CyclicBarrier(PROCESSES);
            List<Callable<Long>> firstUses = new ArrayList<>();
            for (int i = 0; i < PROCESSES; i++) {
                firstUses.add(() -> firstUse(database, together));
            }
            List<Long> ids = new ArrayList<>();
            for (Future<Long> id : threads.invokeAll(firstUses)) {
                ids.add(id.get());
            }
            assertThat(ids).doesNotHaveDuplicates().hasSize(PROCESSES);
        } finally {
            threads.shutdownNow();
        }
    }

    private static long firstUse(OrdersDatabase database, CyclicBarrier together) throws Exception {
        try (OrderStore store = new OrderStore(new ConnectionPool(database.url(), OrdersDatabase.USER))) {
            together.await();
            return store.create(new NewOrder("lamp", 1)).id();
        }
    }
}
