package dev.atelier.cli.command.machine;

import dev.atelier.cli.hint.Hints;
import dev.atelier.cli.stack.service.StackException;
import dev.atelier.contracts.family.FamilyDescriptor;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs benchmarks, each in a process of its own with the vector module and native access that trainers have, and a heap of
 * at most 2 GiB.
 *
 * @param root folder of the project
 * @param hints for messages
 */
record BenchmarkProcesses(Path root, Hints hints) {
    private static final String QUARKUS_APP = "quarkus-app";

    /**
     * The class path of a family's trainer as it is packaged, and of the benchmarks beside it.
     *
     * @throws StackException if the trainer is not built
     */
    String classPath(FamilyBenchmark benchmark) {
        FamilyDescriptor family = benchmark.family();
        Path app = root.resolve(family.module() + "/target/" + QUARKUS_APP);
        if (!Files.isDirectory(app)) {
            throw new StackException(family.module() + " is not built: there is no " + app + "; "
                    + hints.command("build", benchmark.name()) + " builds it");
        }
        return String.join(
                File.pathSeparator,
                app.resolve("app") + "/*",
                app.resolve("lib/main") + "/*",
                app.resolve("lib/boot") + "/*",
                benchmarks("runtime"),
                benchmarks(benchmark.name()));
    }

    /**
     * Runs a benchmark of a whole stack to its end.
     *
     * @return its exit code
     * @throws StackException if the benchmarks of a stack are not built
     */
    int runWithStack(String main, List<String> arguments) throws IOException, InterruptedException {
        return run(stackClassPath(), main, arguments);
    }

    /**
     * Runs the benchmark of searches to its end.
     *
     * @return its exit code
     * @throws StackException if it is not built
     */
    int runSearch(List<String> arguments) throws IOException, InterruptedException {
        return run(
                classPathOf("search", "The benchmarks of searches are not built"),
                "dev.atelier.bench.search.SearchBench",
                arguments);
    }

    /** Runs a main class to its end and returns its exit code. */
    int run(String classPath, String main, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx2g"));
        if (classPath.contains(QUARKUS_APP)) {
            command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
        }
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        // As in the stack, and for what the benchmark starts itself.
        builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
        return builder.start().waitFor();
    }

    private String stackClassPath() {
        return classPathOf("stack", "The benchmarks of a stack are not built");
    }

    private String classPathOf(String module, String problem) {
        Path dependencies = root.resolve("benchmarks/" + module + "/target/dependencies.classpath");
        try {
            return benchmarks(module)
                    + File.pathSeparator
                    + Files.readString(dependencies).strip();
        } catch (IOException e) {
            throw new StackException(
                    problem + ": " + dependencies + " cannot be read; " + hints.command("build") + " builds them");
        }
    }

    private String benchmarks(String module) {
        return root.resolve("benchmarks/" + module + "/target") + "/*";
    }
}
