package dev.atelier.kafka;

import dev.atelier.contracts.message.JsonProblem;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A handler of which no refusal reaches the reader: the record is set aside instead. Used by the reader's thread. */
final class GuardedHandler {
    /** A record that uses up the memory is tried so often before it is set aside: the memory may be short for a moment. */
    private static final int ATTEMPTS_WITHOUT_MEMORY = 3;

    private final RecordHandler handler;
    private final System.Logger log;
    private final SetAsideLog setAsideLog;
    private int attemptsWithoutMemory;

    GuardedHandler(RecordHandler handler, System.Logger log, LongSupplier nanoTime) {
        this.handler = handler;
        this.log = log;
        this.setAsideLog = new SetAsideLog(line -> log.log(Level.WARNING, line), nanoTime);
    }

    /**
     * Has the handler apply a record, or sets it aside where the handler refuses it.
     *
     * @throws OutOfMemoryError if the memory did not suffice, and may suffice for the same record once more
     */
    void apply(ConsumerRecord<byte[], byte[]> record) {
        try {
            handler.apply(record);
            attemptsWithoutMemory = 0;
        } catch (OutOfMemoryError e) {
            if (++attemptsWithoutMemory < ATTEMPTS_WITHOUT_MEMORY) {
                throw e;
            }
            attemptsWithoutMemory = 0;
            setAside(record, e);
        } catch (RuntimeException | Error refused) {
            setAside(record, refused);
        }
    }

    /** Reports a record that cannot be applied. */
    void setAside(ConsumerRecord<byte[], byte[]> record, Throwable reason) {
        setAsideLog.add(record, describe(reason));
        try {
            handler.setAside(record, reason);
        } catch (RuntimeException | Error e) {
            log.log(Level.WARNING, "A record that was set aside could not be reported", e);
        }
    }

    private static String describe(Throwable reason) {
        return switch (reason) {
            case UncheckedIOException unreadable -> JsonProblem.describe(unreadable);
            case IllegalArgumentException refused -> String.valueOf(refused.getMessage());
            default -> reason.toString();
        };
    }

    /** Logs how many records were set aside, where a period of the log has ended. */
    void endPeriod() {
        setAsideLog.endPeriod();
    }
}
