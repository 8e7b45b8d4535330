package dev.viridian.local.router;

import io.undertow.client.ClientCallback;
import io.undertow.client.ClientConnection;
import io.undertow.client.ClientExchange;
import io.undertow.client.ClientRequest;
import io.undertow.client.ClientResponse;
import io.undertow.conduits.BytesReceivedStreamSourceConduit;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpAttachments;
import io.undertow.server.protocol.http.HttpContinue;
import io.undertow.util.Attachable;
import io.undertow.util.HeaderMap;
import io.undertow.util.StatusCodes;
import io.undertow.util.Transfer;
import java.io.IOException;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSinkChannel;

/** One request sent by one connection, and its answer on the way back. It carries bytes; {@link Forwarding} decides. */
final class Attempt {
    private final Forwarding forwarding;
    private final HttpServerExchange exchange;
    private final Machine machine;
    private final ClientConnection connection;

    private boolean requestSent;
    private boolean requestRefused;
    private boolean responsePassed;
    private boolean bodyLeftUnread;

    Attempt(Forwarding forwarding, Machine machine, ClientConnection connection) {
        this.forwarding = forwarding;
        this.exchange = forwarding.exchange();
        this.machine = machine;
        this.connection = connection;
    }

    Machine machine() {
        return machine;
    }

    ClientConnection connection() {
        return connection;
    }

    /** Whether both ways are done, so that the connection can take another request. */
    boolean isComplete() {
        return requestSent && responsePassed && !bodyLeftUnread;
    }

    /**
     * Closes the connection in the middle of whatever it carries. Its own {@code close} would first try to end a request
     * that cannot be ended; taking the connection over, as for an upgrade, leaves nothing to be ended.
     */
    void close() {
        try {
            IoUtils.safeClose(connection.performUpgrade());
        } catch (IOException closedAlready) {
            IoUtils.safeClose(connection);
        }
    }

    void send(ClientRequest request) {
        InterimAnswers.expectOn(connection);
        connection.sendRequest(request, new ClientCallback<>() {
            @Override
            public void completed(ClientExchange sent) {
                headSent(sent);
            }

            @Override
            public void failed(IOException cause) {
                forwarding.lost(Attempt.this, cause);
            }
        });
    }

    private void headSent(ClientExchange sent) {
        sent.setResponseListener(new ClientCallback<>() {
            @Override
            public void completed(ClientExchange answered) {
                answered(answered);
            }

            @Override
            public void failed(IOException cause) {
                forwarding.lost(Attempt.this, cause);
            }
        });
        if (exchange.isRequestComplete()) {
            requestSent = true;
        } else if (HttpContinue.requiresContinueResponse(exchange)) {
            sent.setContinueHandler(told -> tellToContinue());
            flushThen(sent.getRequestChannel(), () -> passRequestBody(sent));
        } else {
            passRequestBody(sent);
        }
    }

    private void tellToContinue() {
        HttpContinue.sendContinueResponse(exchange, new IoCallback() {
            @Override
            public void onComplete(HttpServerExchange told, Sender sender) {
                forwarding.progressed();
            }

            @Override
            public void onException(HttpServerExchange gone, Sender sender, IOException cause) {
                forwarding.abandoned(cause);
            }
        });
    }

    private void passRequestBody(ClientExchange sent) {
        exchange.addRequestWrapper(
                (body, any) -> new BytesReceivedStreamSourceConduit(body.create(), bytes -> forwarding.progressed()));
        Transfer.initiateTransfer(
                exchange.getRequestChannel(),
                sent.getRequestChannel(),
                null,
                sink -> finish(exchange, sent, sink, () -> requestSent = true),
                (source, cause) -> forwarding.abandoned(cause),
                (sink, cause) -> requestRefused(),
                forwarding.lane().buffers());
    }

    /**
     * The machine takes no more of the request. It may have answered already, for instance that the request is too
     * large, so the answer, or the loss of the connection, is waited for.
     */
    private void requestRefused() {
        requestRefused = true;
        if (responsePassed) {
            exchange.endExchange();
        }
    }

    private void answered(ClientExchange answered) {
        ClientResponse response = answered.getResponse();
        int status = response.getResponseCode();
        boolean upgrade = status == StatusCodes.SWITCHING_PROTOCOLS && OutboundRequest.isUpgrade(exchange);
        if (!upgrade && !InboundResponse.canBePassedOn(response)) {
            forwarding.lost(
                    this, new IOException(machine + " answered " + status + ", which the router cannot pass on"));
            return;
        }
        forwarding.answering();
        Answers.closeAfterUnsentBody(exchange);
        InboundResponse.copy(response, exchange);
        if (upgrade) {
            upgrade();
        } else if (InboundResponse.endsWithItsHead(response)) {
            passHeadAlone(answered);
        } else {
            passResponseBody(answered);
        }
    }

    /** Undertow's client would wait for the body whose length the head tells, so the connection is not used again. */
    private void passHeadAlone(ClientExchange answered) {
        bodyLeftUnread = true;
        finish(answered, exchange, exchange.getResponseChannel(), this::responsePassed);
    }

    private void passResponseBody(ClientExchange answered) {
        Transfer.initiateTransfer(
                answered.getResponseChannel(),
                exchange.getResponseChannel(),
                null,
                sink -> finish(answered, exchange, sink, this::responsePassed),
                (source, cause) -> forwarding.lost(this, cause),
                (sink, cause) -> forwarding.abandoned(cause),
                forwarding.lane().buffers());
    }

    private void responsePassed() {
        responsePassed = true;
        if (requestRefused) {
            exchange.endExchange();
        }
    }

    private void upgrade() {
        forwarding.upgraded();
        connection.addCloseListener(closed -> forwarding.ended());
        exchange.getConnection().addCloseListener(closed -> close());
        exchange.upgradeChannel((client, upgraded) -> {
            try {
                Tunnel.between(
                        client, connection.performUpgrade(), forwarding.lane().buffers());
            } catch (IOException e) {
                forwarding.abandoned(e);
            }
        });
        exchange.endExchange();
    }

    private void finish(Attachable source, Attachable target, StreamSinkChannel sink, Runnable done) {
        HeaderMap trailers = source.getAttachment(HttpAttachments.REQUEST_TRAILERS);
        if (trailers != null) {
            target.putAttachment(HttpAttachments.RESPONSE_TRAILERS, trailers);
        }
        try {
            done.run();
            sink.shutdownWrites();
            flushThen(sink, () -> {});
        } catch (IOException e) {
            forwarding.lost(this, e);
        }
    }

    private void flushThen(StreamSinkChannel sink, Runnable next) {
        try {
            if (sink.flush()) {
                next.run();
                return;
            }
        } catch (IOException e) {
            forwarding.lost(this, e);
            return;
        }
        sink.getWriteSetter()
                .set(ChannelListeners.flushingChannelListener(
                        flushed -> next.run(), (channel, cause) -> forwarding.lost(this, cause)));
        sink.resumeWrites();
    }
}
