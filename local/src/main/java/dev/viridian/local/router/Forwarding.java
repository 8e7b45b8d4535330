package dev.viridian.local.router;

import io.undertow.client.ClientCallback;
import io.undertow.client.ClientConnection;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;

/**
 * One request on its way to an environment. It decides by which connection, and what becomes of it when that fails.
 *
 * <p>A request that may be sent twice (RFC 9110, section 9.2.2) goes by an idle connection where there is one, and a second time, by a new
 * one and if possible to another machine, when its connection is lost before the answer begins: the idle one turned out closed, or the
 * machine has just died. A request that may not be sent twice always goes by a new connection: a machine may close an idle one at the
 * very moment it is used, and nobody could tell whether the request had been read.
 */
final class Forwarding {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);

    /** How long a request may be under way before it is looked whether its client is still there: most are answered by then. */
    static final long WITHOUT_A_LOOK = Duration.ofSeconds(1).toNanos();

    private final Lane lane;
    private final HttpServerExchange exchange;
    private final Target target;
    private final boolean repeatable;
    private final List<Machine> refusing = new ArrayList<>(0);

    private @Nullable Attempt attempt;
    private boolean repeated;
    private boolean answering;
    private boolean upgraded;
    private boolean ended;
    private final long begun = System.nanoTime();
    private long lastProgress = begun;

    Forwarding(Lane lane, HttpServerExchange exchange, Target target) {
        this.lane = lane;
        this.exchange = exchange;
        this.target = target;
        this.repeatable = OutboundRequest.isRepeatable(exchange);
    }

    void start() {
        lane.opened(this);
        exchange.addExchangeCompleteListener((completed, next) -> {
            exchangeCompleted();
            next.proceed();
        });
        tryNextMachine();
    }

    private void tryNextMachine() {
        Optional<Machine> machine = target.next(refusing);
        if (machine.isEmpty()) {
            answerError(StatusCodes.SERVICE_UNAVAILABLE, noMachine());
            return;
        }
        Optional<ClientConnection> idle = repeatable && !repeated ? lane.takeIdle(machine.get()) : Optional.empty();
        idle.ifPresentOrElse(
                connection -> send(new Attempt(this, machine.get(), connection)), () -> connect(machine.get()));
    }

    private void connect(Machine machine) {
        lane.connect(machine, new ClientCallback<>() {
            @Override
            public void completed(ClientConnection connection) {
                machine.accepted();
                lane.watch(machine, connection);
                if (answering || ended) {
                    lane.keepOrClose(target, machine, connection);
                } else {
                    send(new Attempt(Forwarding.this, machine, connection));
                }
            }

            @Override
            public void failed(IOException cause) {
                LOG.debug("{} of {} refused a connection", machine, target, cause);
                machine.refused();
                if (!answering && !ended) {
                    refusing.add(machine);
                    tryNextMachine();
                }
            }
        });
    }

    private void send(Attempt next) {
        attempt = next;
        next.send(OutboundRequest.of(exchange, next.machine()));
    }

    /** The connection of an attempt broke, or its machine does not speak HTTP. */
    void lost(Attempt lost, IOException cause) {
        if (attempt != lost) {
            return;
        }
        LOG.debug("Lost the connection to {} of {}", lost.machine(), target, cause);
        attempt = null;
        lost.close();
        if (answering) {
            Answers.breakOff(exchange);
        } else if (repeatable && !repeated) {
            repeated = true;
            tryNextMachine();
        } else {
            answerError(
                    StatusCodes.BAD_GATEWAY,
                    "A machine of environment " + target
                            + " closed the connection before it answered this request, or said what is no answer. Whether it"
                            + " carried it out is not known.");
        }
    }

    /** The client does not take the answer, or stopped sending its request. */
    void abandoned(IOException cause) {
        LOG.debug("The client of a request to {} is gone", target, cause);
        answering = true;
        dropAttempt();
        IoUtils.safeClose(exchange.getConnection());
    }

    /** The machine's answer has begun, so that the request can no longer be sent again or answered otherwise. */
    void answering() {
        answering = true;
    }

    /** From now on the request is a tunnel, which ends when its connection does. */
    void upgraded() {
        upgraded = true;
    }

    void progressed() {
        lastProgress = System.nanoTime();
    }

    boolean isTo(Target other) {
        return target == other;
    }

    boolean isUnansweredFor(long nanos, long now) {
        return !answering && now - lastProgress > nanos;
    }

    boolean isLeftByItsClient(long now) {
        return !upgraded && now - begun > WITHOUT_A_LOOK && ClientPresence.isGone(exchange);
    }

    void timeOut() {
        dropAttempt();
        answerError(
                StatusCodes.GATEWAY_TIME_OUT,
                "Environment " + target + " did not answer this request in time. Whether it was carried out is not"
                        + " known.");
    }

    void cut() {
        boolean unanswered = !answering;
        dropAttempt();
        if (unanswered) {
            answerError(
                    StatusCodes.SERVICE_UNAVAILABLE,
                    "Environment " + target + " is being retired and this request was cut off. Whether it was carried"
                            + " out is not known.");
        } else {
            Answers.breakOff(exchange);
        }
    }

    /** Nothing is open to the environment any more. */
    void ended() {
        if (!ended) {
            ended = true;
            lane.closed(this);
            target.closed();
        }
    }

    Target target() {
        return target;
    }

    HttpServerExchange exchange() {
        return exchange;
    }

    Lane lane() {
        return lane;
    }

    private void exchangeCompleted() {
        Attempt last = attempt;
        if (upgraded) {
            return;
        }
        attempt = null;
        if (last != null && last.isComplete()) {
            lane.keepOrClose(target, last.machine(), last.connection());
        } else if (last != null) {
            last.close();
        }
        ended();
    }

    private void dropAttempt() {
        Attempt last = attempt;
        attempt = null;
        if (last != null) {
            last.close();
        }
    }

    private void answerError(int status, String text) {
        answering = true;
        Answers.error(exchange, status, text);
    }

    private String noMachine() {
        return refusing.isEmpty()
                ? "Environment " + target + " has no machines."
                : "No machine of environment " + target + " accepts connections; tried " + refusing.size() + ".";
    }
}
