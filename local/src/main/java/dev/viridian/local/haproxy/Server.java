package dev.viridian.local.haproxy;

import dev.viridian.local.haproxy.Table.Row;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * A place for one machine in a slot, as HAProxy has it.
 *
 * @param name what HAProxy calls it, for example {@code machine3}
 * @param address where the machine is; {@link #UNUSED} when there is none
 * @param ready whether HAProxy passes requests to it
 */
record Server(String name, InetSocketAddress address, boolean ready) {
    /** The port is reserved (tcpmux), so that no machine of the user's has it. */
    static final InetSocketAddress UNUSED = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

    /** The bits of {@code srv_admin_state} for maintenance and draining, except the one that only repeats the configuration. */
    private static final long KEPT_OUT = 0x01 | 0x02 | 0x08 | 0x10 | 0x20;

    private static final long STOPPED = 0;

    static Server of(Row row) {
        boolean ready = row.number("srv_op_state") != STOPPED && (row.number("srv_admin_state") & KEPT_OUT) == 0;
        InetSocketAddress address =
                new InetSocketAddress(literal(row.text("srv_addr")), Math.toIntExact(row.number("srv_port")));
        return new Server(row.text("srv_name"), address, ready);
    }

    boolean isUnused() {
        return address.getPort() == UNUSED.getPort();
    }

    private static InetAddress literal(String text) {
        if (!text.matches("[0-9a-fA-F:.]+")) {
            throw new IllegalStateException("HAProxy has a server at the address '" + text
                    + "'. Expected an IP address. Do the slots have the server-template line that Viridian rendered?");
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException malformed) {
            throw new IllegalStateException("HAProxy has a server at an unreadable address: " + text, malformed);
        }
    }
}
