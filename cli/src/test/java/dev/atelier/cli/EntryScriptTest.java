package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The entry script, with a stand-in JDK that repeats its arguments and a stand-in Maven that notes each call. */
class EntryScriptTest {
    @TempDir
    Path folder;

    private Map<String, String> environment = Map.of();
    private Path root;

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

    @Test
    void buildsOnceAndThenOnlyWhatChanged() throws Exception {
        assertThat(run("status", "--json").out()).contains("ran: ").endsWith("dev.atelier.cli.Atelier status --json\n");
        assertThat(run("status").exitCode()).isZero();
        assertThat(builds()).hasSize(1);

        write(root.resolve("cli/src/main/java/Main.java"), "class Main { int changed; }");
        assertThat(run("status").exitCode()).isZero();
        assertThat(builds()).hasSize(2);

        write(root.resolve("cli/src/test/java/MainTest.java"), "class MainTest {}");
        assertThat(run("status").exitCode()).isZero();
        assertThat(builds()).as("tests go into no build").hasSize(2);

        Files.delete(root.resolve("cli/src/main/java/Main.java"));
        assertThat(run("status").exitCode()).isZero();
        assertThat(builds()).as("a deleted file is a change").hasSize(3);

        Files.delete(root.resolve("cli/target/cli-1.jar"));
        assertThat(run("status").exitCode()).isZero();
        assertThat(builds()).as("a product that is gone is built again").hasSize(4);
    }

