package dev.atelier.cli.stack.service;

import dev.atelier.localstack.process.Launch;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A program of another project that the stack can run: one that is installed, or else an image of it in a container.
 *
 * @param executable the program, or the container engine
 * @param image of the container; none where the program itself is installed
 */
record Program(Path executable, Optional<String> image) {
    private static final String PODMAN = "podman";
    private static final List<String> ENGINES = List.of("docker", PODMAN);
    private static final Duration GRACE = Duration.ofSeconds(20);

    /**
     * Finds a program in the folders of {@code PATH}, or else a container engine.
     *
     * @param names of the program, the preferred one first
     */
    static Optional<Program> find(Map<String, String> environment, List<String> names, String image) {
        return names.stream()
                .flatMap(name -> inPath(environment, name).stream())
                .findFirst()
                .map(program -> new Program(program, Optional.empty()))
                .or(() -> ENGINES.stream()
                        .flatMap(name -> inPath(environment, name).stream())
                        .findFirst()
                        .map(engine -> new Program(engine, Optional.of(image))));
    }

    private static Optional<Path> inPath(Map<String, String> environment, String name) {
        return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    boolean isContainer() {
        return image.isPresent();
    }

    /**
     * How its process is launched. A container has the network of the machine, the folder of the stack under the same path,
     * and the variables of the process.
     *
     * @param argument of the program that no process of another stack has: by it an installed program is found again
     * @param others further arguments
     */
    Launch launch(
            String name, StackFolder folder, Map<String, String> variables, String argument, List<String> others) {
        List<String> command = new ArrayList<>(List.of(executable.toString()));
        image.ifPresent(of -> {
            command.addAll(List.of(
                    "run",
                    "--rm",
                    "--network=host",
                    "--user=" + user(folder),
                    label(name, folder),
                    "--mount=type=bind,source=" + folder.home() + ",target=" + folder.home()));
            variables.keySet().stream().sorted().forEach(variable -> command.add("--env=" + variable));
            command.add(of);
        });
        command.addAll(others);
        command.add(argument);
        return new Launch(
                name, command, tag(name, folder, argument), variables, folder.log(name), Launch.StopSignal.TERM, GRACE);
    }

    /**
     * What identifies its process.
     *
     * @param argument as in {@link #launch}
     */
    String tag(String name, StackFolder folder, String argument) {
        return isContainer() ? label(name, folder) : argument;
    }

    private static String label(String name, StackFolder folder) {
        return "--label=localstack.process=" + name + "@" + folder.home();
    }

    /** The owner of the stack's folder; podman without privileges maps it to root. */
    private String user(StackFolder folder) {
        if (executable.endsWith(PODMAN)) {
            return "0:0";
        }
        try {
            return Files.getAttribute(folder.home(), "unix:uid") + ":" + Files.getAttribute(folder.home(), "unix:gid");
        } catch (IOException | UnsupportedOperationException e) {
            throw new StackException("cannot find the owner of " + folder.home()
                    + ", as whom a container of --with-grafana is to run: " + e);
        }
    }
}
