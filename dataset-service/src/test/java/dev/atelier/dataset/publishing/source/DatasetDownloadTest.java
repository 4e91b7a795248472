package dev.atelier.dataset.publishing.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.dataset.publishing.idx.DatasetException;
import dev.atelier.testsupport.FileServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetDownloadTest {
    private final DatasetDownload download = new DatasetDownload(Duration.ofSeconds(10));

    @TempDir
    Path folder;

    private FileServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = FileServer.start();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void aBrokenTransferGoesOnWhereItStopped() throws Exception {
        server.bytesAtMost(100_000);
        Path target = folder.resolve("file.gz");

        download.fetch(server.address("/file"), target);

        assertThat(target).hasBinaryContent(FileServer.content());
        assertThat(server.ranges()).containsExactly("none", "bytes=100000-", "bytes=200000-");
        assertThat(folder).isDirectoryNotContaining("glob:**.part*");
    }

    @Test
    void aRefusalIsASentence() {
        server.refuse("/absent", 404);
        URI address = server.address("/absent");

        assertThatThrownBy(() -> download.fetch(address, folder.resolve("file.gz")))
                .isInstanceOf(DatasetException.class)
                .hasMessage(address + " cannot be downloaded: the server responded with status 404");
        assertThat(folder.resolve("file.gz")).doesNotExist();
    }
}
