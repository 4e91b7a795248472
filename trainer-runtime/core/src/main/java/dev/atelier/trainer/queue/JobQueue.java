package dev.atelier.trainer.queue;

import dev.atelier.kafka.OversizedRecords;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jboss.logging.Logger;

/**
 * One worker's place at a job queue. A thread of its own owns the consumer: it takes one job at a time, lets the handler
 * work on it on a second thread, renews the broker's lock until the handler has ended, and then acknowledges the
 * job. When a renewal is not confirmed in every respect the job is lost: the lease is revoked, the handler stops, and the
 * consumer is replaced, because it is unknown what it would return next.
 *
 * <p>Work that shows no sign of progress for as long as the settings allow is hung: its job goes back to the queue, the
 * queue takes no other, and a process that is not restarted exits.
 *
 * <p>No job is lost to the queue: a job leaves it only by {@link QueueOutcome#DONE} or {@link QueueOutcome#PAUSED}. A job can be handed out again after a
 * broker or a worker died, even when its final event is already in the log; the handler must tolerate that.
 */
public final class JobQueue {
    private static final Logger LOG = Logger.getLogger(JobQueue.class);
    /** Short, because a poll that receives nothing but the marker of a transaction requests no more for all its time. */
    private static final Duration IDLE_POLL = Duration.ofMillis(50);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** Within this time from the start, the broker may still be starting. */
    private static final Duration STARTING = Duration.ofMinutes(1);