    @Test
    void needsNoMoreThanAnOrdinaryUserHasOnATerminalWithoutANetwork() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "not run: only root starts processes as others");
        List<Path> programs = Stream.of("unshare", "setpriv", "script")
                .map(program -> Path.of("/usr/bin", program))
                .toList();
        assumeTrue(programs.stream().allMatch(Files::isExecutable), "not run: no unshare, setpriv and script");
        assumeTrue(
                new ProcessBuilder(programs.getFirst().toString(), "--net", "true")
                                .start()
                                .waitFor()
                        == 0,
                "not run: no right to a network namespace");
        script(folder.resolve("jdk/bin/java"), """
                /usr/bin/id -u
                /bin/grep -c : /proc/net/dev
                [ -t 1 ] && printf 'ran on a terminal: %s\\n' "$*\"""");
        assertThat(new ProcessBuilder("chown", "-R", "65534:65534", folder.toString())
                        .start()
                        .waitFor())
                .isZero();

        Result result = run(List.of(
                programs.get(0).toString(),
                "--net",
                programs.get(1).toString(),
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                programs.get(2).toString(),
                "-qec",
                "'" + root.resolve("atelier") + "' run '" + root.resolve("study.yaml") + "'",
                "/dev/null"));

        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
        String eraseLine = "\u001b[K";
        List<String> lines =
                result.out().replace(eraseLine, "").replace("\r", "\n").lines().toList();
        assertThat(lines).as("its user, and its one interface").containsSubsequence("65534", "1");
        assertThat(lines)
                .anySatisfy(line -> assertThat(line).contains("Building Atelier"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("ran on a terminal: ")
                        .endsWith("dev.atelier.cli.Atelier run " + root.resolve("study.yaml")));
        assertThat(Files.getAttribute(root.resolve("cli/target/cli-1.jar"), "unix:uid"))
                .isEqualTo(65534);
    }

    @Test
    void buildsOnceForTwoThatRunAtOnce() throws Exception {
        Process one = start("status");
        Process two = start("status");

        assertThat(one.waitFor()).isZero();
        assertThat(two.waitFor()).isZero();
        assertThat(builds()).hasSize(1);
    }

    @Test
    void showsWhatTheBuildComplainsAboutAndBuildsAgainNextTime() throws Exception {
        write(folder.resolve("fail"), "");
        Result failed = run("status");
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.err()).contains("[ERROR] broken source").contains("its output is in");
        Files.delete(folder.resolve("fail"));

        assertThat(run("status").exitCode()).isZero();
        assertThat(builds()).hasSize(2);
    }

    @Test
    void passesOverAJdkThatIsTooOld() throws Exception {
        jdk("jdk", "17.0.9");
        jdk(".sdkman/candidates/java/26-tem", "26");

        assertThat(run("status").out()).contains("ran: ");
    }

    @Test
    void reportsHowToGetAJdkWhereNoneIsNewEnough() throws Exception {
        String script = Files.readString(root.resolve("atelier"));
        Files.writeString(root.resolve("atelier"), script.replace("jdk_wanted=25", "jdk_wanted=99"));

        Result result = run("status");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("Atelier needs a JDK 99 or newer").contains("set JAVA_HOME");
    }

    @Test
    void reportsHowToGetMavenWhereThereIsNone() throws Exception {
        Files.delete(folder.resolve("bin/mvn"));

        Result result = run("status");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("there is no mvn on the PATH").contains("apt-get install maven");
    }

    @Test
    void bringsANewerMavenWhereTheInstalledOneIsTooOld() throws Exception {
        maven("3.8.7");

        Result result = run("status");

        assertThat(result.err()).contains("Maven 3.8.7 is older than 3.9; fetching Maven 3.9.11");
        assertThat(result.exitCode()).isZero();
        assertThat(folder.resolve("cache/atelier/apache-maven-3.9.11/bin/mvn")).isExecutable();
        assertThat(calls()).first().asString().contains("org.apache.maven:apache-maven:3.9.11:zip:bin");
        write(root.resolve("pom.xml"), "<project changed='yes'/>");
        assertThat(run("status").err()).doesNotContain("fetching");
    }

    @Test
    void reportsThatItCannotBuildWhereNothingCanBeWritten() throws Exception {
        write(root.resolve("target/atelier/lock"), "no folder");

        Result result = run("status");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains(root.resolve("target/atelier") + " cannot be written");
    }

    @Test
    void reportsInOneLineWhichTestsWereNotRunAndWhy() throws Exception {
        write(folder.resolve("reports"), "");

        Result result = run("test");

        assertThat(result.exitCode()).isZero();
        assertThat(result.err().lines().toList())
                .last()
                .isEqualTo("Not run, for what this machine lacks (how often): no browser (2); no kubectl here (1)");
    }

    @Test
    void handsTestToMavenWithoutBuildingBefore() throws Exception {
        Result result = run("--data", "else where", "test", "-pl", "cli");

        assertThat(result.exitCode()).isZero();
        assertThat(calls()).containsExactly("-B -f " + root + "/pom.xml verify -pl cli");
    }

    @Test
    void leavesOutModulesOfTestsButNotWhatTestsShare() throws Exception {
        write(
                root.resolve("pom.xml"),
                "<modules>\n<module>test-support</module>\n<module>test-other</module>\n</modules>");
        Path mlp = folder.resolve("mlp.yaml");
        write(mlp, "family: mlp\n");

        assertThat(run("run", mlp.toString()).exitCode()).isZero();

        assertThat(builds()).singleElement().asString().contains("!test-other").doesNotContain("!test-support");
    }

    @Test
    void buildsTrainersOnPytorchOnlyOnceAJobRequestsThem() throws Exception {
        Path mlp = folder.resolve("mlp.yaml");
        Path cnn = folder.resolve("cnn.yaml");
        write(mlp, "family: mlp\n");
        write(cnn, "study: s\nbase: {family: cnn}\n");

        assertThat(run("run", mlp.toString()).exitCode()).isZero();
        assertThat(builds())
                .singleElement()
                .asString()
                .contains("!cnn-trainer", "!transfer-trainer", "!trainer-runtime/djl", "!benchmarks/cnn");

        assertThat(run("run", cnn.toString()).err()).contains("cnn.yaml needs the cnn trainer");
        assertThat(run("run", mlp.toString()).exitCode()).isZero();
        assertThat(builds())
                .hasSize(2)
                .last()
                .asString()
                .contains("!transfer-trainer")
                .doesNotContain("cnn-trainer", "trainer-runtime/djl");
    }

    @Test
    void buildsTheTrainersThatIncludedStudiesNeed() throws Exception {
        Path all = folder.resolve("all.yaml");
        write(all, "study: all\ninclude:\n  - parts/one.yaml # cnn\n");
        Files.createDirectories(folder.resolve("parts"));
        write(folder.resolve("parts/one.yaml"), "{study: one, include: [two.yaml, ../all.yaml]}\n");
        write(folder.resolve("parts/two.yaml"), "{study: two, base: {family: transfer}}\n");

        assertThat(run("run", all.toString()).err()).contains("all.yaml needs the transfer trainer");
        assertThat(builds())
                .singleElement()
                .asString()
                .contains("!cnn-trainer")
                .doesNotContain("transfer-trainer", "trainer-runtime/djl");
    }

    @Test
    void buildsWhatIsNamedAndNothingElse() throws Exception {
        assertThat(run("build", "transfer").exitCode()).isZero();
        assertThat(builds())
                .singleElement()
                .asString()
                .contains("!cnn-trainer")
                .doesNotContain("transfer-trainer", "trainer-runtime/djl");
        assertThat(run("build", "gpu").err()).contains("nothing named 'gpu' to build");
    }

    @Test
    void buildsTheFamiliesOfAFolderAndLeavesOtherModulesOfTestsOut() throws Exception {
        write(
                root.resolve("pom.xml"),
                "<project><modules>\n<module>test-linear</module>\n<module>test-other</module>\n</modules></project>");
        Path further = folder.resolve("further families");
        write(
                further.resolve("linear.json"),
                "{\"name\": \"linear\", \"module\": \"test-linear\", \"needsPyTorch\": false}");
        environment = Map.of("ATELIER_FAMILIES", further.toString());

        assertThat(run("status").exitCode()).isZero();

        assertThat(builds())
                .singleElement()
                .asString()
                .contains("!test-other", "!cnn-trainer", "!transfer-trainer")
                .doesNotContain("test-linear");
    }

    private void descriptor(Path target, String family) throws IOException {
        Files.createDirectories(target);
        Files.copy(
                Path.of("../contracts/src/main/resources/dev/atelier/contracts/family", family + ".json"),
                target.resolve(family + ".json"));
    }

    private record Result(int exitCode, String out, String err) {}

    private Result run(String... arguments) throws Exception {
        return run(command(arguments));
    }

    private Result run(List<String> command) throws Exception {
        Process process = start(command);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), out, err);
    }

    private Process start(String... arguments) throws IOException {
        return start(command(arguments));
    }

    private List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(root.resolve("atelier").toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private Process start(List<String> command) throws IOException {
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

    private List<String> calls() throws IOException {
        Path calls = folder.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    private List<String> builds() throws IOException {
        return calls().stream().filter(call -> call.endsWith(" package")).toList();
    }

    private void jdk(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        write(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        script(home.resolve("bin/javac"), "exit 0");
        script(home.resolve("bin/java"), "printf 'ran: %s\\n' \"$*\"");
    }

    private void maven(String version) throws IOException {
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
    private void bringCommands() throws IOException {
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

    private static void script(Path file, String body) throws IOException {
        write(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
