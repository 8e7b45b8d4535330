package dev.viridian.local;

import dev.viridian.SmokeTest;
import java.nio.file.Path;

/** A controller that is killed while it deploys: run by a test as a process of its own. */
final class KilledController {
    private KilledController() {}

    public static void main(String[] arguments) {
        LocalFixture local = new LocalFixture(Path.of(arguments[0]));
        local.deploy(local.release("1.0")).orElseThrow();
        local.deploy(local.release("1.1")
                .smokeTest(
                        "is killed",
                        SmokeTest.code(green -> new ProcessBuilder(
                                        "kill",
                                        "-9",
                                        Long.toString(ProcessHandle.current().pid()))
                                .start()
                                .waitFor())));
    }
}
