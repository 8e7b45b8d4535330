package dev.viridian.examples.orders;

import dev.viridian.local.LocalPlatform;
import dev.viridian.local.LocalSetup;
import java.nio.file.Path;

/** This machine as the orders service runs on it. */
public final class OrdersComputer {
    private OrdersComputer() {}

    /** All that runs there keeps its files in that folder, and its orders in that database. */
    public static LocalSetup setup(Path folder, OrdersDatabase database) {
        return LocalPlatform.application("orders")
                .runs(
                        "{java}",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-Xmx64m",
                        "-jar",
                        "lib/orders-service.jar",
                        "--port",
                        "{port}")
                .in(folder.resolve("platform"))
                .variable("DB_ADDRESS", database.address())
                .variable("ORDERS_SHARED", folder.toString())
                .propertiesFrom("conf/orders.properties");
    }
}
