package dev.viridian.local.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.viridian.Deployment;
import java.io.File;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** The router as a module; those of its libraries that only automatic modules use are on the class path. */
class RouterOnModulePathTest {
    private static final Pattern MODULES =
            Pattern.compile("jackson-core|failsafe|slf4j-api|undertow-core|wildfly-c|xnio-");
    private static final Pattern REQUIRED_BY_NONE = Pattern.compile("jboss-logging|jboss-threads|smallrye-common");

    @TempDir
    Path folder;

    @Test
    void itListens() throws Exception {
        listensAndStops(List.of());
    }

    /** <a href="https://openjdk.org/jeps/498">What is warned of, and will be denied.</a> */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_24)
    void itListensWhereWhatIsUnsafeIsDenied() throws Exception {
        listensAndStops(List.of("--sun-misc-unsafe-memory-access=deny"));
    }

    private void listensAndStops(List<String> options) throws Exception {
        assumeTrue(
                Files.exists(Path.of(placeOf(RouterProcess.class), "module-info.class")),
                "compiled without its module descriptor");
        Process router = started(options);
        try {
            while (router.isAlive() && DetachedRouter.runningIn(folder).isEmpty()) {
                LockSupport.parkNanos(1_000_000);
            }
            assertThat(router.isAlive())
                    .as(Files.readString(folder.resolve("router.log")))
                    .isTrue();
            DetachedRouter.in(folder, new InetSocketAddress("127.0.0.1", 0)).stop();

            assertThat(router.waitFor()).isZero();
        } finally {
            router.destroyForcibly();
        }
    }

    private Process started(List<String> options) throws Exception {
        String modules = String.join(
                File.pathSeparator, placeOf(RouterProcess.class), placeOf(Deployment.class), onClassPath(MODULES));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-p", modules, "-cp", onClassPath(REQUIRED_BY_NONE)));
        command.addAll(List.of("-m", "dev.viridian.local/" + RouterProcess.class.getName()));
        command.addAll(List.of(folder.toString(), "127.0.0.1:0", "PT30S"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("router.log").toFile())
                .start();
    }

    private static String placeOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }

    private static String onClassPath(Pattern library) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(path -> library.matcher(new File(path).getName()).lookingAt())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
