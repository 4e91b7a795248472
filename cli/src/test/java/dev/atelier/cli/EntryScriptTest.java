package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The entry script: what it runs on, what it hands on, and how it reports what it lacks. */
class EntryScriptTest extends StandInProject {
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

    /** Jars are named by the version. */
    @Test
    void runsNoJarOfAnEarlierVersion() throws Exception {
        Files.createDirectories(root.resolve("cli/target"));
        Files.createFile(root.resolve("cli/target/cli-0.jar"));

        assertThat(run("status").out()).contains("cli/target/cli-1.jar:").doesNotContain("cli-0.jar");
    }

    @Test
    void reportsInOneLineWhichTestsWereNotRunAndWhy() throws Exception {
        write(folder.resolve("reports"), "");

        Result result = run("test");

        assertThat(result.exitCode()).isZero();
        assertThat(result.err().lines().toList())
                .last()
                .isEqualTo("Skipped on this machine (number of tests): no browser (2); no kubectl here (1)");
    }

    @Test
    void handsTestToMavenWithoutBuildingBefore() throws Exception {
        Result result = run("--data", "else where", "test", "-pl", "cli");

        assertThat(result.exitCode()).isZero();
        assertThat(calls()).containsExactly("-B -f " + root + "/pom.xml verify -pl cli");
    }
}
