package dev.viridian.testing.faults;

import dev.viridian.testing.simulation.Fault;
import dev.viridian.testing.simulation.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Scenarios as lines of text: {@code v1 SAME_AGAIN at:1:17:ANSWER_LOST outage:ROUTE:2:600:FAILS}. */
final class ScenarioText {
    private static final String VERSION = "v1";

    private ScenarioText() {}

    static String of(Scenario scenario) {
        return VERSION + " " + scenario.successor().name()
                + scenario.mishaps().stream().map(ScenarioText::word).collect(Collectors.joining());
    }

    private static String word(Mishap mishap) {
        if (mishap instanceof Mishap.At at) {
            return " at:" + at.controller() + ":" + at.call() + ":" + at.fault().name();
        } else if (mishap instanceof Mishap.Outage outage) {
            return " outage:" + outage.operation().name() + ":" + outage.from() + ":"
                    + outage.lasting().toSeconds() + ":" + outage.fault().name();
        } else if (mishap instanceof Mishap.OfMachine machine) {
            return " machine:" + machine.machine() + ":" + machine.fault().name();
        } else if (mishap instanceof Mishap.Meanwhile meanwhile) {
            return " meanwhile:" + meanwhile.call() + ":" + meanwhile.incident().name();
        } else if (mishap instanceof Mishap.Storm storm) {
            return " storm:" + storm.seed();
        }
        throw new AssertionError("No text for " + mishap);
    }

    static Scenario parse(String line) {
        String[] words = line.strip().split(" +", -1);
        if (!words[0].equals(VERSION)) {
            throw new IllegalArgumentException("The line to replay begins with '" + words[0]
                    + "', this test kit knows '"
                    + VERSION + "': it was written by another version of Viridian, or is not such a line: '" + line
                    + "'. Explore again, and replay a line of this version.");
        }
        try {
            List<Mishap> mishaps = new ArrayList<>();
            for (int i = 2; i < words.length; i++) {
                mishaps.add(mishap(words[i].split(":", -1)));
            }
            return new Scenario(mishaps, Successor.valueOf(words[1]));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException(
                    "The line to replay cannot be read: '" + line + "' (" + e.getMessage()
                            + "). Expected one as an exploration prints it, such as '"
                            + of(Scenario.of(new Mishap.At(1, 17, Fault.ANSWER_LOST))) + "'.",
                    e);
        }
    }

    private static Mishap mishap(String... parts) {
        return switch (parts[0]) {
            case "at" -> new Mishap.At(number(parts[1]), number(parts[2]), Fault.valueOf(parts[3]));
            case "outage" ->
                new Mishap.Outage(
                        Operation.valueOf(parts[1]),
                        number(parts[2]),
                        Duration.ofSeconds(number(parts[3])),
                        Fault.valueOf(parts[4]));
            case "machine" -> new Mishap.OfMachine(number(parts[1]), MachineFault.valueOf(parts[2]));
            case "meanwhile" -> new Mishap.Meanwhile(number(parts[1]), Incident.valueOf(parts[2]));
            case "storm" -> new Mishap.Storm(Long.parseLong(parts[1]));
            default -> throw new IllegalArgumentException("'" + parts[0] + "' is no kind of mishap");
        };
    }

    /** Controllers, calls, machines and seconds are all counted from 1. */
    private static int number(String text) {
        int number = Integer.parseInt(text);
        if (number < 1) {
            throw new IllegalArgumentException("'" + text + "' is less than 1");
        }
        return number;
    }
}
