package dev.atelier.pipeline;

import dev.atelier.localstack.process.Folders;
import dev.atelier.stacktesting.RunningStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One stack for all test classes that look at its pages. Classes that register it take the resource lock {@link #LOCK}, so
 * that they run one after another.
 */
final class BrowserStack implements BeforeAllCallback {
    static final String LOCK = "the stack of the browser";

    private Session session;

    @Override
    public void beforeAll(ExtensionContext context) {
        session = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(BrowserStack.class))
                .computeIfAbsent(Session.class, key -> Session.start(), Session.class);
    }

    RunningStack stack() {
        return session.stack();
    }

    Path folder() {
        return session.folder();
    }

    private record Session(Path folder, RunningStack stack) implements AutoCloseable {
        static Session start() {
            try {
                Path folder = Files.createTempDirectory("browser-stack");
                return new Session(folder, RunningStack.up(folder.resolve("data"), Map.of()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            stack.close();
            Folders.delete(folder);
        }
    }
}
