package dev.viridian.testing.host;

/** A call that hangs, until its time is over. */
final class NoAnswer extends Error {
    private static final long serialVersionUID = 1;

    NoAnswer(HostCall call) {
        super("No answer to " + call + ".", null, false, false);
    }
}
