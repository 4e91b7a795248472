package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.cli.mlflow.RecordedResults;
import dev.atelier.localstack.process.Ports;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportMlflowCommandTest {
    @TempDir
    Path root;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private RecordedResults results;
    private UpStack stack;

    @BeforeEach
    void recordAStackThatIsUp() throws IOException {
        results = new RecordedResults();
        stack = UpStack.in(root.resolve(".atelier"), results.port(), 1);
    }

    @AfterEach
    void close() {
        stack.close();
        results.close();
    }

    @Test
    void namesTheStudiesThereAre() {
        assertThat(execute("export", "mlflow", "dept", "--to", "http://localhost:1"))
                .isEqualTo(1);
        assertThat(err.toString()).isEqualTo("atelier: there is no study 'dept'; there is depth (depth-1a2b3c4d)\n");
    }

    @Test
    void takesAStudyByItsNameAndStatesThatNobodyAnswersWhereItIsToGo() {
        int free = Ports.free(1).getFirst();

        assertThat(execute("export", "mlflow", "depth", "--to", "http://localhost:" + free))
                .isEqualTo(1);
        assertThat(err.toString()).startsWith("atelier: MLflow does not respond at http://localhost:" + free + " (");
    }

    @Test
    void refusesAnAddressAndANameThatAreNone() {
        assertThat(execute("export", "mlflow", "depth", "--to", "sqlite:///mlflow.db"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("--to is 'sqlite:///mlflow.db'; expected the http or https address");
        assertThat(execute("export", "mlflow", "depth", "--to", "http://localhost:1", "--experiment", " "))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--experiment is blank; expected a name");
    }

    @Test
    void reportsWhereItCouldExportTo() {
        assertThat(execute("export")).isEqualTo(2);
        assertThat(err.toString()).contains("Missing required subcommand").contains("mlflow");
        assertThat(execute("export", "mlflow", "--help")).isZero();
        assertThat(out.toString()).contains("--to=URL", "--experiment=NAME", "--no-artifacts", "MLFLOW_TRACKING_TOKEN");
    }

    private int execute(String... arguments) {
        return Atelier.commandLine(new Atelier(root))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
