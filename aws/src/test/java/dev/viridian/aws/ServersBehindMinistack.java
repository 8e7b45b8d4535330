package dev.viridian.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import dev.viridian.Artifact;
import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Evidence;
import dev.viridian.HttpProbe;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.Probe;
import dev.viridian.Revision;
import dev.viridian.probe.RealProbes;
import dev.viridian.spi.ArtifactStore;
import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.Environments;
import dev.viridian.spi.Fence;
import dev.viridian.spi.PinnedArtifact;
import dev.viridian.spi.Platform;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Probes;
import dev.viridian.spi.StateStore;
import dev.viridian.spi.Tasks;
import dev.viridian.spi.Time;
import dev.viridian.spi.TrafficRouter;
import dev.viridian.state.MemoryStateStore;
import dev.viridian.testing.aws.AwsEmulator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/**
 * A platform whose load balancer is ministack's, moved by the adapter, and whose machines are web servers of this program that are registered there by address: ministack has no
 * instances that answer, and no group that registers them.
 */
final class ServersBehindMinistack implements Platform {
    private static final String BALANCER = "shop";

    /** Where ministack's own port forwards as that load balancer does. */
    static final String ENTRY = "/_alb/" + BALANCER;

    static final String NOT_CHECKED =
            "weights of several target groups, target health, draining, the rule that attaches a target group, Auto Scaling groups with"
                    + " targets, instances.";

    private static final int PORT = 8080;

    private final AwsEmulator emulator;
    private final ElasticLoadBalancingV2Client balancing;
    private final AutoScalingClient scaling;
    private final AwsPlatform aws;
    private final Servers servers = new Servers();
    private final Probes real = RealProbes.create();
    private final HttpClient users = HttpClient.newHttpClient();

    ServersBehindMinistack(AwsEmulator emulator) {
        this.emulator = emulator;
        this.balancing = emulator.client(ElasticLoadBalancingV2Client.builder()).build();
        this.scaling = emulator.client(AutoScalingClient.builder())
                .overrideConfiguration(configuration -> configuration.addExecutionInterceptor(servers))
                .build();
        LoadBalancer balancer = balancing
                .createLoadBalancer(request -> request.name(BALANCER).subnets("subnet-0aaa", "subnet-0bbb"))
                .loadBalancers()
                .get(0);
        this.aws = AwsPlatform.application("orders")
                .behind(ClosedListener.of(balancing, balancer))
                .launching("lt-0123456789abcdef0", 1)
                .in("subnet-0aaa", "subnet-0bbb")
                .listeningOn(PORT)
                .keepingStateIn(new MemoryStateStore())
                .calling(AwsClients.standard().autoScaling(scaling).loadBalancing(balancing))
                .pace(Duration.ofMillis(20))
                .open();
    }

    /** Its groups are there for their target groups alone; ministack forgets those, and here they are added to what it answers. */
    private final class Servers implements Environments, ExecutionInterceptor {
        private final Map<EnvironmentName, Environment> environments = new ConcurrentSkipListMap<>();
        private final Map<EnvironmentName, String> targetGroups = new ConcurrentSkipListMap<>();
        private final Map<MachineId, HttpServer> running =
                new TreeMap<>((one, other) -> one.value().compareTo(other.value()));
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private int started;

        @Override
        public SdkResponse modifyResponse(Context.ModifyResponse context, ExecutionAttributes attributes) {
            if (!(context.response() instanceof DescribeAutoScalingGroupsResponse answer)) {
                return context.response();
            }
            return answer.toBuilder()
                    .autoScalingGroups(answer.autoScalingGroups().stream()
                            .map(this::withTargetGroup)
                            .toList())
                    .build();
        }

        private AutoScalingGroup withTargetGroup(AutoScalingGroup group) {
            return Optional.ofNullable(targetGroups.get(new EnvironmentName(group.autoScalingGroupName())))
                    .map(arn -> group.toBuilder().targetGroupARNs(arn).build())
                    .orElse(group);
        }

        @Override
        public synchronized Environment create(EnvironmentSpec spec, Fence fence) {
            return environments.computeIfAbsent(spec.name(), name -> made(spec));
        }

        private Environment made(EnvironmentSpec spec) {
            String arn = targetGroup(spec);
            targetGroups.put(spec.name(), arn);
            scaling.createAutoScalingGroup(request ->
                    request.autoScalingGroupName(spec.name().value()).minSize(0).maxSize(0));
            List<Machine> machines = new ArrayList<>();
            for (int machine = 0; machine < spec.machines(); machine++) {
                machines.add(started(spec.artifact().revision().version()));
            }
            balancing.registerTargets(request -> request.targetGroupArn(arn)
                    .targets(machines.stream()
                            .map(machine -> TargetDescription.builder()
                                    .id(machine.host())
                                    .port(machine.port())
                                    .build())
                            .toList()));
            return new Environment(spec.name(), spec.artifact().revision(), spec.machines(), machines, Map.of());
        }

