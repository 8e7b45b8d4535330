package dev.viridian.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Elastic Beanstalk over HTTP, as <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/api/Welcome.html">its query protocol</a> is documented, with environments that are Ready at once. A request must be signed for
 * the service, of the documented version, and have parameters of the operation alone.
 */
final class StandInBeanstalk implements AutoCloseable {
    private static final String VERSION = "2010-12-01";

    /** Of the operations that are answered, what they take; {@code .n} is a number, in a list. */
    private static final Map<String, Set<String>> PARAMETERS = parameters("""
            DescribeEnvironments ApplicationName IncludeDeleted
            ListTagsForResource ResourceArn
            DescribeApplicationVersions ApplicationName VersionLabels.member.n
            CreateApplicationVersion ApplicationName VersionLabel Description SourceBundle.S3Bucket SourceBundle.S3Key \
              AutoCreateApplication Process Tags.member.n.Key Tags.member.n.Value
            CreateEnvironment ApplicationName EnvironmentName TemplateName VersionLabel OptionSettings.member.n.Namespace \
              OptionSettings.member.n.OptionName OptionSettings.member.n.Value Tags.member.n.Key Tags.member.n.Value
            DescribeConfigurationSettings ApplicationName EnvironmentName TemplateName
            CreateConfigurationTemplate ApplicationName TemplateName EnvironmentId
            DeleteConfigurationTemplate ApplicationName TemplateName
            UpdateEnvironment EnvironmentId OptionSettings.member.n.Namespace OptionSettings.member.n.OptionName \
              OptionSettings.member.n.Value
            SwapEnvironmentCNAMEs SourceEnvironmentId DestinationEnvironmentId
            TerminateEnvironment EnvironmentId
            DeleteApplicationVersion ApplicationName VersionLabel DeleteSourceBundle
            DescribeInstancesHealth EnvironmentId AttributeNames.member.n
            DescribeEnvironmentHealth EnvironmentId AttributeNames.member.n
            DescribeEvents ApplicationName EnvironmentId EnvironmentName Severity StartTime MaxRecords
            """);

    private static Map<String, Set<String>> parameters(String table) {
        return table.lines()
                .map(line -> List.of(line.strip().split("\\s+", -1)))
                .collect(Collectors.toMap(words -> words.get(0), Set::copyOf));
    }

    /** All requests, in order, by parameter. */
    final List<Map<String, String>> requests = Collections.synchronizedList(new ArrayList<>());

    /** What was wrong with them. */
    final List<String> findings = Collections.synchronizedList(new ArrayList<>());

    /** What the operation of that name is answered next, instead: an error's code and message. */
    final Map<String, List<String>> errors = Collections.synchronizedMap(new LinkedHashMap<>());

    /** How many descriptions of environments come next in which one is being updated and has no CNAME. */
    final AtomicInteger swapping = new AtomicInteger();

    private final Map<String, Map<String, String>> environments = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> versions = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> tags = new LinkedHashMap<>();
    private final HttpServer server;

