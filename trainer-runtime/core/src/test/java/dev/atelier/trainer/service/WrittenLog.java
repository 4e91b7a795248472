package dev.atelier.trainer.service;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What a class logs, until this is closed. */
final class WrittenLog implements AutoCloseable {
    private final Logger logger;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            lines.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private WrittenLog(Logger logger) {
        this.logger = logger;
    }

    static WrittenLog of(Class<?> writer) {
        var log = new WrittenLog(Logger.getLogger(writer.getName()));
        log.logger.addHandler(log.handler);
        return log;
    }

    String text() {
        return String.join("\n", lines);
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
    }
}
