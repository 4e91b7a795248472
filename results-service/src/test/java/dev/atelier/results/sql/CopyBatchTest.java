package dev.atelier.results.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.atelier.localstack.testing.Infrastructure;
import dev.atelier.results.store.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CopyBatchTest {
    private static final String ODD =
            "tab\t line\n return\r back\\slash \\N \\. {\"a\":\"b\\\\c\"}, 'é' 語 \uD83D\uDE00";

    private static final Table<Row> TABLE = Table.<Row>named("odd")
            .key("id", Row::text)
            .set("absent", row -> Optional.empty())
            .set("number", Row::number)
            .json("document", row -> List.of(row.text()))
            .tags("tags", row -> Map.of("tag", row.text(), "other", "plain"))
            .numbers("numbers", row -> Optional.of(List.of(row.number(), 1.0)))
            .build();

    @Test
    void whatIsCopiedIsReadAsItWasWritten() throws Exception {
        try (Connection connection =
                        new TestDatabase(Infrastructure.newDatabase()).source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE odd (id text, absent text, number float8, document json, tags text[],"
                    + " numbers float8[])");

            CopyBatch.insert(
                    connection,
                    TABLE,
                    List.of(new Row(ODD, 0.1), new Row("", Double.NaN), new Row("\\N", Double.NEGATIVE_INFINITY)));

            assertThat(Sql.list(connection, "SELECT id, absent, number, document, tags, numbers FROM odd", Read.class))
                    .containsExactly(read(ODD, 0.1), read("", Double.NaN), read("\\N", Double.NEGATIVE_INFINITY));
        }
    }

    private record Row(String text, double number) {}

    private record Read(
            String id,
            Optional<String> absent,
            double number,
            JsonNode document,
            List<String> tags,
            List<Double> numbers) {}

    private static Read read(String text, double number) {
        return new Read(
                text,
                Optional.empty(),
                number,
                JsonNodeFactory.instance.arrayNode().add(text),
                List.of("other=plain", "tag=" + text),
                List.of(number, 1.0));
    }
}
