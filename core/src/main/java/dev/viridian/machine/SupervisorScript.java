package dev.viridian.machine;

import dev.viridian.provision.ServiceDefinition;
import java.util.stream.Collectors;

/**
 * What keeps a service running where there is no systemd: a shell script that starts the program, waits for its end, and starts it again
 * a second later. It needs what each Linux has, and survives whoever has started it.
 */
final class SupervisorScript {
    private static final int LARGEST_LOG = 10 << 20;

    private SupervisorScript() {}

    /** Writes who it is, or else runs nothing, since nobody could ever end it; then the mark of what it starts, and how often that has ended, before each start. */
    static String supervise(String folder, String name) {
        return """
                #!/bin/sh
                # Keeps service %s running. Written by Viridian.
                cd %s || exit 1
                exec 9>lock
                flock -n 9 || exit 0
                put() { printf '%%s\\n' "$2" > "$1.new" && mv "$1.new" "$1"; }
                stopping=
                child=
                trap 'stopping=yes; [ -n "$child" ] && kill -TERM "$child"' TERM
                put supervisor "$$ $(cut -d' ' -f22 /proc/$$/stat) $(cat /proc/sys/kernel/random/boot_id)" || exit 1
                (
                    exec 9>&-
                    trap - TERM
                    while sleep 30; do
                        [ "$(wc -c < output.log)" -lt %d ] || { cp output.log output.log.1 && : > output.log; }
                    done
                ) &
                ends=0
                last=
                while [ -z "$stopping" ]; do
                    put state "$(cat mark) $ends $last"
                    began=$(date +%%s)
                    sh ./run 9>&- </dev/null >>output.log 2>&1 &
                    child=$!
                    put child "$child"
                    [ -z "$stopping" ] || kill -TERM "$child"
                    wait "$child"
                    last=$?
                    while kill -0 "$child" 2>/dev/null; do wait "$child"; last=$?; done
                    child=
                    rm -f child
                    [ $(($(date +%%s) - began)) -lt 10 ] || ends=0
                    ends=$((ends + 1))
                    put state "$(cat mark) $ends $last"
                    [ -n "$stopping" ] || { sleep 1 9>&- & wait $!; }
                done
                """.formatted(name.replace('\n', ' '), quoted(folder), LARGEST_LOG);
    }

    /** Becomes the program. */
    static String run(ServiceDefinition definition, LinuxRoot root) {
        String variables = definition.environment().entrySet().stream()
                .map(variable -> "export " + variable.getKey() + "=" + quoted(variable.getValue()) + "\n")
                .collect(Collectors.joining());
        String file = definition
                .environmentFile()
                .map(path -> "set -a\n. " + quoted(root.inside(path)) + " || exit 1\nset +a\n")
                .orElse("");
        String user = definition
                .user()
                .map(name -> "setpriv --reuid=" + quoted(name) + " --regid=\"$(id -g " + quoted(name)
                        + ")\" --init-groups -- ")
                .orElse("");
        return "#!/bin/sh\n# Runs service " + definition.name() + " once. Written by Viridian.\n" + variables + file
                + "cd " + quoted(root.inside(definition.folder().orElse(root.home()))) + " || exit 1\nexec " + user
                + definition.line().stream().map(SupervisorScript::quoted).collect(Collectors.joining(" ")) + "\n";
    }

    /** A word to a shell as it is, whatever is in it. */
    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