    private final QueueSettings settings;
    private final ShareGroup group;
    private final BrokerPreparation preparation;
    private final JobHandler handler;
    private final QueueObserver observer;
    private final Admission admission;
    private final Runnable termination;
    private final LongSupplier nanoTime;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;
    private final ExecutorService training = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("training").factory());
    private volatile Optional<Lease> current = Optional.empty();
    private final long constructed;
    private volatile long lastTurn;
    private volatile boolean connected;

    /** A queue that always takes jobs, and whose process does not end by itself. */
    public JobQueue(
            QueueSettings settings,
            BrokerPreparation preparation,
            JobHandler handler,
            QueueObserver observer,
            LongSupplier nanoTime) {
        this(settings, preparation, handler, observer, Admission.ALWAYS, () -> {}, nanoTime);
    }

    /**
     * @param preparation done on the broker, successfully, before a consumer joins the group
     * @param admission whether jobs may be taken
     * @param termination ends the process, when work has hung for too long
     * @param nanoTime time that passes evenly, also while the process is suspended; {@link System#nanoTime}
     */
    public JobQueue(
            QueueSettings settings,
            BrokerPreparation preparation,
            JobHandler handler,
            QueueObserver observer,
            Admission admission,
            Runnable termination,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.group = new ShareGroup(settings);
        this.preparation = preparation;
        this.handler = handler;
        this.observer = observer;
        this.admission = admission;
        this.termination = termination;
        this.nanoTime = nanoTime;
        this.constructed = nanoTime.getAsLong();
        this.lastTurn = constructed;
        this.thread = Thread.ofPlatform().name("job-queue").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /**
     * Interrupts the work on the current job, hands the job back and leaves the group.
     *
     * @return whether all of that ended within the time that the settings allow
     */
    public boolean stop() throws InterruptedException {
        requestStop();
        return awaitEnd(settings.shutdown());
    }

    /** The same without waiting for the end. */
    public void requestStop() {
        stopping.countDown();
        current.ifPresent(Lease::stop);
    }

    /** Whether it ends within so much time. */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        return thread.join(timeout);
    }

    /** How long ago the queue's thread last polled; it does so many times a minute, also while a job runs for hours. */
    public Duration sinceLastTurn() {
        return Duration.ofNanos(nanoTime.getAsLong() - lastTurn);
    }

    /** Whether the broker has been reached and no failure has been seen since. */
    public boolean connected() {
        return connected;
    }

    /** For how long the work on the current job has shown no sign of progress, where that is longer than it may be. */
    public Optional<Duration> hungFor() {
        return current.map(Lease::sinceLastSign).filter(silence -> silence.compareTo(settings.stall()) > 0);
    }

    private void run() {
        try {
            while (!awaitStop(Duration.ZERO)) {
                recordTurn();
                if (!tryServe()) {
                    awaitStop(PAUSE);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connected = false;
            training.shutdown();
        }
    }

    /** Returns whether the next consumer can follow at once. No failure ends the thread. */
    private boolean tryServe() throws InterruptedException {
        try {
            return admission.isOpen() && group.prepare(preparation, failureLevel()) && serve();
        } catch (RuntimeException | Error e) {
            LOG.errorf(e, "The job queue failed and is restarted");
            return false;
        } finally {
            connected = false;
        }
    }

    /** Serves with one consumer until it has to be replaced, no job may be taken, or the worker stops. */
    private boolean serve() throws InterruptedException {
        try (ShareGroup.Member member = group.join()) {
            connected = true;
            while (!awaitStop(Duration.ZERO) && admission.isOpen()) {
                recordTurn();
                ConsumerRecords<byte[], byte[]> polled = member.consumer().poll(IDLE_POLL);
                if (polled.isEmpty()) {
                    continue;
                }
                var job = new HeldJob(member.consumer(), polled.iterator().next(), settings.answerWithin());
                if (!process(job)) {
                    observer.onReconnecting();
                    return true;
                }
            }
            return true;
        } catch (RuntimeException e) {
            LOG.warnf("The job queue's consumer failed and is replaced: %s", e.getMessage());
            observer.onReconnecting();
            return false;
        } catch (OutOfMemoryError e) {
            // Each attempt to unpack a record counts as a delivery, and the broker drops it after the last.
            LOG.warnf("The next record of %s %s", settings.topic(), OversizedRecords.REASON);
            observer.onReconnecting();
            return false;
        }
    }

    /** Works on a job just polled; returns whether the same consumer can go on. */
    private boolean process(HeldJob job) throws InterruptedException {
        try {
            // A record can have waited in the consumer until its lock was gone: only a renewal proves that it is held
            // here.
            long requestedAt = nanoTime.getAsLong();
            job.renew();
            Optional<Delivery> delivery = job.readableDelivery();
            if (delivery.isEmpty()) {
                job.accept();
                observer.onSetAside();
                return true;
            }
            return process(job, delivery.get(), requestedAt);
        } catch (JobLostException e) {
            LOG.warnf("Lost the lock on the job at %s: %s", job, e.getMessage());
            observer.onLost();
            return false;
        }
    }

    private boolean process(HeldJob job, Delivery delivery, long requestedAt)
            throws JobLostException, InterruptedException {
        if (delivery.count() >= QueueSettings.REQUEUE_FROM_DELIVERY) {
            Requeue.requeue(settings, job.record());
            job.accept();
            observer.onRequeued(delivery);
            LOG.infof("Requeued job %s", delivery);
            return true;
        }
        return hold(job, delivery, new Lease(nanoTime, settings.lock(), requestedAt));
    }

    private boolean hold(HeldJob job, Delivery delivery, Lease lease) throws JobLostException, InterruptedException {
        observer.onHeld(delivery);
        current = Optional.of(lease);
        if (awaitStop(Duration.ZERO)) {
            lease.stop();
        }
        QueueOutcome outcome = QueueOutcome.ABANDON;
        try {
            var work =
                    new RenewedWork(settings, job, delivery, lease, handler, termination, this::recordTurn, nanoTime);
            outcome = work.run(training);
        } finally {
            lease.lose();
            current = Optional.empty();
            observer.onEnded(delivery, outcome);
        }
        if (outcome == QueueOutcome.DONE || outcome == QueueOutcome.PAUSED) {
            job.accept();
        } else if (outcome == QueueOutcome.POSTPONE) {
            Requeue.postpone(settings, job.record(), delivery.postponed() + 1);
            job.accept();
            observer.onRequeued(delivery);
        } else if (outcome == QueueOutcome.HAND_BACK) {
            job.release();
        } else {
            // Its lock runs out meanwhile, so that a job that cannot be recorded is not delivered again immediately.
            awaitStop(settings.lock());
            return false;
        }
        return true;
    }

    private Logger.Level failureLevel() {
        boolean isStarting = nanoTime.getAsLong() - constructed < STARTING.toNanos();
        return isStarting ? Logger.Level.INFO : Logger.Level.WARN;
    }

    private void recordTurn() {
        lastTurn = nanoTime.getAsLong();
    }

    /** Waits for the worker to be stopped, for so long at most. */
    private boolean awaitStop(Duration within) throws InterruptedException {
        return stopping.await(within.toMillis(), TimeUnit.MILLISECONDS);
    }
}
