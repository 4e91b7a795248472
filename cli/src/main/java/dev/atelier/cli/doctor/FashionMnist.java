package dev.atelier.cli.doctor;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the Fashion-MNIST dataset is, or can be downloaded from. The dataset-service reads it and checks its content. */
public final class FashionMnist {
    private static final Path SYSTEM_FOLDER = Path.of("/usr/share/datasets/fashion-mnist");
    private static final URI DOWNLOAD =
            URI.create("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/t10k-labels-idx1-ubyte.gz");
    private static final List<String> FILES = List.of(
            "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte");
    private static final int REACH_MILLIS = 3000;

    private final List<Path> folders;

    /** {@code cache} is where the stack's dataset-service keeps what it downloaded. */
    public FashionMnist(Path cache) {
        this(List.of(SYSTEM_FOLDER, cache));
    }

    FashionMnist(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    /** The folder that holds all four files. */
    public Optional<Path> folder() {
        return folders.stream()
                .filter(folder -> FILES.stream().allMatch(file -> isThere(folder, file)))
                .findFirst();
    }

    /** Whether the official address answers. */
    public boolean isDownloadReachable() {
        try {
            HttpURLConnection connection = (HttpURLConnection) DOWNLOAD.toURL().openConnection();
            connection.setRequestMethod("HEAD");
            connection.setConnectTimeout(REACH_MILLIS);
            connection.setReadTimeout(REACH_MILLIS);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether this system has the programs that fetch Debian's package of it. */
    static boolean isPackageFetchable() {
        return Stream.of("apt-get", "dpkg-deb")
                .allMatch(program -> Files.isExecutable(Path.of("/usr/bin").resolve(program)));
    }

    private static boolean isThere(Path folder, String file) {
        return Files.isRegularFile(folder.resolve(file)) || Files.isRegularFile(folder.resolve(file + ".gz"));
    }
}
