package dev.atelier.bench.search;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs Atelier's search algorithms and those of Optuna and Syne Tune on the same objectives, with the same seeds and budgets. The driver
 * is a program in Python, since the opponents and the objectives are packages of Python; it starts {@link SearchServer} for
 * Atelier's part. Arguments are those of {@code search_bench.py}.
 */
public final class SearchBench {
    private static final String DRIVER = "search_bench.py";
    private static final List<String> SCRIPTS =
            List.of(DRIVER, "tables.py", "curves.py", "objectives.py", "ours.py", "peers.py", "simulation.py");

    private SearchBench() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("search-bench");
        int status;
        try {
            for (String script : SCRIPTS) {
                try (InputStream content = SearchBench.class.getResourceAsStream(script)) {
                    if (content == null) {
                        throw new IllegalStateException(script + " is missing beside " + SearchBench.class);
                    }
                    Files.copy(content, folder.resolve(script));
                }
            }
            status = run(folder, List.of(arguments));
        } finally {
            for (String script : SCRIPTS) {
                Files.deleteIfExists(folder.resolve(script));
            }
            Files.deleteIfExists(folder);
        }
        System.exit(status);
    }

    private static int run(Path folder, List<String> arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("python3", "-B", folder.resolve(DRIVER).toString()));
        command.addAll(arguments);
        command.add("--server");
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
        command.add(SearchServer.class.getName());
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("OMP_NUM_THREADS", "1");
        return builder.start().waitFor();
    }
}
