package dev.atelier.dataset.publishing.publication;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.dataset.publishing.idx.DatasetException;
import dev.atelier.dataset.publishing.publication.Catalogue.Available;
import dev.atelier.dataset.publishing.publication.Catalogue.Unavailable;
import dev.atelier.dataset.publishing.source.DatasetDefinition;
import dev.atelier.dataset.publishing.source.DatasetFinder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/**
 * Publishes every offered dataset and records the outcome in the catalogue. One whose files are
 * not what they should be, or are nowhere, is unavailable with that reason and is tried again with the next
 * {@link #attempt}. Whatever else keeps a dataset from being published does not count against it, be it the broker's state,
 * this machine's, or a failure of this service: it stays pending, with the reason, and is tried again after pauses that
 * grow. What was published before is used meanwhile.
 */
public final class Publication {
    private static final Logger LOG = Logger.getLogger(Publication.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

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

    /** @param pause waits before a dataset is tried again that something kept from being published that may pass */
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
     * Tries each dataset that is not available. One that is kept from being published by what may pass, or by another
     * replica that publishes it at the same time, is tried again until that has passed.
     */
    public void attempt() throws InterruptedException {
        for (DatasetDefinition definition : definitions) {
            if (!isAvailable(definition.name())) {
                attemptUntilSettled(definition);
            }
        }
    }

    /** The outcome of an attempt, and whether it is final. */
    private record Outcome(Catalogue.Entry entry, boolean lasts) {}

    /** Tries a dataset until the outcome is final. */
    private void attemptUntilSettled(DatasetDefinition definition) throws InterruptedException {
        Duration retry = FIRST_RETRY;
        while (true) {
            Outcome outcome = attempt(definition);
            if (outcome.lasts() || outcome.entry() instanceof Available || !isUsable(definition.name())) {
                catalogue.put(outcome.entry());
            }
            if (outcome.lasts()) {
                return;
            }
            pause.await(retry);
            retry = retry.multipliedBy(2).compareTo(LONGEST_RETRY) < 0 ? retry.multipliedBy(2) : LONGEST_RETRY;
        }
    }

    private Outcome attempt(DatasetDefinition definition) throws InterruptedException {
        try {
            return new Outcome(new Available(publisher.publish(finder.find(definition))), true);
        } catch (DatasetException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException(e.sentence());
            }
            return findEarlier(definition, e.sentence(), e.isPassing());
        } catch (InterruptException e) {
            throw new InterruptedException(e.getMessage());
        } catch (KafkaException e) {
            return notPublished(definition, "It cannot be published now: " + e.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.errorf(e, "Dataset %s cannot be read or published now", definition.name());
            return findEarlier(
                    definition, "It cannot be read or published now, because this service failed: " + e, true);
        }
    }

    /** @param passes whether the reason lies outside the dataset */
    private Outcome findEarlier(DatasetDefinition definition, String reason, boolean passes)
            throws InterruptedException {
        try {
            Optional<DatasetManifest> manifest = publisher.published(definition.name());
            if (manifest.isPresent()) {
                LOG.infof(
                        "Dataset %s: what was published before is used, %s. %s",
                        definition.name(), manifest.get().key(), reason);
                return new Outcome(new Available(manifest.get(), passes ? reason : ""), !passes);
            }
        } catch (InterruptException e) {
            throw new InterruptedException(e.getMessage());
        } catch (RuntimeException | Error e) {
            return notPublished(definition, reason + " Whether it was published before cannot be read now: " + e);
        }
        if (passes) {
            return notPublished(definition, reason);
        }
        LOG.warn(reason);
        return new Outcome(new Unavailable(definition.name(), reason), true);
    }

    private static Outcome notPublished(DatasetDefinition definition, String reason) {
        LOG.warnf("Dataset %s is retried. %s", definition.name(), reason);
        return new Outcome(new Unavailable(definition.name(), reason, true), false);
    }

    /** Whether it needs no further attempt. */
    private boolean isAvailable(String name) {
        return catalogue
                .find(name)
                .filter(entry -> entry instanceof Available available
                        && available.notice().isEmpty())
                .isPresent();
    }

    private boolean isUsable(String name) {
        return catalogue.find(name).filter(Available.class::isInstance).isPresent();
    }
}
