package dev.atelier.download;

/** Is notified of a download's progress. Called on the thread that transfers. */
public interface DownloadObserver {
    DownloadObserver NONE = new DownloadObserver() {};

    /**
     * More of the file is on the disk.
     *
     * @param bytes of the file that are there
     * @param total size of the whole file in bytes; negative where it is not known
     */
    default void onProgress(long bytes, long total) {}

    /** A transfer was interrupted and is retried. */
    default void onRetry(long bytes, DownloadException reason) {}
}
