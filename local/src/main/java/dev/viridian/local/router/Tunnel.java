package dev.viridian.local.router;

import io.undertow.connector.ByteBufferPool;
import io.undertow.util.Transfer;
import java.nio.channels.Channel;
import org.xnio.ChannelExceptionHandler;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.channels.StreamSinkChannel;

/**
 * Two connections that speak another protocol than HTTP from now on, a WebSocket for instance; bytes pass both ways. It
 * ends with the machine's side of it. A client that has only ended its sending is still told what the machine says.
 */
final class Tunnel {
    private Tunnel() {}

    static void between(StreamConnection client, StreamConnection machine, ByteBufferPool buffers) {
        ChannelExceptionHandler<Channel> closeBoth = (channel, cause) -> IoUtils.safeClose(client, machine);
        ChannelListener<Channel> ended = channel -> IoUtils.safeClose(client, machine);
        pass(client, machine, ChannelListeners.closingChannelListener(), closeBoth, buffers);
        pass(machine, client, ended, closeBoth, buffers);
    }

    private static void pass(
            StreamConnection from,
            StreamConnection to,
            ChannelListener<? super StreamSinkChannel> passed,
            ChannelExceptionHandler<Channel> broken,
            ByteBufferPool buffers) {
        ChannelListener<StreamSinkChannel> endWrites = ChannelListeners.writeShutdownChannelListener(
                ChannelListeners.flushingChannelListener(passed, broken), broken);
        Transfer.initiateTransfer(
                from.getSourceChannel(),
                to.getSinkChannel(),
                ChannelListeners.closingChannelListener(),
                endWrites,
                broken,
                broken,
                buffers);
    }
}
