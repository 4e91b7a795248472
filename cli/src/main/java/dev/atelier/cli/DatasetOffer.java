package dev.atelier.cli;

import dev.atelier.cli.doctor.FashionMnist;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Offers to install the system's package of Fashion-MNIST where the dataset is neither on this machine nor to be had
 * from its official address.
 */
final class DatasetOffer {
    private final Atelier atelier;

    DatasetOffer(Atelier atelier) {
        this.atelier = atelier;
    }

    /** Does nothing where the dataset is there, can be downloaded, or cannot be installed. */
    void installIfMissing() {
        Path cache = atelier.stack().folder().data().resolve("datasets/fashion-mnist");
        FashionMnist dataset = new FashionMnist(cache);
        if (dataset.folder().isPresent() || !FashionMnist.isDebian() || dataset.isDownloadReachable()) {
            return;
        }
        String command = String.join(" ", command());
        String finding = "Fashion-MNIST is neither on this machine nor at its official address.";
        if (new Confirmation(atelier).confirm(finding + " Run '" + command + "'?", false)) {
            install();
        } else {
            atelier.err().println(finding + " To get it: " + command);
        }
    }

    private void install() {
        try {
            Process process = new ProcessBuilder(command())
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            if (process.waitFor() != 0) {
                atelier.err().println("The package " + FashionMnist.PACKAGE + " could not be installed.");
            }
        } catch (IOException e) {
            atelier.err().println("The package " + FashionMnist.PACKAGE + " could not be installed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> command() {
        List<String> command = new ArrayList<>();
        if (!"root".equals(System.getProperty("user.name"))) {
            command.add("sudo");
        }
        command.addAll(List.of("apt-get", "install", "-y", FashionMnist.PACKAGE));
        return command;
    }
}
