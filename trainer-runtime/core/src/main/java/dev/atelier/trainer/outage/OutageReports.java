package dev.atelier.trainer.outage;

import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.TrainerResumed;
import dev.atelier.contracts.event.TrainerSuspended;
import dev.atelier.contracts.family.Family;
import dev.atelier.trainer.event.EventNotAcknowledgedException;
import dev.atelier.trainer.event.EventPublisher;
import dev.atelier.trainer.machine.Machine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Publishes that this trainer takes no jobs and why, and that it takes jobs again or has ended, so that a user who waits for
 * one can see the reason. It looks every second on a thread of its own; what cannot be published now is published later.
 */
public final class OutageReports implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(OutageReports.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration REPEATED = Duration.ofMinutes(TrainerSuspended.REPEATED_MINUTES);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final MachineCondition machine;
    private final EventPublisher events;
    private final String family;
    private final String trainer;
    private final Clock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("outage-reports").daemon().factory());
    private Optional<TrainerSuspended> published = Optional.empty();

    public OutageReports(MachineCondition machine, EventPublisher events, Family family, Clock clock) {
        this.machine = machine;
        this.events = events;
        this.family = family.name();
        this.trainer = this.family + "-trainer on " + Machine.host().orElse("an unnamed host") + ", process "
                + ProcessHandle.current().pid();
        this.clock = clock;
    }

    public void start() {
        thread.scheduleWithFixedDelay(this::publishChange, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Stops, and publishes the end of the outage. */
    @Override
    public void close() throws InterruptedException {
        thread.shutdown();
        if (!thread.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            thread.shutdownNow();
        } else if (published.isPresent()) {
            resume(clock.instant());
        }
    }

    private void publishChange() {
        try {
            Instant now = clock.instant();
            Optional<Outage> outage = machine.outage();
            if (outage.isPresent() && isNews(outage.get(), now)) {
                suspend(outage.get(), now);
            } else if (outage.isEmpty() && published.isPresent()) {
                resume(now);
            }
        } catch (RuntimeException | Error e) {
            LOG.warnf("Cannot publish whether this trainer takes jobs, retrying: %s", e);
        }
    }

    private boolean isNews(Outage outage, Instant now) {
        return published
                .filter(known -> known.kind().equals(outage.kind().word())
                        && known.since().equals(outage.since()))
                .filter(known -> now.isBefore(known.time().plus(REPEATED)))
                .isEmpty();
    }

    private void suspend(Outage outage, Instant now) {
        var event = new TrainerSuspended(trainer, family, outage.kind().word(), outage.reason(), outage.since(), now);
        if (publish(event)) {
            published = Optional.of(event);
        }
    }

    private void resume(Instant now) {
        if (publish(new TrainerResumed(trainer, family, now))) {
            published = Optional.empty();
        }
    }

    private boolean publish(Event event) {
        Instant deadline = clock.instant().plus(CLOSE_TIMEOUT);
        try {
            events.publish(List.of(event), () -> clock.instant().isBefore(deadline));
            return true;
        } catch (EventNotAcknowledgedException e) {
            LOG.debugf(e, "%s could not be published and is retried", event.id());
            return false;
        }
    }
}
