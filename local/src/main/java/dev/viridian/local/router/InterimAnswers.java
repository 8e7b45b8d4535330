package dev.viridian.local.router;

import io.undertow.client.ClientConnection;
import io.undertow.util.Attachable;
import io.undertow.util.AttachmentKey;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Leaves out of what a machine says all that comes before its answer, <a href="https://www.rfc-editor.org/rfc/rfc8297">hints</a> for instance: Undertow's client would take it for the answer,
 * and its server has no way to pass it on. {@code 100 Continue} and {@code 101 Switching Protocols} it knows; they stay. Nobody depends on the others, so a request is
 * answered by what comes after them.
 */
final class InterimAnswers extends AbstractStreamSourceConduit<StreamSourceConduit> {
    /** How many bytes of them may come in a row; a machine that says more is not heard out. */
    static final int LONGEST = 64 * 1024;

    private static final AttachmentKey<InterimAnswers> KEY = AttachmentKey.create(InterimAnswers.class);
    private static final byte[] VERSION = "HTTP/1.1 ".getBytes(StandardCharsets.ISO_8859_1);
    private static final int AFTER_THE_STATUS = VERSION.length + 3;

    /** So many bytes tell what an answer is. */
    private static final int STATUS_LINE = AFTER_THE_STATUS + 1;

    /** What the next byte belongs to. */
    private enum Place {
        START_OF_HEAD,
        HEAD_LEFT_OUT,
        HEAD_TO_CONTINUE,
        ANSWER
    }

    /** The beginning of a head of which too little has come to tell what it is. */
    private final byte[] held = new byte[STATUS_LINE];

    private int heldBytes;
    private Place place = Place.ANSWER;
    private int leftOut;
    private int lineBytes;

    InterimAnswers(StreamSourceConduit next) {
        super(next);
    }

    void watch(ClientConnection connection) {
        attachable(connection).putAttachment(KEY, this);
    }

    /** To be called before each request is sent: what comes next is the beginning of a head. */
    static void expectOn(ClientConnection connection) {
        InterimAnswers answers = attachable(connection).getAttachment(KEY);
        answers.place = Place.START_OF_HEAD;
        answers.leftOut = 0;
    }

    /** Each connection of Undertow's is one, though its interface does not say so. */
    private static Attachable attachable(ClientConnection connection) {
        return (Attachable) connection;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (place == Place.ANSWER || target.remaining() <= STATUS_LINE) {
            return next.read(target);
        }
        while (true) {
            int start = target.position();
            target.put(held, 0, heldBytes);
            int read = next.read(target);
            if (read < 0) {
                return endedWith(target.position() - start);
            }
            int passed = read == 0 ? 0 : sift(target, start);
            target.position(start + passed);
            if (passed > 0 || read == 0) {
                return passed;
            }
        }
    }

    private int endedWith(int bytes) {
        place = Place.ANSWER;
        heldBytes = 0;
        return bytes > 0 ? bytes : -1;
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        if (place == Place.ANSWER) {
            return next.read(targets, offset, length);
        }
        for (int i = offset; i < offset + length; i++) {
            if (targets[i].hasRemaining()) {
                return read(targets[i]);
            }
        }
        return 0;
    }

    /** Moves all that is to be passed on to the start; how many bytes that is. */
    private int sift(ByteBuffer target, int start) throws IOException {
        int end = target.position();
        int to = start;
        int from = start;
        heldBytes = 0;
        while (from < end) {
            if (place == Place.START_OF_HEAD) {
                if (end - from < STATUS_LINE && isBeginning(target, from, end)) {
                    hold(target, from, end);
                    break;
                }
                place = placeOf(target, from, end);
            }
            if (place == Place.ANSWER && to == from) {
                return end - start;
            }
            byte one = target.get(from++);
            if (place == Place.HEAD_LEFT_OUT) {
                requireBounded(++leftOut);
            } else {
                target.put(to++, one);
            }
            if (place != Place.ANSWER && endsHead(one)) {
                place = Place.START_OF_HEAD;
            }
        }
        return to - start;
    }

    private static boolean isBeginning(ByteBuffer target, int from, int end) {
        for (int i = 0; i < Math.min(VERSION.length, end - from); i++) {
            if (target.get(from + i) != VERSION[i]) {
                return false;
            }
        }
        return true;
    }

    private void hold(ByteBuffer target, int from, int end) {
        heldBytes = end - from;
        for (int i = 0; i < heldBytes; i++) {
            held[i] = target.get(from + i);
        }
    }

    private Place placeOf(ByteBuffer target, int from, int end) {
        lineBytes = 1;
        if (!isBeginning(target, from, end)) {
            return Place.ANSWER;
        }
        addTheBlank(target, from);
        if (target.get(from + VERSION.length) != '1') {
            return Place.ANSWER;
        }
        int status = 100
                + 10 * (target.get(from + VERSION.length + 1) - '0')
                + (target.get(from + VERSION.length + 2) - '0');
        return switch (status) {
            case StatusCodes.CONTINUE -> Place.HEAD_TO_CONTINUE;
            case StatusCodes.SWITCHING_PROTOCOLS -> Place.ANSWER;
            default -> Place.HEAD_LEFT_OUT;
        };
    }

    /** Undertow's client does not know a status line without the blank before a reason, given or not; that its lines may end by LF alone it knows. */
    private static void addTheBlank(ByteBuffer target, int from) {
        if (target.get(from + AFTER_THE_STATUS) == '\r') {
            target.put(from + AFTER_THE_STATUS, (byte) ' ');
        }
    }

    /** A line without anything in it is the last. */
    private boolean endsHead(byte one) {
        if (one == '\n') {
            boolean empty = lineBytes == 0;
            lineBytes = 0;
            return empty;
        }
        if (one != '\r') {
            lineBytes++;
        }
        return false;
    }

    private static void requireBounded(int bytes) throws IOException {
        if (bytes > LONGEST) {
            throw new IOException("More than " + LONGEST + " bytes came before the answer.");
        }
    }
}
