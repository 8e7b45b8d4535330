package dev.viridian.local.haproxy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes a {@link HaproxyConfiguration} in HAProxy's own language. */
final class Fragment {
    private final HaproxyConfiguration configuration;

    Fragment(HaproxyConfiguration configuration) {
        this.configuration = configuration;
    }

    String text() {
        String backends = IntStream.rangeClosed(1, configuration.slots())
                .mapToObj(this::backend)
                .collect(Collectors.joining("\n"));
        return global() + "\n" + frontend() + "\n" + backends;
    }

    private String global() {
        return """
                # Viridian routes '%1$s' by this. Before HAProxy first reads it, make the folder and an empty map, owned by
                # the user who deploys:
                #   install -d -o DEPLOYER %2$s && install -o DEPLOYER /dev/null %3$s
                # For a socket of another user than root's, add 'user DEPLOYER' to its line.
                global
                    stats socket %4$s mode 600 level admin
                """.formatted(
                configuration.application(), configuration.directory(), configuration.map(), configuration.socket());
    }

    /**
     * The split is one entry of the map, so that replacing it is one atomic command, and each request reads it once. It is
     * the sum of all weights, then for each slot the sum up to and including its own: {@code 100:90:100} gives the first slot
     * 90 of 100 requests and the second the rest. A slot serves when the request's random number is below its sum.
     */
    private String frontend() {
        String choices = IntStream.rangeClosed(1, configuration.slots())
                .mapToObj(slot ->
                        "    use_backend %s if { var(txn.viridian_split),field(%d,:),sub(txn.viridian_dice) -m int gt 0 }\n"
                                .formatted(configuration.backend(slot), slot + 1))
                .collect(Collectors.joining());
        return """
                frontend %1$s
                    mode http
                    bind %2$s
                    timeout client 60s
                    timeout http-request 10s
                    # Your own rules go before these lines, so that nothing comes between the choice and its use.
                    http-request set-var(txn.viridian_split) str(split),map_str(%3$s)
                    http-request set-var(txn.viridian_total) var(txn.viridian_split),field(1,:)
                    http-request set-var(txn.viridian_dice) rand(),mod(txn.viridian_total)
                    http-request return status 503 content-type text/plain hdr Retry-After 1 string "Nothing is live." unless { var(txn.viridian_total) -m int gt 0 }
                """.formatted(configuration.frontend(), bind(), configuration.map()) + choices;
    }

    private String bind() {
        String address =
                configuration.entry().getHost() + ":" + configuration.entry().getPort();
        boolean encrypted = configuration.entry().getScheme().equalsIgnoreCase("https");
        return encrypted ? address + " ssl crt " + configuration.directory().resolve("certificate.pem") : address;
    }

    /**
     * The host's name is never resolved: it is there because HAProxy restores a server's address from a state file only when
     * the configuration gives a name. Only idempotent requests are repeated when a machine hangs up before it answers.
     */
    private String backend(int slot) {
        return """
                backend %1$s
                    mode http
                    balance roundrobin
                    timeout connect 5s
                    timeout server 60s
                    timeout tunnel 1h
                    %6$s
                    retries 3
                    option redispatch 1
                    retry-on conn-failure empty-response
                    http-request disable-l7-retry unless { method GET HEAD OPTIONS PUT DELETE TRACE }
                    load-server-state-from-file local
                    server-state-file-name %2$s
                    server-template machine 1-%3$d machine.invalid:%4$d init-addr last,%5$s disabled
                """.formatted(
                        configuration.backend(slot),
                        configuration.stateFile(slot),
                        configuration.machinesPerSlot(),
                        Server.UNUSED.getPort(),
                        Server.UNUSED.getAddress().getHostAddress(),
                        configuration.pooled() ? "http-reuse safe" : "option http-server-close");
    }
}
