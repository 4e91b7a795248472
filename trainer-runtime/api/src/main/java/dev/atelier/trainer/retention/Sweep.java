package dev.atelier.trainer.retention;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Deletes, of one kind of what a trainer keeps, what is too old or too much. Several trainers may do so in one folder. */
public interface Sweep {
    /** What is kept there, in one word, such as {@code features}. */
    String kind();

    /** Where it is kept. */
    Path folder();

    /**
     * Deletes what is due, or only lists it.
     *
     * @param deleted takes each entry as soon as it is gone, or, in a dry run, would be
     * @throws IOException if not everything that is due could be deleted; the message is the reason
     */
    void run(Mode mode, Consumer<Deletion> deleted) throws IOException;

    /** Whether anything is done. */
    enum Mode {
        DELETE,
        DRY_RUN
    }
}
