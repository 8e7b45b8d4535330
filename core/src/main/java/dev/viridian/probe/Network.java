package dev.viridian.probe;

import dev.viridian.Machine;
import dev.viridian.spi.Tasks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** Finds the way to a machine. */
final class Network {
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

    private final Tasks tasks;

    Network(Tasks tasks) {
        this.tasks = tasks;
    }

    /** A new connection to the machine's port. */
    Connection connect(Machine machine, Deadline deadline) throws Exception {
        if (machine.host().isBlank() || machine.port() < 1 || machine.port() > 65_535) {
            throw new IOException(
                    "the machine has no address yet: host '" + machine.host() + "', port " + machine.port());
        }
        return Connection.to(new InetSocketAddress(address(machine.host(), deadline), machine.port()), deadline);
    }

    /** A name is looked up by the operating system, which takes no deadline: hence as a task. An address needs no looking up. */
    private InetAddress address(String host, Deadline deadline) throws Exception {
        if (ADDRESS.matcher(host).matches()) {
            return InetAddress.getByName(host);
        }
        try {
            return tasks.within(deadline.left(), () -> InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            throw new IOException("nobody knows the host name " + host, e);
        } catch (TimeoutException e) {
            SocketTimeoutException late = new SocketTimeoutException("looking up its host name");
            late.initCause(e);
            throw late;
        }
    }
}
