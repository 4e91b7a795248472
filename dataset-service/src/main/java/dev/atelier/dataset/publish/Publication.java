package dev.atelier.dataset.publish;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.dataset.publish.Catalogue.Available;
import dev.atelier.dataset.publish.Catalogue.Unavailable;
import dev.atelier.dataset.source.DatasetDefinition;
import dev.atelier.dataset.source.DatasetException;
import dev.atelier.dataset.source.DatasetFinder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.jboss.logging.Logger;

/**
 * Brings every dataset that is offered into the topics and notes in the catalogue what came of it. One that cannot be
 * read or published, for whatever reason, stays unavailable with that reason, holds up no other, and is tried again with
 * the next {@link #attempt}. While the broker is away no dataset is called unavailable for good.
 */
public final class Publication {
    private static final Logger LOG = Logger.getLogger(Publication.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final List<DatasetDefinition> definitions;
    private final DatasetFinder finder;
    private final DatasetPublisher publisher;
    private final Catalogue catalogue;
    private final Pause pause;

    /** Waits. */
    @FunctionalInterface
    public interface Pause {
        void await(Duration duration) throws InterruptedException;
    }

    /** @param pause waits before a dataset is tried again that the broker's state kept from being published */
    public Publication(
            List<DatasetDefinition> definitions,
            DatasetFinder finder,
            DatasetPublisher publisher,
            Catalogue catalogue,
            Pause pause) {
        this.definitions = definitions;
        this.finder = finder;
        this.publisher = publisher;
        this.catalogue = catalogue;
        this.pause = pause;
        for (DatasetDefinition definition : definitions) {
            catalogue.put(new Unavailable(definition.name(), "It is still being read.", true));
        }
    }

    /**
     * Tries each dataset that is not available. One that only the broker's state keeps from being published, or another
     * replica that publishes it at the same time, is tried again until that has passed.
     */
    public void attempt() throws InterruptedException {
        for (DatasetDefinition definition : definitions) {
            if (!isAvailable(definition.name())) {
                settle(definition);
            }
        }
    }

    /** Tries a dataset until what came of it lasts. */
    private void settle(DatasetDefinition definition) throws InterruptedException {
        while (true) {
            Catalogue.Entry entry = attempt(definition);
            catalogue.put(entry);
            if (!(entry instanceof Unavailable unavailable && unavailable.pending())) {
                return;
            }
            pause.await(RETRY);
        }
    }

    private Catalogue.Entry attempt(DatasetDefinition definition) throws InterruptedException {
        try {
            return new Available(publisher.publish(finder.find(definition)));
        } catch (DatasetException e) {
            return publishedBefore(definition, e);
        } catch (InterruptException e) {
            throw new InterruptedException(e.getMessage());
        } catch (KafkaException e) {
            return notPublished(definition, e);
        } catch (RuntimeException | Error e) {
            LOG.errorf(e, "Dataset %s cannot be read or published", definition.name());
            return new Unavailable(
                    definition.name(), "It cannot be read or published, because this service failed: " + e);
        }
    }

    private Catalogue.Entry publishedBefore(DatasetDefinition definition, DatasetException missing) {
        try {
            Optional<DatasetManifest> manifest = publisher.published(definition.name());
            if (manifest.isPresent()) {
                LOG.infof(
                        "%s; what was published before is used: %s",
                        missing.sentence(), manifest.get().key());
                return new Available(manifest.get());
            }
        } catch (KafkaException e) {
            return notPublished(definition, e);
        }
        LOG.warn(missing.sentence());
        return new Unavailable(definition.name(), missing.sentence());
    }

    private static Unavailable notPublished(DatasetDefinition definition, KafkaException failure) {
        boolean passes = !isLasting(failure);
        LOG.warnf(
                "Dataset %s cannot be published now%s: %s",
                definition.name(), passes ? " and is tried again" : "", failure.getMessage());
        return new Unavailable(definition.name(), "It cannot be published now: " + failure.getMessage(), passes);
    }

    /** Whether a failure says something about the dataset or this service's rights, and not about the broker's state. */
    private static boolean isLasting(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RecordTooLargeException
                    || cause instanceof RecordBatchTooLargeException
                    || cause instanceof AuthorizationException
                    || cause instanceof AuthenticationException
                    || cause instanceof SerializationException) {
                return true;
            }
        }
        return false;
    }

    private boolean isAvailable(String name) {
        return catalogue.find(name).filter(Available.class::isInstance).isPresent();
    }
}
