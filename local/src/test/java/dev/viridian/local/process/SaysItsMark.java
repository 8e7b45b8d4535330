package dev.viridian.local.process;

/** A process that says which one it is, and then lives until it is killed. */
final class SaysItsMark {
    private SaysItsMark() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.out.println(new HostControllers().present());
        Thread.sleep(Long.MAX_VALUE);
    }
}
