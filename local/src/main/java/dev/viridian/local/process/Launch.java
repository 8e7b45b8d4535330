package dev.viridian.local.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What to run: a value that starts nothing.
 *
 * <pre>{@code
 * Launch.of(folder, "java", "-jar", "app/orders.jar").with("PORT", "20417").withBasics()
 * }</pre>
 *
 * @param command the program and its arguments. A program with a slash is looked for in the folder, one without in the
 *     {@code PATH} of the environment given here or, without one, in the controller's
 * @param folder the working directory, which must exist and be writable
 * @param environment all the environment variables that the process gets but {@code VIRIDIAN_PROCESS}, by which what it starts is found; nothing is
 *     inherited
 * @param output the file that standard output and standard error are appended to, best one of its own for each machine
 */
public record Launch(List<String> command, Path folder, Map<String, String> environment, Path output) {
    /** The variables of the controller that {@link #withBasics()} passes on, where they are set. */
    public static final List<String> BASICS = List.of("PATH", "HOME", "LANG", "TMPDIR");

    /**
     * Refuses what no operating system could start.
     *
     * @param command the program and its arguments
     * @param folder the working directory
     * @param environment all the environment variables
     * @param output the log
     */
    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        folder = folder.toAbsolutePath();
        output = output.toAbsolutePath();
        if (command.isEmpty() || command.get(0).isBlank()) {
            throw new IllegalArgumentException("Nothing to run in " + folder + ": the command is " + command
                    + ". Expected a program and its arguments.");
        }
        command.forEach(argument -> refuseNul("the command", argument));
        environment.forEach(Launch::refuseUnusable);
    }

    /**
     * Runs a program in a folder with an empty environment, its output going to {@code output.log} there.
     *
     * @param folder the working directory
     * @param program the program, by path or by name
     * @param arguments what it is given
     * @return the launch
     */
    public static Launch of(Path folder, String program, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(program);
        command.addAll(List.of(arguments));
        return new Launch(command, folder, Map.of(), folder.resolve("output.log"));
    }

    /**
     * Adds or replaces an environment variable.
     *
     * @param name its name
     * @param value its value, which is never shown in messages
     * @return a launch with it
     */
    public Launch with(String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return new Launch(command, folder, more, output);
    }

    /**
     * Passes on those of {@link #BASICS} that the controller has and that are not given yet.
     *
     * @return a launch with them
     */
    public Launch withBasics() {
        Map<String, String> more = new HashMap<>(System.getenv());
        more.keySet().retainAll(BASICS);
        more.putAll(environment);
        return new Launch(command, folder, more, output);
    }

    /**
     * Appends the output to another file.
     *
     * @param file the file, made when it is not there; its folder must be
     * @return a launch that writes to it
     */
    public Launch writingTo(Path file) {
        return new Launch(command, folder, environment, file);
    }

    /** Names the variables without their values, which may be secret. */
    @Override
    public String toString() {
        return "Launch[command=" + command + ", folder=" + folder + ", environment="
                + new TreeSet<>(environment.keySet()) + ", output=" + output + "]";
    }

    String program() {
        return command.get(0);
    }

    private static void refuseUnusable(String name, String value) {
        if (name.isEmpty() || name.indexOf('=') >= 0) {
            throw new IllegalArgumentException("Not a name for an environment variable: '" + name
                    + "'. Expected at least one character, and no '='.");
        }
        refuseNul("the name of an environment variable", name);
        refuseNul("the environment variable " + name, value);
    }

    private static void refuseNul(String what, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "A NUL character in " + what + ": the operating system would cut the text there. Remove it.");
        }
    }
}
