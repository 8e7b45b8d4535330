package dev.viridian.local.haproxy;

import dev.viridian.EnvironmentName;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;

/** The addresses of an environment's machines, as a slot can take them. */
final class Machines {
    private Machines() {}

    static List<InetSocketAddress> usable(EnvironmentName environment, List<InetSocketAddress> machines, int most) {
        for (InetSocketAddress machine : machines) {
            if (machine.isUnresolved()
                    || machine.getAddress().isAnyLocalAddress()
                    || machine.getPort() <= Server.UNUSED.getPort()) {
                throw new IllegalArgumentException("Not the address of a machine of " + environment + ": " + machine
                        + ". Expected a resolved IP address and a port above " + Server.UNUSED.getPort() + ".");
            }
        }
        List<InetSocketAddress> distinct = List.copyOf(new LinkedHashSet<>(machines));
        if (distinct.size() > most) {
            throw new IllegalArgumentException(
                    "Too many machines for " + environment + ": " + distinct.size() + ". HAProxy's slots have " + most
                            + " servers each. Give them more by HaproxyConfiguration.machinesPerSlot(...).");
        }
        return distinct;
    }
}