    StandInBeanstalk(String cname) throws IOException {
        environment("e-byhand", "by-hand", cname, "0.9");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void environment(String id, String name, String cname, String version) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("EnvironmentId", id);
        environment.put("EnvironmentName", name);
        environment.put("ApplicationName", "shop");
        environment.put("VersionLabel", version);
        environment.put("CNAME", cname);
        environment.put("EndpointURL", "awseb-" + id + ".eu-central-1.elb.amazonaws.com");
        environment.put("Status", "Ready");
        environment.put("Health", "Green");
        environment.put("HealthStatus", "Ok");
        environment.put("EnvironmentArn", "arn:aws:elasticbeanstalk:eu-central-1:1:environment/shop/" + name);
        environment.put("DateCreated", "2026-01-01T00:00:00Z");
        environments.put(id, environment);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> request =
                    parsed(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            String action = request.getOrDefault("Action", "");
            check(exchange, request, action);
            requests.add(request);
            Optional<List<String>> error = Optional.ofNullable(errors.remove(action));
            String body = error.map(said -> "<ErrorResponse xmlns=\"http://elasticbeanstalk.amazonaws.com/docs/"
                            + VERSION
                            + "/\"><Error><Type>Sender</Type><Code>" + said.get(0) + "</Code><Message>" + said.get(1)
                            + "</Message></Error><RequestId>1</RequestId></ErrorResponse>")
                    .orElseGet(() ->
                            "<" + action + "Response xmlns=\"http://elasticbeanstalk.amazonaws.com/docs/" + VERSION
                                    + "/\"><" + action + "Result>" + result(action, request) + "</" + action
                                    + "Result><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></" + action
                                    + "Response>");
            byte[] bytes = body.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/xml");
            exchange.sendResponseHeaders(error.isPresent() ? 400 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static Map<String, String> parsed(String form) {
        Map<String, String> parameters = new TreeMap<>();
        for (String part : form.split("&", -1)) {
            int end = part.indexOf('=');
            parameters.put(
                    URLDecoder.decode(part.substring(0, end), UTF_8),
                    URLDecoder.decode(part.substring(end + 1), UTF_8));
        }
        return parameters;
    }

    private void check(HttpExchange exchange, Map<String, String> request, String action) {
        String signed = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("");
        require(action, exchange.getRequestMethod().equals("POST"), "it is a " + exchange.getRequestMethod());
        require(action, VERSION.equals(request.get("Version")), "its version is " + request.get("Version"));
        require(action, signed.contains("/eu-central-1/elasticbeanstalk/aws4_request"), "it is signed by " + signed);
        require(
                action,
                String.valueOf(exchange.getRequestHeaders().getFirst("User-Agent"))
                        .contains("viridian"),
                "it does not say whose it is");
        Set<String> known = PARAMETERS.getOrDefault(action, Set.of());
        request.keySet().stream()
                .filter(name -> !name.equals("Action") && !name.equals("Version"))
                .filter(name -> !known.contains(name.replaceAll("\\.member\\.\\d+", ".member.n")))
                .forEach(name -> findings.add(action + " does not take " + name));
    }

    private void require(String action, boolean isSo, String finding) {
        if (!isSo) {
            findings.add(action + ": " + finding);
        }
    }

    private synchronized String result(String action, Map<String, String> request) {
        return switch (action) {
            case "DescribeEnvironments" ->
                list(
                        "Environments",
                        environments.values().stream().map(this::shown).toList());
            case "ListTagsForResource" -> tagsOf(request.get("ResourceArn"));
            case "DescribeApplicationVersions" ->
                list(
                        "ApplicationVersions",
                        versions.values().stream()
                                .filter(version -> request.getOrDefault(
                                                "VersionLabels.member.1", version.get("VersionLabel"))
                                        .equals(version.get("VersionLabel")))
                                .toList());
            case "CreateApplicationVersion" -> createVersion(request);
            case "CreateEnvironment" -> create(request);
            case "DescribeConfigurationSettings" ->
                "<ConfigurationSettings><member><DeploymentStatus>deployed</DeploymentStatus><OptionSettings><member>"
                        + "<Namespace>aws:autoscaling:asg</Namespace><OptionName>MinSize</OptionName><Value>2</Value>"
                        + "</member></OptionSettings></member></ConfigurationSettings>";
            case "DescribeInstancesHealth" ->
                "<InstanceHealthList><member><InstanceId>i-1</InstanceId><HealthStatus>Degraded</HealthStatus><Color>Red</Color>"
                        + "<Causes><member>Process is not running.</member></Causes></member></InstanceHealthList>";
            case "DescribeEnvironmentHealth" ->
                "<EnvironmentName>orders-1-1</EnvironmentName><HealthStatus>Warning</HealthStatus><Color>Yellow</Color>"
                        + "<Causes><member>Impaired services on 1 out of 2 instances.</member></Causes>";
            case "DescribeEvents" ->
                "<Events><member><EventDate>2026-01-01T00:00:02Z</EventDate><Severity>WARN</Severity><Message>second</Message></member>"
                        + "<member><EventDate>2026-01-01T00:00:01Z</EventDate><Severity>INFO</Severity><Message>first</Message></member></Events>";
            case "UpdateEnvironment", "CreateConfigurationTemplate", "DeleteConfigurationTemplate" -> "";
            case "SwapEnvironmentCNAMEs" -> swap(request);
            case "TerminateEnvironment" -> removed(environments, request.get("EnvironmentId"));
            case "DeleteApplicationVersion" -> removed(versions, request.get("VersionLabel"));
            default -> {
                findings.add(action + " is not known");
                yield "";
            }
        };
    }

    private Map<String, String> shown(Map<String, String> environment) {
        if (swapping.get() <= 0) {
            return environment;
        }
        Map<String, String> between = new LinkedHashMap<>(environment);
        between.remove("CNAME");
        between.put("Status", "Updating");
        swapping.decrementAndGet();
        return between;
    }

    private static String removed(Map<String, Map<String, String>> all, String which) {
        all.remove(which);
        return "";
    }

    private String createVersion(Map<String, String> request) {
        String label = request.get("VersionLabel");
        Map<String, String> version = new LinkedHashMap<>();
        version.put("VersionLabel", label);
        version.put("ApplicationName", request.get("ApplicationName"));
        version.put("Status", "Processed");
        version.put(
                "ApplicationVersionArn", "arn:aws:elasticbeanstalk:eu-central-1:1:applicationversion/shop/" + label);
        version.put("S3Bucket", request.get("SourceBundle.S3Bucket"));
        version.put("S3Key", request.get("SourceBundle.S3Key"));
        versions.put(label, version);
        tags.put(version.get("ApplicationVersionArn"), given(request));
        return "";
    }

    private String create(Map<String, String> request) {
        String name = request.get("EnvironmentName");
        environment(
                "e-" + name,
                name,
                name + ".eba-12345678.eu-central-1.elasticbeanstalk.com",
                request.get("VersionLabel"));
        tags.put(environments.get("e-" + name).get("EnvironmentArn"), given(request));
        return "<EnvironmentName>" + name + "</EnvironmentName>";
    }

    private static Map<String, String> given(Map<String, String> request) {
        Map<String, String> tags = new TreeMap<>();
        for (int number = 1; request.containsKey("Tags.member." + number + ".Key"); number++) {
            tags.put(request.get("Tags.member." + number + ".Key"), request.get("Tags.member." + number + ".Value"));
        }
        return tags;
    }

    private String swap(Map<String, String> request) {
        Map<String, String> source = environments.get(request.get("SourceEnvironmentId"));
        Map<String, String> destination = environments.get(request.get("DestinationEnvironmentId"));
        String cname = source.get("CNAME");
        source.put("CNAME", destination.get("CNAME"));
        destination.put("CNAME", cname);
        return "";
    }

    private String tagsOf(String arn) {
        return "<ResourceTags>"
                + tags.getOrDefault(arn, Map.of()).entrySet().stream()
                        .map(tag ->
                                "<member><Key>" + tag.getKey() + "</Key><Value>" + tag.getValue() + "</Value></member>")
                        .collect(Collectors.joining())
                + "</ResourceTags>";
    }

    private static String list(String name, List<Map<String, String>> members) {
        return "<" + name + ">"
                + members.stream()
                        .map(member -> "<member>" + fields(member) + "</member>")
                        .collect(Collectors.joining())
                + "</" + name + ">";
    }

    private static String fields(Map<String, String> member) {
        String bundle = member.containsKey("S3Bucket")
                ? "<SourceBundle><S3Bucket>" + member.get("S3Bucket") + "</S3Bucket><S3Key>" + member.get("S3Key")
                        + "</S3Key></SourceBundle>"
                : "";
        return member.entrySet().stream()
                        .filter(field -> !field.getKey().startsWith("S3"))
                        .map(field -> "<" + field.getKey() + ">" + field.getValue() + "</" + field.getKey() + ">")
                        .collect(Collectors.joining())
                + bundle;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
