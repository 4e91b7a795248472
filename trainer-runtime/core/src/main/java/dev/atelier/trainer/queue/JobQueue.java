package dev.atelier.trainer.queue;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * One worker's place at a job queue. A thread of its own owns the consumer: it takes one job at a time, lets the handler
 * work on it on a second thread, renews the broker's lock until the handler has ended, and then says what became of the
 * job. When a renewal is not confirmed in every respect the job is lost: the lease says so, the handler stops, and the
 * consumer is replaced, because nobody can tell what it would hand out next.
 *
 * <p>No job is lost to the queue: a job leaves it only by {@link Disposition#DONE}. A job can be handed out again after a
 * broker or a worker died, even when its last word is already in the log; the handler must bear that.
 */
public final class JobQueue {
    private static final Logger LOG = Logger.getLogger(JobQueue.class);
    private static final Duration IDLE_POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final QueueSettings settings;
    private final BrokerPreparation preparation;
    private final JobHandler handler;
    private final QueueObserver observer;
    private final LongSupplier nanoTime;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;
    private final ExecutorService training = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("training").factory());
    private volatile Optional<Lease> current = Optional.empty();
    private volatile long lastTurn;
    private volatile boolean connected;

    /**
     * @param preparation done on the broker, successfully, before a consumer joins the group
     * @param nanoTime time that passes evenly, also while the process is suspended; {@link System#nanoTime}
     */
    public JobQueue(
            QueueSettings settings,
            BrokerPreparation preparation,
            JobHandler handler,
            QueueObserver observer,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.preparation = preparation;
        this.handler = handler;
        this.observer = observer;
        this.nanoTime = nanoTime;
        this.lastTurn = nanoTime.getAsLong();
        this.thread = Thread.ofPlatform().name("job-queue").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /**
     * Interrupts the work on the current job, hands the job back and leaves the group.
     *
     * @return whether all that came to its end in the time the settings give it
     */
    public boolean stop() throws InterruptedException {
        stopping.countDown();
        current.ifPresent(Lease::stop);
        return thread.join(settings.shutdown());
    }

    /** How long ago the queue's thread last went round; it does so many times a minute, also while a job runs for hours. */
    public Duration sinceLastTurn() {
        return Duration.ofNanos(nanoTime.getAsLong() - lastTurn);
    }

    /** Whether the broker has been reached and no failure has been seen since. */
    public boolean connected() {
        return connected;
    }

    private void run() {
        try {
            while (!stopped(Duration.ZERO)) {
                turn();
                boolean replaceAtOnce = configured() && served();
                connected = false;
                if (!replaceAtOnce) {
                    stopped(PAUSE);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            training.shutdown();
        }
    }

    /** Serves with one consumer until it has to be replaced or the worker stops. */
    private boolean served() throws InterruptedException {
        try (Closing closing = new Closing(ShareConsumers.subscribed(settings))) {
            connected = true;
            while (!stopped(Duration.ZERO)) {
                turn();
                ConsumerRecords<byte[], byte[]> polled = closing.consumer().poll(IDLE_POLL);
                if (polled.isEmpty()) {
                    continue;
                }
                var job = new HeldJob(closing.consumer(), polled.iterator().next(), settings.answerWithin());
                if (!workedOn(job)) {
                    observer.reconnecting();
                    return true;
                }
            }
            return true;
        } catch (RuntimeException e) {
            LOG.warnf("The job queue's consumer failed and is replaced: %s", e.getMessage());
            observer.reconnecting();
            return false;
        }
    }

    /** Works on a job just polled; returns whether the same consumer can go on. */
    private boolean workedOn(HeldJob job) throws InterruptedException {
        Delivery delivery = job.delivery();
        try {
            // A record can have waited in the consumer until its lock was gone: only a renewal proves that it is ours.
            long askedAt = nanoTime.getAsLong();
            job.renew();
            if (delivery.count() >= QueueSettings.REQUEUE_FROM_DELIVERY) {
                Requeue.again(settings, job.record());
                job.accept();
                observer.queuedAnew(delivery);
                LOG.infof("Queued job %s anew", delivery);
                return true;
            }
            return heldToItsEnd(job, delivery, new Lease(nanoTime, settings.lock(), askedAt));
        } catch (JobLostException e) {
            LOG.warnf("Job %s is no longer held here: %s", delivery, e.getMessage());
            observer.lost(delivery);
            return false;
        }
    }

    private boolean heldToItsEnd(HeldJob job, Delivery delivery, Lease lease)
            throws JobLostException, InterruptedException {
        observer.held(delivery);
        current = Optional.of(lease);
        if (stopped(Duration.ZERO)) {
            lease.stop();
        }
        Future<Disposition> work = training.submit(() -> handler.handle(delivery, lease));
        Disposition disposition = Disposition.ABANDON;
        try {
            disposition = renewedUntilDone(job, delivery, lease, work);
        } finally {
            current = Optional.empty();
            observer.ended(delivery, disposition);
        }
        if (disposition == Disposition.DONE) {
            job.accept();
        } else if (disposition == Disposition.HAND_BACK) {
            job.release();
        } else {
            // Its lock runs out meanwhile, so that a job that fails to be told of is not handed out in a tight circle.
            stopped(settings.lock());
            return false;
        }
        return true;
    }

    private Disposition renewedUntilDone(HeldJob job, Delivery delivery, Lease lease, Future<Disposition> work)
            throws JobLostException, InterruptedException {
        while (true) {
            turn();
            try {
                return work.get(settings.renewEvery().toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException stillWorking) {
                renew(job, lease, work);
            } catch (ExecutionException e) {
                LOG.errorf(e.getCause(), "Work on job %s failed in an unforeseen way", delivery);
                return Disposition.ABANDON;
            }
        }
    }

    /** Renews; where that fails, returns only when the handler has taken note and ended, so that no two jobs run here. */
    private void renew(HeldJob job, Lease lease, Future<Disposition> work)
            throws JobLostException, InterruptedException {
        try {
            long askedAt = nanoTime.getAsLong();
            if (!lease.held()) {
                throw new JobLostException("this process was suspended for longer than its lock", null);
            }
            job.renew();
            lease.extend(askedAt);
        } catch (JobLostException e) {
            lease.lose();
            try {
                work.get();
            } catch (ExecutionException whileStopping) {
                LOG.debugf(whileStopping, "Work on a lost job ended with an error");
            }
            throw e;
        }
    }

    private boolean configured() throws InterruptedException {
        try (Admin admin = Admin.create(settings.broker()
                .client(Map.of(
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        10_000,
                        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        5_000)))) {
            preparation.prepare(admin);
            ShareGroup.configure(admin, settings);
            return true;
        } catch (ExecutionException | KafkaException e) {
            LOG.warnf("The broker at %s is not ready: %s", settings.broker(), e.getMessage());
            return false;
        }
    }

    private void turn() {
        lastTurn = nanoTime.getAsLong();
    }

    /** Waits for the worker to be stopped, for so long at most. */
    private boolean stopped(Duration within) throws InterruptedException {
        return stopping.await(within.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A consumer whose close is bounded in time and never hides what went wrong before. */
    private record Closing(ShareConsumer<byte[], byte[]> consumer) implements AutoCloseable {
        @Override
        public void close() {
            try {
                consumer.close(CLOSE);
            } catch (RuntimeException e) {
                LOG.debugf(e, "The job queue's consumer did not close cleanly");
            }
        }
    }
}
