package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the entry script builds, and when. */
class EntryScriptBuildTest extends StandInProject {
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
    }

    @Test
    void buildsSeveralFamiliesThatAreNamed() throws Exception {
        assertThat(run("build", "cnn", "transfer").exitCode()).isZero();
        assertThat(builds())
                .singleElement()
                .asString()
                .doesNotContain("cnn-trainer", "transfer-trainer", "trainer-runtime/djl");
    }

    @Test
    void explainsTheCommandsThatItRunsItselfAndBuildsNothing() throws Exception {
        for (String option : List.of("-h", "--help")) {
            Result build = run("build", option);
            assertThat(build.exitCode()).as(build.err()).isZero();
            assertThat(build.out())
                    .startsWith("Usage: atelier build [FAMILY...]")
                    .contains("cnn transfer");
            Result test = run("test", "-pl", "contracts", option);
            assertThat(test.exitCode()).as(test.err()).isZero();
            assertThat(test.out()).startsWith("Usage: atelier test [ARGUMENT...]");
        }
        assertThat(builds()).isEmpty();
    }

    @Test
    void refusesToBuildAnUnknownFamilyWhereverItIsNamed() throws Exception {
        for (String[] families : new String[][] {{"build", "gpu"}, {"build", "cnn", "gpu"}}) {
            Result refused = run(families);
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).contains("'gpu' is not a family").contains("expected any of: cnn transfer");
        }
        assertThat(builds()).isEmpty();

        assertThat(run("status").exitCode()).isZero();
        assertThat(builds())
                .singleElement()
                .asString()
                .as("a refused build requests nothing")
                .contains("!cnn-trainer");
    }

    @Test
    void buildsWhatIsNamedWhereverTheOptionsOfTheStackStand() throws Exception {
        for (String[] arguments : new String[][] {
            {"--data", "cnn", "build", "transfer"},
            {"--port-base=9000", "build", "--data", "cnn", "transfer"},
            {"build", "transfer", "--data=cnn", "--port-base", "9000"}
        }) {
            write(root.resolve("pom.xml"), "<project " + String.join("'", arguments) + "/>");

            assertThat(run(arguments).exitCode()).as("%s", List.of(arguments)).isZero();

            assertThat(builds())
                    .last()
                    .asString()
                    .contains("!cnn-trainer")
                    .doesNotContain("transfer-trainer", "trainer-runtime/djl");
        }
        assertThat(run("build", "--fast").err()).contains("'--fast' is not a family");
        assertThat(builds()).hasSize(3);
    }

    @Test
    void buildsWhatABenchmarkNeeds() throws Exception {
        assertThat(run("bench", "mlp", "cnn").exitCode()).isZero();
        assertThat(builds()).last().asString().contains("!cnn-trainer", "!transfer-trainer");

        assertThat(run("--data", "transfer", "bench", "--port-base", "9000", "cnn", "3")
                        .err())
                .contains("bench cnn needs the cnn trainer");
        assertThat(builds())
                .hasSize(2)
                .last()
                .asString()
                .contains("!transfer-trainer")
                .doesNotContain("cnn-trainer", "trainer-runtime/djl");
    }

    @Test
    void passesHowItWasStartedAndThatThereIsNoTerminal() throws Exception {
        assertThat(run("status").out())
                .contains("-Datelier.command=" + root.resolve("atelier") + " -Datelier.terminals= -cp ");
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
}
