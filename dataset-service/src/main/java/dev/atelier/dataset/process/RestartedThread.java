package dev.atelier.dataset.process;

import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * A thread whose work is begun again, after a delay, whenever it ends by an exception or an error; only {@link #close} ends
 * it, or work that is done. The work must therefore tolerate a restart at any point.
 */
public final class RestartedThread implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RestartedThread.class);

    private final Work work;
    private final Duration delay;
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean done;

    /** What a thread does. */
    public interface Work {
        /** @throws InterruptedException where the thread is closed */
        void run() throws InterruptedException;
    }

    public RestartedThread(String name, Duration delay, Work work) {
        this.work = work;
        this.delay = delay;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    /** Starts the thread; a second time it does nothing. */
    public synchronized void start() {
        if (thread.getState() == Thread.State.NEW && !closed) {
            thread.start();
        }
    }

    public String name() {
        return thread.getName();
    }

    /** Whether it has ended although nobody closed it and its work is not done. */
    public boolean hasEnded() {
        return thread.getState() == Thread.State.TERMINATED && !closed && !done;
    }

    @Override
    public synchronized void close() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        while (!closed && !done) {
            try {
                work.run();
                done = true;
            } catch (InterruptedException e) {
                LOG.debugf("Thread %s was interrupted", thread.getName());
            } catch (RuntimeException | Error e) {
                report(e);
            }
        }
    }

    private void report(Throwable failure) {
        try {
            LOG.errorf(failure, "Thread %s failed and is restarted", thread.getName());
            Thread.sleep(delay);
        } catch (InterruptedException e) {
            LOG.debugf("Thread %s was interrupted", thread.getName());
        } catch (RuntimeException | Error e) {
            // Not even that could be logged, for lack of memory for instance: the work is restarted at once.
        }
    }
}
