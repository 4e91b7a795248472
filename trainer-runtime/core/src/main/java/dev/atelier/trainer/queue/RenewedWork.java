package dev.atelier.trainer.queue;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Work on one job, on a thread of its own, while the broker's lock on the job is renewed by the queue's thread. A
 * renewal that is not confirmed in every respect revokes the lease, and so does work that shows no sign of progress for
 * as long as the settings allow; the queue's thread returns only when the work has ended, so that no worker runs two
 * jobs.
 */
final class RenewedWork {
    private static final Logger LOG = Logger.getLogger(RenewedWork.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final QueueSettings settings;
    private final HeldJob job;
    private final Delivery delivery;
    private final Lease lease;
    private final JobHandler handler;
    private final Runnable termination;
    private final Runnable turn;
    private final LongSupplier nanoTime;

    /**
     * @param termination ends the process, when revoked work does not end
     * @param turn notes that the queue's thread is at work, many times a minute
     */
    RenewedWork(
            QueueSettings settings,
            HeldJob job,
            Delivery delivery,
            Lease lease,
            JobHandler handler,
            Runnable termination,
            Runnable turn,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.job = job;
        this.delivery = delivery;
        this.lease = lease;
        this.handler = handler;
        this.termination = termination;
        this.turn = turn;
        this.nanoTime = nanoTime;
    }

    /**
     * Lets the handler work and returns the outcome.
     *
     * @param training runs the work
     * @throws JobLostException if the job is no longer held here, or its work hung; the work has ended then
     */
    QueueOutcome run(ExecutorService training) throws JobLostException, InterruptedException {
        Future<QueueOutcome> work = training.submit(() -> handler.handle(delivery, lease));
        while (true) {
            turn.run();
            try {
                return work.get(settings.renewEvery().toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException stillWorking) {
                if (lease.held() && lease.sinceLastSign().compareTo(settings.stall()) > 0) {
                    giveUp(work);
                }
                renew(work);
            } catch (ExecutionException e) {
                LOG.errorf(e.getCause(), "Work on job %s failed with an unexpected error", delivery);
                return QueueOutcome.ABANDON;
            }
        }
    }

    /** Gives a job back whose work hangs, so that another worker can have it, and waits for the end of one or the other. */
    private void giveUp(Future<QueueOutcome> work) throws JobLostException, InterruptedException {
        Duration silence = lease.sinceLastSign();
        LOG.errorf("Work on job %s has shown no sign of progress for %s: it is abandoned", delivery, silence);
        lease.lose();
        Thread report = Thread.ofPlatform().daemon().name("hung-job").start(() -> handler.onHung(delivery, silence));
        report.join(settings.answerWithin());
        try {
            job.release();
        } finally {
            awaitEnd(work);
        }
        throw new JobLostException("its work hung for " + silence, null);
    }

    private void renew(Future<QueueOutcome> work) throws JobLostException, InterruptedException {
        try {
            long requestedAt = nanoTime.getAsLong();
            if (!lease.held()) {
                throw new JobLostException("this process was suspended for longer than its lock", null);
            }
            job.renew();
            lease.extend(requestedAt);
        } catch (JobLostException e) {
            lease.lose();
            awaitEnd(work);
            throw e;
        }
    }

    /** Waits for work on a lost job to end; where it hangs for too long the process ends. */
    private void awaitEnd(Future<QueueOutcome> work) throws InterruptedException {
        Duration longest = settings.stall().plus(settings.grace());
        while (true) {
            turn.run();
            try {
                work.get(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException stillWorking) {
                if (lease.sinceLastSign().compareTo(longest) > 0) {
                    LOG.fatalf("Work has shown no sign of progress for %s: this process ends", lease.sinceLastSign());
                    termination.run();
                }
            } catch (ExecutionException whileStopping) {
                LOG.debugf(whileStopping, "Work on a lost job ended with an error");
                return;
            }
        }
    }
}
