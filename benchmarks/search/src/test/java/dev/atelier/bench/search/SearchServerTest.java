package dev.atelier.bench.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SearchServerTest {
    private static List<String> responses(String... requests) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SearchServer.serve(
                new ByteArrayInputStream(
                        String.join("\n", requests).replace('\'', '"').getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void aSearchIsOpenedObservedAndEnded() throws IOException {
        assertThat(responses(
                        "{'search': 'a', 'open': {'algorithm': 'grid', 'space': {'p': {'choice': [1, 2]}}}, 'epochs': 3,"
                                + "'direction': 'max'}",
                        "{'search': 'a', 'trial': 0, 'epoch': 3, 'value': 0.5}",
                        "{'search': 'a', 'trial': 1, 'epoch': 3, 'value': null}"))
                .containsExactly(
                        "{\"steps\":[{\"trial\":0,\"epochs\":3,\"parameters\":{\"p\":1}}]}",
                        "{\"steps\":[{\"trial\":1,\"epochs\":3,\"parameters\":{\"p\":2}}]}",
                        "{\"steps\":[{\"winner\":0}]}");
    }

    @Test
    void aRequestThatIsWrongIsRefusedAndTheNextOneServed() throws IOException {
        assertThat(responses("{'search': 'a', 'trial': 0, 'epoch': 3}", "not JSON", "{'search': 'a', 'close': true}"))
                .hasSize(3)
                .satisfiesExactly(
                        refused -> assertThat(refused).contains("search is a; expected one that was opened"),
                        refused -> assertThat(refused).contains("error"),
                        closed -> assertThat(closed).isEqualTo("{\"steps\":[]}"));
    }
}
