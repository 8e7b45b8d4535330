package dev.viridian.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.viridian.provision.MachineProvisioning;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The user data by which a new machine of EC2 makes itself ready: a shell script for a launch template.
 *
 * <pre>{@code
 * FirstBoot boot = FirstBoot.of(OrdersMachine.class)
 *     .jar("s3://releases/orders/1.4.2/orders-machine.jar", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
 *     .property("db.password", "ssm:/orders/production/db.password");
 *
 * ec2.createLaunchTemplateVersion(… launchTemplateData.userData(boot.userData())
 *     .metadataOptions(options -> options.httpTokens("required").instanceMetadataTags("enabled")))
 * }</pre>
 *
 * <p>The machine installs Java where it is missing, fetches that jar by its own role, proves its digest, and runs the provisioning class with the artifact, its digest and
 * the environment that the tags of its group name: those that {@code AwsPlatform} writes. While it works the lifecycle hook {@code viridian-ready} gets heartbeats,
 * at the end {@code CONTINUE}, or {@code ABANDON} where the machine is not ready. What it says is on the machine's console, which {@code GetConsoleOutput} shows,
 * and in {@code /var/log/viridian-first-boot.log}.
 *
 * <p>The jar holds the class and all it needs: {@code viridian-core}, {@code viridian-aws}, the SDK's {@code s3}, {@code autoscaling} and {@code url-connection-client},
 * and {@code ssm} or {@code secretsmanager} where secrets are there. The image is one with dnf or apt, such as Amazon Linux 2023 or Debian 12, with a curl of version 7.88 or
 * later. The machine's role must allow {@code s3:GetObject} on jar and artifact, {@code autoscaling:RecordLifecycleActionHeartbeat} and
 * {@code autoscaling:CompleteLifecycleAction} on its group.
 *
 * <p>User data can be read by whoever is on the machine, and by whoever may describe it: secrets are named by reference. Immutable.
 */
public final class FirstBoot {
    /** How long a machine has to make itself ready unless it is told otherwise. */
    public static final Duration DEFAULT_LIMIT = Duration.ofMinutes(30);

    /** The Java that is installed unless another one is asked for: Amazon Linux 2023 and Debian 12 both have it. */
    public static final int DEFAULT_JAVA = 17;

    /** Of user data, <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html">before it is encoded</a>. */
    private static final int MOST_BYTES = 16 * 1024;

    private static final int HIGHEST_PORT = 65_535;
    private static final Pattern CLASS = Pattern.compile("[\\p{Alpha}_$][\\w$]*(\\.[\\p{Alpha}_$][\\w$]*)*");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern HOME = Pattern.compile("(/[\\w.+@-]+)+");
    private static final Pattern REGION = Pattern.compile("[a-z]+(-[a-z]+)+-\\d");
    private static final Pattern SECRET_NAME = Pattern.compile(
            ".*(passw|pwd|secret|token|credential|api.?key|access.?key|private.?key).*", Pattern.CASE_INSENSITIVE);
    private static final Pattern REFERENCE = Pattern.compile("[a-z][a-z0-9]*:\\S+");

    /** Where the script has {@code {name}}. */
    private static final Pattern PLACE = Pattern.compile("\\{(class|bucket|key|region|digest|java|home|hook|options)}");

    private final String shown;
    private final Map<String, String> places;
    private final Map<String, String> options;

    private FirstBoot(String shown, Map<String, String> places, Map<String, String> options) {
        this.shown = shown;
        this.places = Map.copyOf(places);
        this.options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    private FirstBoot with(String place, String value) {
        Map<String, String> others = new LinkedHashMap<>(places);
        others.put(place, value);
        return new FirstBoot(shown, others, options);
    }

    private FirstBoot withOption(String option, String value) {
        Map<String, String> others = new LinkedHashMap<>(options);
        others.put(option, value);
        return new FirstBoot(shown, places, others);
    }

    /** By this class, which has a public constructor without arguments. */
    public static NeedsJar of(Class<? extends MachineProvisioning> provisioning) {
        return of(provisioning.getName());
    }

    /** By the class of that name, for whoever has it not at hand. */
    public static NeedsJar of(String provisioning) {
        require(
                CLASS.matcher(provisioning).matches(),
                "class",
                provisioning,
                "its whole name, such as com.acme.OrdersMachine");
        return new NeedsJar(provisioning);
    }

    /** What is missing: the jar that holds the class. */
    public static final class NeedsJar {
        private final String provisioning;

        private NeedsJar(String provisioning) {
            this.provisioning = provisioning;
        }

        /**
         * The jar that holds the class and all it needs.
         *
         * @param location where it is: {@code s3://bucket/key}
         * @param sha256 its digest, in lower-case hexadecimal digits; another jar is not run
         */
        public FirstBoot jar(String location, String sha256) {
            require(DIGEST.matcher(sha256).matches(), "SHA-256 digest", sha256, "64 lower-case hexadecimal digits");
            S3Location jar = S3Location.parse(location);
            return new FirstBoot(
                            "first boot by " + provisioning + " of " + jar,
                            Map.of(
                                    "class",
                                    quoted(provisioning),
                                    "bucket",
                                    quoted(jar.bucket()),
                                    "key",
                                    quoted(encoded(jar)),
                                    "digest",
                                    sha256,
                                    "hook",
                                    FirstBootRun.HOOK,
                                    "region",
                                    ""),
                            Map.of())
                    .home("/opt/viridian")
                    .java(DEFAULT_JAVA)
                    .port(8080)
                    .within(DEFAULT_LIMIT);
        }
    }

    /** The jar's bucket is in this region; in the machine's without it. */
    public FirstBoot jarIn(String region) {
        require(REGION.matcher(region).matches(), "region", region, "one such as eu-central-1");
        return with("region", region);
    }

    /** The folder of the application; {@code /opt/viridian} without it. */
    public FirstBoot home(String folder) {
        require(HOME.matcher(folder).matches(), "folder", folder, "one such as /opt/orders");
        return with("home", folder);
    }

    /** Where the application is to answer; 8080 without it. */
    public FirstBoot port(int number) {
        require(number > 0 && number <= HIGHEST_PORT, "port", Integer.toString(number), "1 to 65535");
        return withOption("--port", Integer.toString(number));
    }

    /** The version of Java that is installed where there is none as new as that; 17 without it. */
    public FirstBoot java(int version) {
        require(version >= DEFAULT_JAVA, "version of Java", Integer.toString(version), "17 or later");
        return with("java", Integer.toString(version));
    }

    /** How long the provisioning may take; 30 minutes without it. Then the machine gives up and says so. */
    public FirstBoot within(Duration limit) {
        require(limit.toSeconds() > 0, "limit", limit.toString(), "a second or more");
        return withOption("--within", Long.toString(limit.toSeconds()));
    }

    /**
     * A property of the environment, which provisioning code reads by {@code machine.property(…)}.
     *
     * @throws IllegalArgumentException when its name says that it is a secret and its value is no reference of one
     */
    public FirstBoot property(String name, String value) {
        require(!name.isBlank() && name.indexOf('=') < 0, "name of a property", name, "one without an equals sign");
        if (SECRET_NAME.matcher(name).matches() && !REFERENCE.matcher(value).matches()) {
            throw new IllegalArgumentException("The property '" + name
                    + "' looks like a secret, and user data can be read by others. Expected the reference of one, such as"
                    + " ssm:/orders/db.password, which provisioning code reads by secret(…).");
        }
        return withOption("--property " + name, value);
    }

    private static void require(boolean holds, String what, String found, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("Not a " + what + ": '" + found + "'. Expected " + expected + ".");
        }
    }

    /**
     * The script.
     *
     * @throws IllegalArgumentException when it is longer than EC2 takes, by its properties
     */
    public String script() {
        Map<String, String> values = new LinkedHashMap<>(places);
        values.put("options", options.entrySet().stream().map(FirstBoot::option).collect(Collectors.joining(" ")));
        String script =
                PLACE.matcher(template()).replaceAll(place -> Matcher.quoteReplacement(values.get(place.group(1))));
        int bytes = script.getBytes(UTF_8).length;
        if (bytes > MOST_BYTES) {
            throw new IllegalArgumentException("The user data has " + bytes + " bytes. Expected at most " + MOST_BYTES
                    + ": put large properties into a file that the provisioning downloads.");
        }
        return script;
    }

    /** The script in Base64, as the API of EC2 takes it. */
    public String userData() {
        return Base64.getEncoder().encodeToString(script().getBytes(UTF_8));
    }

    private static String option(Map.Entry<String, String> option) {
        int space = option.getKey().indexOf(' ');
        return space < 0
                ? option.getKey() + " " + quoted(option.getValue())
                : option.getKey().substring(0, space) + " "
                        + quoted(option.getKey().substring(space + 1) + "=" + option.getValue());
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** As a signature wants it: all but letters, digits, {@code -._~} and slashes by their bytes. */
    private static String encoded(S3Location location) {
        StringBuilder path = new StringBuilder();
        for (byte one : location.key().getBytes(UTF_8)) {
            char character = (char) (one & 0xff);
            boolean isPlain =
                    character < 0x80 && (Character.isLetterOrDigit(character) || "-._~/".indexOf(character) >= 0);
            path.append(isPlain ? String.valueOf(character) : String.format(Locale.ROOT, "%%%02X", one & 0xff));
        }
        return path + location.version().map(id -> "?versionId=" + id).orElse("");
    }

    private static String template() {
        try (InputStream script = FirstBoot.class.getResourceAsStream("first-boot.sh")) {
            if (script == null) {
                throw new IllegalStateException(
                        "The jar of viridian-aws lacks first-boot.sh. Expected it as it was published.");
            }
            return new String(script.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return shown;
    }
}