        private String targetGroup(EnvironmentSpec spec) {
            Map<String, String> marks = Map.of(
                    EnvironmentTags.APPLICATION, "orders",
                    EnvironmentTags.BEHIND, behind(),
                    EnvironmentTags.ENVIRONMENT, spec.name().value(),
                    EnvironmentTags.VERSION, spec.artifact().revision().version(),
                    EnvironmentTags.SHA256, spec.artifact().revision().sha256());
            return balancing
                    .createTargetGroup(request -> request.name(TargetGroups.nameOf(spec.name()))
                            .protocol(ProtocolEnum.HTTP)
                            .port(PORT)
                            .targetType(TargetTypeEnum.IP)
                            .tags(marks.entrySet().stream()
                                    .map(mark -> Tag.builder()
                                            .key(mark.getKey())
                                            .value(mark.getValue())
                                            .build())
                                    .toList()))
                    .targetGroups()
                    .get(0)
                    .targetGroupArn();
        }

        private String behind() {
            return balancing
                    .describeListeners(request -> request.loadBalancerArn(balancing
                            .describeLoadBalancers()
                            .loadBalancers()
                            .get(0)
                            .loadBalancerArn()))
                    .listeners()
                    .get(0)
                    .listenerArn();
        }

        /** Each at an address of its own, since ministack knows a target by its address alone. */
        private Machine started(String version) {
            String address = "127.0.1." + ++started;
            try {
                HttpServer server = HttpServer.create(new InetSocketAddress(address, 0), 0);
                server.setExecutor(threads);
                server.createContext("/", exchange -> {
                    try (exchange) {
                        byte[] body = version.getBytes(UTF_8);
                        exchange.getResponseHeaders().set("X-Revision", version);
                        exchange.sendResponseHeaders(200, body.length);
                        exchange.getResponseBody().write(body);
                    }
                });
                server.start();
                MachineId id = new MachineId("server-" + started);
                running.put(id, server);
                return new Machine(id, address, server.getAddress().getPort(), Machine.State.RUNNING, "");
            } catch (IOException e) {
                throw new UncheckedIOException("No server could be started at " + address, e);
            }
        }

        @Override
        public Optional<Environment> find(EnvironmentName name) {
            return Optional.ofNullable(environments.get(name));
        }

        @Override
        public List<Environment> list() {
            return List.copyOf(environments.values());
        }

        @Override
        public void replace(EnvironmentName name, MachineId machine, Fence fence) {
            throw PlatformException.refused("replace " + machine, "no server of this test ever has to be.");
        }

        @Override
        public void resize(EnvironmentName name, int machines, Fence fence) {
            throw PlatformException.refused("resize " + name, "none of this test ever has to be.");
        }

        @Override
        public Evidence examine(EnvironmentName name, MachineId machine) {
            return Evidence.none();
        }

        /** At once, without draining: what still came would fail. */
        @Override
        public synchronized void destroy(EnvironmentName name, Fence fence) {
            Optional.ofNullable(environments.remove(name)).ifPresent(environment -> {
                environment
                        .machines()
                        .forEach(machine -> running.remove(machine.id()).stop(0));
                scaling.deleteAutoScalingGroup(request -> request.autoScalingGroupName(name.value()));
                balancing.deleteTargetGroup(request -> request.targetGroupArn(targetGroups.remove(name)));
            });
        }

        private synchronized void end() {
            running.values().forEach(server -> server.stop(0));
            threads.shutdown();
        }
    }

    @Override
    public String application() {
        return aws.application();
    }

    @Override
    public Environments environments() {
        return servers;
    }

    @Override
    public TrafficRouter traffic() {
        return aws.traffic();
    }

    @Override
    public StateStore state() {
        return aws.state();
    }

    /** Bits that nobody reads: a server is told its version. */
    @Override
    public ArtifactStore artifacts() {
        return new ArtifactStore() {
            @Override
            public Set<String> schemes() {
                return Set.of("s3");
            }

            @Override
            public PinnedArtifact pin(Artifact artifact) {
                String version = artifact.version().orElseThrow();
                return new PinnedArtifact(artifact, artifact.location(), new Revision(version, Digest.of(version)), 1);
            }

            @Override
            public InputStream open(PinnedArtifact artifact) {
                throw PlatformException.refused("open " + artifact.location(), "nobody reads it in this test.");
            }
        };
    }

    /** Servers at their addresses; the load balancer at ministack's own port, which has a path for it. */
    @Override
    public Probes probes() {
        return (probe, machine, timeout) -> machine.id().value().equals("entry")
                ? throughTheBalancer(probe, timeout)
                : real.ask(probe, machine, timeout);
    }

    private Probes.Answer throughTheBalancer(Probe probe, Duration timeout) {
        HttpProbe http = (HttpProbe) probe;
        URI uri = emulator.endpoint().resolve(ENTRY + http.path());
        try {
            HttpResponse<String> answer = users.send(
                    HttpRequest.newBuilder(uri).timeout(timeout).build(), HttpResponse.BodyHandlers.ofString());
            boolean well = http.accepts(answer.statusCode()) && http.acceptsBody(answer.body());
            return new Probes.Answer(well, answer.statusCode() + ": " + answer.body());
        } catch (IOException e) {
            return Probes.Answer.sick(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Probes.Answer.sick("interrupted");
        }
    }

    @Override
    public Time time() {
        return aws.time();
    }

    @Override
    public Tasks tasks() {
        return aws.tasks();
    }

    @Override
    public Duration pace() {
        return aws.pace();
    }

    @Override
    public void close() {
        aws.close();
        servers.end();
        scaling.close();
        balancing.close();
    }
}
