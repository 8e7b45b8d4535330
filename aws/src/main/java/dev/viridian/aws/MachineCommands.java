package dev.viridian.aws;

import dev.viridian.spi.PlatformException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ssm.model.GetCommandInvocationResponse;
import software.amazon.awssdk.services.ssm.model.InvalidInstanceIdException;
import software.amazon.awssdk.services.ssm.model.InvocationDoesNotExistException;

/** What a machine says of itself when it is asked by Systems Manager. The commands are always the same, and only look. */
final class MachineCommands {
    private static final String SHELL = "AWS-RunShellScript";

    /** Less than the engine waits for all evidence together. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration PACE = Duration.ofSeconds(1);

    /** <a href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html">The shortest that there is</a>. */
    private static final int UNDELIVERED_SECONDS = 30;

    private static final int LONGEST = 16_000;

    private static final List<String> COMMANDS = List.of(
            "echo '$ uptime'; uptime",
            "echo '$ df -h'; df -h -x tmpfs -x devtmpfs",
            "echo '$ free -m'; free -m",
            "echo '$ ps (most memory)'; ps -eo pid,user,pcpu,pmem,etime,comm --sort=-pmem | head -n 10",
            "echo '$ ss -ltn'; ss -ltn",
            "echo '$ systemctl --failed'; systemctl --failed --no-legend --no-pager",
            "echo '$ journalctl -p warning'; journalctl -p warning -n 40 --no-pager -o short-iso",
            "echo '$ tail /var/log/viridian-first-boot.log'; tail -n 40 /var/log/viridian-first-boot.log");

    private final AwsSetup setup;
    private final AwsClients.Opened clients;

    MachineCommands(AwsSetup setup, AwsClients.Opened clients) {
        this.setup = setup;
        this.clients = clients;
    }

    /**
     * What they print.
     *
     * @throws PlatformException when Systems Manager cannot be asked, or does not know the machine
     */
    String output(String instance) {
        String command = send(instance);
        Instant end = setup.time().now().plus(PATIENCE);
        while (setup.time().now().isBefore(end)) {
            setup.time().sleep(PACE);
            Optional<GetCommandInvocationResponse> answer =
                    invocation(command, instance).filter(found -> !isUnderWay(found));
            if (answer.isPresent()) {
                return told(answer.get());
            }
        }
        return "no answer within " + PATIENCE.toSeconds() + " s; the command is " + command;
    }

    private String send(String instance) {
        return setup.call("ssm:SendCommand", "instance/" + instance).of(() -> {
            try {
                return clients.ssm()
                        .sendCommand(request -> request.documentName(SHELL)
                                .instanceIds(instance)
                                .comment("Viridian looks why " + instance + " failed")
                                .timeoutSeconds(UNDELIVERED_SECONDS)
                                .parameters(Map.of(
                                        "commands",
                                        COMMANDS,
                                        "executionTimeout",
                                        List.of(Long.toString(PATIENCE.toSeconds()))))
                                .overrideConfiguration(setup.caller().inUserAgent()))
                        .command()
                        .commandId();
            } catch (InvalidInstanceIdException e) {
                throw PlatformException.refused(
                        "ask " + instance + " by Systems Manager",
                        "it is not known there. Its agent must run, and its role must allow what"
                                + " AmazonSSMManagedInstanceCore allows.");
            }
        });
    }

    /** Right after it was sent there is none yet. */
    private Optional<GetCommandInvocationResponse> invocation(String command, String instance) {
        return setup.call("ssm:GetCommandInvocation", "*").of(() -> {
            try {
                return Optional.of(clients.ssm()
                        .getCommandInvocation(request -> request.commandId(command)
                                .instanceId(instance)
                                .overrideConfiguration(setup.caller().inUserAgent())));
            } catch (InvocationDoesNotExistException e) {
                return Optional.empty();
            }
        });
    }

    private static boolean isUnderWay(GetCommandInvocationResponse answer) {
        String status = answer.statusAsString();
        return status.equals("Pending") || status.equals("InProgress") || status.equals("Delayed");
    }

    private static String told(GetCommandInvocationResponse answer) {
        String text =
                Optional.ofNullable(answer.standardOutputContent()).orElse("").strip();
        String output = text.length() <= LONGEST
                ? text
                : text.substring(0, LONGEST) + "\n(The rest is cut off: it has " + text.length() + " characters.)";
        return output.isEmpty() ? "nothing; its status is " + answer.statusAsString() : output;
    }
}
