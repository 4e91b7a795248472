package dev.atelier.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A container file, read as far as the tests ask: the instructions of its last stage, one a line. */
record Containerfile(List<String> lastStage) {
    /** The images of the services. */
    static final Path SERVICE = Path.of("..", "deploy", "containers", "service.Containerfile");

    static final Path GPU = Path.of("..", "deploy", "containers", "transfer-trainer-gpu.Containerfile");

    private static final Pattern VARIABLE = Pattern.compile("(\\w+)=(\\S+)");

    static Containerfile read(Path file) throws IOException {
        List<String> instructions = Files.readString(file)
                .replaceAll("\\\\\\R\\s*", " ")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
        int start = 0;
        for (int i = 0; i < instructions.size(); i++) {
            if (instructions.get(i).startsWith("FROM ")) {
                start = i;
            }
        }
        return new Containerfile(instructions.subList(start, instructions.size()));
    }

    Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        for (String instruction : lastStage) {
            if (instruction.startsWith("ENV ")) {
                Matcher variable = VARIABLE.matcher(instruction);
                while (variable.find()) {
                    environment.put(variable.group(1), variable.group(2));
                }
            }
        }
        return environment;
    }

    /** What an instruction says, such as {@code USER}. */
    String say(String instruction) {
        return lastStage.stream()
                .filter(line -> line.startsWith(instruction + " "))
                .map(line -> line.substring(instruction.length() + 1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + instruction + " in the last stage"));
    }
}
