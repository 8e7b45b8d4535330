package dev.viridian.local.killed;

import java.io.IOException;

/**
 * A controller in a process of its own, to be killed. What it says on its output is for whoever kills it. With one more argument than its
 * mission has, it says that it is ready and waits for a line.
 */
final class Child {
    /** What is said by one that waits for its start. */
    static final String READY = "ready";

    private Child() {}

    public static void main(String[] arguments) throws IOException {
        Mission mission = Mission.of(arguments);
        if (arguments.length > mission.arguments().size()) {
            say(READY);
            if (System.in.read() < 0) {
                throw new IOException("Nobody said when to begin.");
            }
        }
        mission.perform(Child::say);
    }

    private static synchronized void say(String line) {
        System.out.println(line);
    }
}
