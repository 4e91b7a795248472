package dev.atelier.download;

/** Sees how a download gets on. Called on the thread that transfers. */
public interface DownloadObserver {
    DownloadObserver NONE = new DownloadObserver() {};

    /**
     * More of the file is on the disk.
     *
     * @param bytes of the file that are there
     * @param total size of the whole file in bytes; negative where it is not known
     */
    default void onProgress(long bytes, long total) {}

    /** A transfer broke off and is tried again. */
    default void onRetry(long bytes, DownloadException reason) {}
}
