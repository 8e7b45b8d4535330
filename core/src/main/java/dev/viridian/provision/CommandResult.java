package dev.viridian.provision;

/**
 * What came of a command.
 *
 * @param exit its exit code
 * @param output what it wrote, both streams as they came, at most its last 64 KiB
 */
public record CommandResult(int exit, String output) {}
