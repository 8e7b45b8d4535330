package dev.viridian.provision;

/** How a command ended that should have ended otherwise. */
final class CommandFailed extends Exception {
    private static final long serialVersionUID = 1;

    CommandFailed(String message) {
        super(message);
    }
}
