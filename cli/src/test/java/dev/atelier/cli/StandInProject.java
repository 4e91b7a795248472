package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.family.Families;
import dev.atelier.contracts.family.FamilyDescriptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the entry script, with a stand-in JDK that repeats its arguments and a stand-in Maven that notes each call. */
abstract class StandInProject {
    @TempDir
    Path folder;

    Map<String, String> environment = Map.of();
    Path root;

    @BeforeEach
    void layOutAProject() throws IOException {
        root = Files.createDirectories(folder.resolve("pro ject"));
        Files.copy(Path.of("../atelier"), root.resolve("atelier"));
        write(root.resolve("pom.xml"), "<project/>");
        for (FamilyDescriptor family : Families.all()) {
            descriptor(root.resolve("contracts/src/main/resources/dev/atelier/contracts/family"), family.name());
        }
        write(root.resolve(".mvn/maven.config"), "-ntp");
        write(root.resolve("cli/pom.xml"), "<project/>");
        write(root.resolve("cli/src/main/java/Main.java"), "class Main {}");
        jdk("jdk", "25.0.3");
        maven("3.9.11");
        bringCommands();
    }

    void descriptor(Path target, String family) throws IOException {
        Files.createDirectories(target);
        Files.copy(
                Path.of("../contracts/src/main/resources/dev/atelier/contracts/family", family + ".json"),
                target.resolve(family + ".json"));
    }

    record Result(int exitCode, String out, String err) {}

    Result run(String... arguments) throws Exception {
        return run(command(arguments));
    }

    Result run(List<String> command) throws Exception {
        Process process = start(command);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), out, err);
    }

    Process start(String... arguments) throws IOException {
        return start(command(arguments));
    }

    List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(root.resolve("atelier").toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment);
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME", folder.resolve("jdk").toString(),
                        "PATH", folder.resolve("bin").toString(),
                        "HOME", folder.toString(),
                        "XDG_CACHE_HOME", folder.resolve("cache").toString(),
                        "STAND_IN", folder.toString(),
                        "PROJECT", root.toString()));
        return builder.start();
    }

    List<String> calls() throws IOException {
        Path calls = folder.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    List<String> builds() throws IOException {
        return calls().stream().filter(call -> call.endsWith(" package")).toList();
    }

    void jdk(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        write(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        script(home.resolve("bin/javac"), "exit 0");
        script(home.resolve("bin/java"), "printf 'ran: %s\\n' \"$*\"");
    }

    void maven(String version) throws IOException {
        script(folder.resolve("bin/mvn"), """
                if [ "$1" = -v ]; then printf '\\033[1mApache Maven %s\\033[m\\n'; exit 0; fi
                printf '%%s\\n' "$*" >>"$STAND_IN/calls"
                case $* in
                  *unpack*)
                    for argument in "$@"; do
                      case $argument in -DoutputDirectory=*) out=${argument#*=} ;; esac
                    done
                    mkdir -p "$out/apache-maven-3.9.11/bin"
                    cp "$0" "$out/apache-maven-3.9.11/bin/mvn"
                    ;;
                  *verify*)
                    if [ -e "$STAND_IN/reports" ]; then
                      sleep 1.1
                      mkdir -p "$PROJECT/cli/target/surefire-reports"
                      printf '<testcase><skipped type="a"><![CDATA[a.b.Aborted: Assumption failed: no browser\\n\\tat x]]></skipped>\\n' \\
                        >"$PROJECT/cli/target/surefire-reports/TEST-a.xml"
                      cp "$PROJECT/cli/target/surefire-reports/TEST-a.xml" "$PROJECT/cli/target/surefire-reports/TEST-b.xml"
                      printf '<testcase><skipped message="no kubectl here"/></testcase>\\n' \\
                        >"$PROJECT/cli/target/surefire-reports/TEST-c.xml"
                    fi
                    ;;
                  *package*)
                    if [ -e "$STAND_IN/fail" ]; then echo '[ERROR] broken source'; exit 1; fi
                    sleep 0.5
                    mkdir -p "$PROJECT/cli/target"
                    : >"$PROJECT/cli/target/cli-1.jar"
                    printf '%%s' "$PROJECT/pom.xml" >"$PROJECT/cli/target/dependencies.classpath"
                    ;;
                esac
                """.formatted(version));
    }

    /** The path holds nothing but what the script needs, so that no Maven of this machine is found. */
    void bringCommands() throws IOException {
        List<String> commands = List.of(
                "cat",
                "chmod",
                "cksum",
                "cp",
                "dirname",
                "find",
                "grep",
                "head",
                "ls",
                "mkdir",
                "mktemp",
                "mv",
                "readlink",
                "rm",
                "sed",
                "sleep",
                "sort",
                "tail",
                "tr",
                "uniq");
        for (String command : commands) {
            Path program = List.of("/bin", "/usr/bin").stream()
                    .map(bin -> Path.of(bin, command))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow();
            script(folder.resolve("bin").resolve(command), "exec " + program + " \"$@\"");
        }
    }

    static void script(Path file, String body) throws IOException {
        write(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
