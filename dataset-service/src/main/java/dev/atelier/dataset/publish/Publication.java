package dev.atelier.dataset.publish;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.dataset.publish.Catalogue.Available;
import dev.atelier.dataset.publish.Catalogue.Unavailable;
import dev.atelier.dataset.source.DatasetDefinition;
import dev.atelier.dataset.source.DatasetException;
import dev.atelier.dataset.source.DatasetFinder;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Brings every dataset that is offered into the topics and notes in the catalogue what came of it. One that cannot be
 * read or published stays unavailable with its reason, holds up no other, and is tried again with the next
 * {@link #attempt}.
 */
public final class Publication {
    private static final Logger LOG = Logger.getLogger(Publication.class);

    private final List<DatasetDefinition> definitions;
    private final DatasetFinder finder;
    private final DatasetPublisher publisher;
    private final Catalogue catalogue;

    public Publication(
            List<DatasetDefinition> definitions,
            DatasetFinder finder,
            DatasetPublisher publisher,
            Catalogue catalogue) {
        this.definitions = definitions;
        this.finder = finder;
        this.publisher = publisher;
        this.catalogue = catalogue;
        for (DatasetDefinition definition : definitions) {
            catalogue.put(new Unavailable(definition.name(), "It is still being read.", true));
        }
    }

    /** Tries each dataset that is not available. */
    public void attempt() throws InterruptedException {
        for (DatasetDefinition definition : definitions) {
            if (!isAvailable(definition.name())) {
                catalogue.put(attempt(definition));
            }
        }
    }

    private Catalogue.Entry attempt(DatasetDefinition definition) throws InterruptedException {
        try {
            return new Available(publisher.publish(finder.find(definition)));
        } catch (DatasetException e) {
            return publishedBefore(definition, e);
        } catch (KafkaException e) {
            LOG.warnf(e, "Dataset %s cannot be published now", definition.name());
            return new Unavailable(definition.name(), "It cannot be published now: " + e.getMessage());
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
            LOG.warnf(e, "The manifests cannot be read now");
        }
        LOG.warn(missing.sentence());
        return new Unavailable(definition.name(), missing.sentence());
    }

    private boolean isAvailable(String name) {
        return catalogue.find(name).filter(Available.class::isInstance).isPresent();
    }
}
