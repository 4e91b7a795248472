package dev.atelier.download;

/**
 * Reports whether a download is still wanted.
 *
 * @param <X> what is thrown when it is not
 */
@FunctionalInterface
public interface StopCheck<X extends Exception> {
    /** @throws X if the download is to stop */
    void check() throws X;
}
