package dev.atelier.cli.doctor;

import dev.atelier.cli.stack.Stack;
import dev.atelier.cli.stack.service.StackPorts;
import dev.atelier.contracts.check.Counted;
import dev.atelier.localstack.process.MachineMemory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Examines this machine: Java, Maven, memory, disk, ports and dataset. */
public final class Doctor {
    private static final int JAVA_FEATURE = 25;
    private static final long DISK_WANTED_BYTES = 3L << 30;
    private static final long MEMORY_WANTED_BYTES = 4L << 30;
    private static final Pattern MAVEN_VERSION = Pattern.compile("Apache Maven (\\d+)\\.(\\d+)[\\w.-]*");

    private final Stack stack;
    private final Optional<StackPorts> ports;

    public Doctor(Stack stack, Optional<StackPorts> ports) {
        this.stack = stack;
        this.ports = ports;
    }

    public List<Finding> examine() {
        List<Finding> findings = new ArrayList<>();
        findings.add(java(Runtime.version().feature()));
        findings.add(maven(mavenOutput()));
        findings.add(memory());
        findings.add(disk());
        findings.addAll(ports());
        FashionMnist dataset = new FashionMnist(stack.folder().data().resolve("datasets/fashion-mnist"));
        findings.add(dataset(dataset.folder(), dataset::isDownloadReachable, FashionMnist::isPackageFetchable));
        return List.copyOf(findings);
    }

    static Finding java(int feature) {
        String what = feature + " in " + System.getProperty("java.home");
        return feature >= JAVA_FEATURE
                ? Finding.ok("JDK", what)
                : Finding.missing("JDK", what, "Install a JDK " + JAVA_FEATURE + " or newer, and set JAVA_HOME to it.");
    }

    static Finding maven(String versionOutput) {
        Matcher version = MAVEN_VERSION.matcher(versionOutput);
        if (!version.find()) {
            return Finding.missing(
                    "Maven",
                    "no working mvn on the PATH",
                    "Install it, e.g. apt-get install maven; any version will do.");
        }
        int major = Integer.parseInt(version.group(1));
        int minor = Integer.parseInt(version.group(2));
        return major > 3 || major == 3 && minor >= 9
                ? Finding.ok("Maven", version.group())
                : Finding.note(
                        "Maven",
                        version.group(),
                        "Older than 3.9: Atelier downloads a newer one and keeps it in its cache.");
    }

    static Finding dataset(Optional<Path> folder, BooleanSupplier reachable, BooleanSupplier packageFetchable) {
        if (folder.isPresent()) {
            return Finding.ok("dataset", "Fashion-MNIST in " + folder.get());
        }
        if (reachable.getAsBoolean()) {
            return Finding.note(
                    "dataset", "Fashion-MNIST is not here yet", "It is downloaded when it is first needed (30 MB).");
        }
        String missing = "Fashion-MNIST is not here, and its official address does not respond";
        return packageFetchable.getAsBoolean()
                ? Finding.note(
                        "dataset",
                        missing,
                        "Debian's package of it is fetched, but not installed, when it is first needed (31 MB). Where that"
                                + " fails too, the quickstart trains on the bundled sample.")
                : Finding.missing(
                        "dataset",
                        missing,
                        "Put its four files into a folder and set ATELIER_DATASETS_FASHION_MNIST_FOLDER to it. The"
                                + " quickstart trains on the bundled sample, fashion-mnist-sample, until then.");
    }

    private static Finding memory() {
        long bytes = MachineMemory.bytes();
        String what = gibibytes(bytes) + ", " + Counted.of(Runtime.getRuntime().availableProcessors(), "processor");
        return bytes >= MEMORY_WANTED_BYTES
                ? Finding.ok("memory", what)
                : Finding.note(
                        "memory",
                        what,
                        "The stack with one trainer needs about " + gibibytes(MEMORY_WANTED_BYTES) + ".");
    }

    private Finding disk() {
        try {
            Path folder = stack.folder().home();
            while (!Files.exists(folder)) {
                folder = Optional.ofNullable(folder.getParent()).orElse(Path.of("/"));
            }
            long free = Files.getFileStore(folder).getUsableSpace();
            String what = gibibytes(free) + " free for " + stack.folder().home();
            return free >= DISK_WANTED_BYTES
                    ? Finding.ok("disk", what)
                    : Finding.missing(
                            "disk",
                            what,
                            "Free " + gibibytes(DISK_WANTED_BYTES) + ", or choose another folder with --data.");
        } catch (IOException e) {
            return Finding.note("disk", "unknown: " + e.getMessage(), "Check it by hand.");
        }
    }

    private List<Finding> ports() {
        List<String> taken = stack.takenPorts(ports);
        if (taken.isEmpty()) {
            return List.of(Finding.ok("ports", stack.isUp() ? "in use by this stack" : "free"));
        }
        return taken.stream()
                .map(sentence -> Finding.missing(
                        "ports", sentence, "Stop the process that uses it, or move all ports with --port-base NUMBER."))
                .toList();
    }

    private static String mavenOutput() {
        try {
            Process maven = new ProcessBuilder("mvn", "-v")
                    .directory(Path.of("/").toFile())
                    .redirectErrorStream(true)
                    .start();
            String out = new String(maven.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            maven.waitFor(20, TimeUnit.SECONDS);
            return out;
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private static String gibibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
    }
}
