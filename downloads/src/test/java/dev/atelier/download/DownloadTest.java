package dev.atelier.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsServer;
import dev.atelier.testsupport.FileServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadTest {
    @TempDir
    Path folder;

    private FileServer server;
    private PartialFile partial;

    @BeforeEach
    void startServer() throws IOException {
        server = FileServer.start();
        partial = PartialFile.beside(folder.resolve("file.gz"));
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void aBrokenTransferGoesOnWhereItStopped() throws Exception {
        server.bytesAtMost(100_000);

        fetch(server.address("/file"), 3);

        assertThat(partial.file()).hasBinaryContent(FileServer.content());
        assertThat(server.ranges()).containsExactly("none", "bytes=100000-", "bytes=200000-");
    }

    @Test
    void whatAnotherProcessLeftIsContinued() throws Exception {
        leave(Arrays.copyOf(FileServer.content(), 250_000), "\"one\"");

        fetch(server.address("/file"), 1);

        assertThat(partial.file()).hasBinaryContent(FileServer.content());
        assertThat(server.ranges()).containsExactly("bytes=250000-");
    }

    @Test
    void aFileThatHasChangedBeginsAnew() throws Exception {
        leave(new byte[250_000], "\"zero\"");

        fetch(server.address("/file"), 1);

        assertThat(partial.file()).hasBinaryContent(FileServer.content());
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectsOfEveryKindAreFollowed(int status) throws Exception {
        server.redirect("/moved", status, server.address("/file").toString());

        fetch(server.address("/moved"), 1);

        assertThat(partial.file()).hasBinaryContent(FileServer.content());
    }

    @Test
    void aRedirectFromHttpToHttpsIsFollowed() throws Exception {
        Tls tls = Tls.create(folder);
        HttpsServer secure = tls.serve(FileServer.content());
        try {
            server.redirect(
                    "/moved", 302, "https://localhost:" + secure.getAddress().getPort() + "/file");

            fetch(server.address("/moved"), 1, Optional.of(tls.context()));

            assertThat(partial.file()).hasBinaryContent(FileServer.content());
        } finally {
            secure.stop(0);
        }
    }

    @Test
    void aRedirectFromHttpsToHttpIsRefused() throws Exception {
        Tls tls = Tls.create(folder);
        HttpsServer secure = tls.redirectTo(server.address("/file"));
        try {
            URI address = URI.create("https://localhost:" + secure.getAddress().getPort() + "/file");

            assertThatThrownBy(() -> fetch(address, 1, Optional.of(tls.context())))
                    .isInstanceOf(DownloadException.class)
                    .hasMessage("it is redirected from HTTPS to an unencrypted connection");
            assertThat(server.ranges()).isEmpty();
        } finally {
            secure.stop(0);
        }
    }

    @Test
    void eachRedirectIsHeldToTheAllowedAddresses() {
        server.redirect("/moved", 302, "http://elsewhere.test/file");
        AddressCheck check = address -> {
            if (!address.getHost().equals("127.0.0.1")) {
                throw new IOException("not " + address.getHost());
            }
        };

        assertThatThrownBy(() -> new Download(check, limits(3), DownloadObserver.NONE)
                        .fetch(server.address("/moved"), partial, Optional.empty(), () -> {}))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("not elsewhere.test");
    }

    /** Two files of one weak tag mean the same and may have other bytes. */
    @Test
    void aTransferWithAWeakTagIsBegunAnew() throws Exception {
        server.tag("W/\"one\"");
        server.bytesAtMost(100_000);
        assertThatThrownBy(() -> fetch(server.address("/file"), 1)).isInstanceOf(DownloadException.class);
        server.bytesAtMost(Integer.MAX_VALUE);

        fetch(server.address("/file"), 1);

        assertThat(partial.file()).hasBinaryContent(FileServer.content());
        assertThat(server.ranges()).containsExactly("none", "none");
    }

    @Test
    void aWeakTagThatSomebodyLeftIsNotSent() throws Exception {
        server.tag("W/\"one\"");
        leave(new byte[250_000], "W/\"one\"");

        fetch(server.address("/file"), 1);

        assertThat(partial.file()).hasBinaryContent(FileServer.content());
        assertThat(server.ranges()).containsExactly("none");
    }

    @Test
    void aServerThatContinuesAnotherFileIsNotBelieved() throws Exception {
        leave(new byte[250_000], "\"zero\"");
        server.ignoreIfRange();

        fetch(server.address("/file"), 3);

        assertThat(partial.file()).hasBinaryContent(FileServer.content());
        assertThat(server.ranges()).containsExactly("bytes=250000-", "none");
    }

    @Test
    void aRefusalIsNotTriedAgain() {
        server.refuse("/none", 404);

        assertThatThrownBy(() -> fetch(server.address("/none"), 3))
                .isInstanceOf(DownloadException.class)
                .hasMessage("the server responded with status 404");
        assertThat(server.ranges()).hasSize(1);
    }

    @Test
    void attemptsThatBringNothingEnd() {
        server.refuse("/broken", 503);

        assertThatThrownBy(() -> fetch(server.address("/broken"), 3))
                .isInstanceOf(DownloadException.class)
                .hasMessage("the server responded with status 503");
        assertThat(server.ranges()).hasSize(3);
    }

    private void leave(byte[] content, String tag) throws IOException {
        Files.write(partial.file(), content);
        Files.writeString(partial.tagFile(), tag);
    }

    private void fetch(URI address, int attempts) throws Exception {
        fetch(address, attempts, Optional.empty());
    }

    private void fetch(URI address, int attempts, Optional<SSLContext> tls) throws Exception {
        new Download(AddressCheck.NONE, limits(attempts), DownloadObserver.NONE, tls)
                .fetch(address, partial, Optional.empty(), () -> {});
    }

    private static DownloadLimits limits(int attempts) {
        return new DownloadLimits(
                Duration.ofSeconds(10), Duration.ofMinutes(1), Optional.empty(), Long.MAX_VALUE, attempts);
    }
}
