package dev.viridian.testing.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import software.amazon.awssdk.services.ssm.model.Command;
import software.amazon.awssdk.services.ssm.model.DeleteParameterRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParameterResponse;
import software.amazon.awssdk.services.ssm.model.GetCommandInvocationRequest;
import software.amazon.awssdk.services.ssm.model.GetCommandInvocationResponse;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.InvalidInstanceIdException;
import software.amazon.awssdk.services.ssm.model.InvocationDoesNotExistException;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterResponse;
import software.amazon.awssdk.services.ssm.model.SendCommandRequest;
import software.amazon.awssdk.services.ssm.model.SendCommandResponse;

/** Systems Manager: parameters, and commands that are run on instances. */
final class Systems {
    /** A command is asked for in vain right after it was sent: the API's {@code InvocationDoesNotExist}. */
    private static final Duration ARRIVING = Duration.ofSeconds(1);

    private static final Duration RUNNING = Duration.ofSeconds(2);
    private static final String SHELL = "AWS-RunShellScript";

    private final Map<String, List<Parameter>> parameters = new LinkedHashMap<>();
    private final Map<String, Invocation> invocations = new LinkedHashMap<>();
    private final Agenda agenda;
    private final Instances instances;
    private final Ids ids;
    BiFunction<String, String, CommandResult> commands = (instance, command) -> CommandResult.ok("");

    Systems(Agenda agenda, Instances instances, Ids ids) {
        this.agenda = agenda;
        this.instances = instances;
        this.ids = ids;
    }

    private record Invocation(Instant sent, CommandResult result) {}

    Operations operations() {
        return new Operations(Service.SSM)
                .on(PutParameterRequest.class, "Name! Value! Type Overwrite Description", this::put)
                .on(GetParameterRequest.class, "Name! WithDecryption", this::get)
                .on(DeleteParameterRequest.class, "Name!", this::delete)
                .on(
                        SendCommandRequest.class,
                        "DocumentName! InstanceIds! Parameters Comment TimeoutSeconds",
                        this::send)
                .on(GetCommandInvocationRequest.class, "CommandId! InstanceId!", this::invocation);
    }

    /** <a href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html">One that is there is only overwritten where that is said; then its version goes up.</a> */
    private PutParameterResponse put(PutParameterRequest request) {
        List<Parameter> versions = parameters.computeIfAbsent(request.name(), any -> new ArrayList<>());
        if (!versions.isEmpty() && !Boolean.TRUE.equals(request.overwrite())) {
            throw Service.SSM.refusal(
                    ParameterAlreadyExistsException.builder(),
                    400,
                    "ParameterAlreadyExists",
                    "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.");
        }
        if (versions.isEmpty() && request.type() == null) {
            throw Service.SSM.missing("Type");
        }
        versions.add(Parameter.builder()
                .name(request.name())
                .value(request.value())
                .type(Optional.ofNullable(request.typeAsString())
                        .orElseGet(() -> versions.get(versions.size() - 1).typeAsString()))
                .version(versions.size() + 1L)
                .lastModifiedDate(agenda.now())
                .build());
        return PutParameterResponse.builder().version((long) versions.size()).build();
    }

    private GetParameterResponse get(GetParameterRequest request) {
        List<Parameter> versions = parameters.getOrDefault(request.name(), List.of());
        if (versions.isEmpty()) {
            throw notFound();
        }
        Parameter latest = versions.get(versions.size() - 1);
        boolean isHidden =
                latest.typeAsString().equals("SecureString") && !Boolean.TRUE.equals(request.withDecryption());
        return GetParameterResponse.builder()
                .parameter(isHidden ? latest.toBuilder().value("(encrypted)").build() : latest)
                .build();
    }

    private DeleteParameterResponse delete(DeleteParameterRequest request) {
        if (parameters.remove(request.name()) == null) {
            throw notFound();
        }
        return DeleteParameterResponse.builder().build();
    }

    private static RuntimeException notFound() {
        return Service.SSM.refusal(ParameterNotFoundException.builder(), 400, "ParameterNotFound", "");
    }

    private SendCommandResponse send(SendCommandRequest request) {
        if (!request.documentName().equals(SHELL)) {
            throw new UnsupportedOperationException("SimulatedAws does not know the document " + request.documentName()
                    + " of ssm:SendCommand. Expected " + SHELL + ".");
        }
        for (String id : request.instanceIds()) {
            Ec2Instance instance = instances.all.get(id);
            if (instance == null || instance.state != Ec2Instance.State.RUNNING) {
                throw Service.SSM.refusal(
                        InvalidInstanceIdException.builder(),
                        400,
                        "InvalidInstanceId",
                        "Instances [[" + id + "]] not in a valid state for account " + Desk.ACCOUNT);
            }
        }
        String command = ids.uuid("command");
        String script = String.join("\n", request.parameters().getOrDefault("commands", List.of()));
        request.instanceIds()
                .forEach(id ->
                        invocations.put(command + " " + id, new Invocation(agenda.now(), commands.apply(id, script))));
        return SendCommandResponse.builder()
                .command(Command.builder()
                        .commandId(command)
                        .documentName(SHELL)
                        .instanceIds(request.instanceIds())
                        .status("Pending")
                        .build())
                .build();
    }

    private GetCommandInvocationResponse invocation(GetCommandInvocationRequest request) {
        Invocation invocation = invocations.get(request.commandId() + " " + request.instanceId());
        if (invocation == null || agenda.now().isBefore(invocation.sent().plus(ARRIVING))) {
            throw Service.SSM.refusal(InvocationDoesNotExistException.builder(), 400, "InvocationDoesNotExist", "");
        }
        GetCommandInvocationResponse.Builder answer = GetCommandInvocationResponse.builder()
                .commandId(request.commandId())
                .instanceId(request.instanceId())
                .documentName(SHELL);
        if (agenda.now().isBefore(invocation.sent().plus(ARRIVING).plus(RUNNING))) {
            return answer.status("InProgress").responseCode(-1).build();
        }
        return answer.status(invocation.result().exitCode() == 0 ? "Success" : "Failed")
                .responseCode(invocation.result().exitCode())
                .standardOutputContent(invocation.result().output())
                .standardErrorContent("")
                .build();
    }
}
