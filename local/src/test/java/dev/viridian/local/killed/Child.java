package dev.viridian.local.killed;

/** A controller in a process of its own, to be killed. What it says on its output is for whoever kills it. */
final class Child {
    private Child() {}

    public static void main(String[] arguments) {
        Mission.of(arguments).perform(Child::say);
    }

    private static synchronized void say(String line) {
        System.out.println(line);
    }
}
