package dev.viridian.testing.aws;

/**
 * What came of a command on an instance.
 *
 * @param exitCode 0 where it went well
 * @param output what it printed
 */
public record CommandResult(int exitCode, String output) {
    /** It went well, and printed that. */
    public static CommandResult ok(String output) {
        return new CommandResult(0, output);
    }
}
