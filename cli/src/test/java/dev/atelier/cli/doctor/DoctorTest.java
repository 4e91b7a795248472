package dev.atelier.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.cli.doctor.Finding.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    @TempDir
    Path folder;

    @Test
    void wantsJava25() {
        assertThat(Doctor.java(25).verdict()).isEqualTo(Verdict.OK);
        assertThat(Doctor.java(21).verdict()).isEqualTo(Verdict.MISSING);
    }

    @Test
    void takesAnyMavenAndStatesThatAnOldOneIsReplaced() {
        assertThat(Doctor.maven("Apache Maven 3.9.11 (3e54c93a)").verdict()).isEqualTo(Verdict.OK);
        assertThat(Doctor.maven("\u001b[1mApache Maven 4.0.0-rc-4\u001b[m").verdict())
                .isEqualTo(Verdict.OK);
        assertThat(Doctor.maven("Apache Maven 3.8.7").verdict()).isEqualTo(Verdict.NOTE);
        assertThat(Doctor.maven("").verdict()).isEqualTo(Verdict.MISSING);
    }

    @Test
    void reportsHowToGetTheDataset() {
        assertThat(Doctor.dataset(Optional.of(folder), () -> false, () -> false).verdict())
                .isEqualTo(Verdict.OK);
        assertThat(Doctor.dataset(Optional.empty(), () -> true, () -> false).verdict())
                .isEqualTo(Verdict.NOTE);
        assertThat(Doctor.dataset(Optional.empty(), () -> false, () -> true).verdict())
                .isEqualTo(Verdict.NOTE);
        Finding finding = Doctor.dataset(Optional.empty(), () -> false, () -> false);
        assertThat(finding.verdict()).isEqualTo(Verdict.MISSING);
        assertThat(finding.remedy()).get().asString().contains("fashion-mnist-sample");
    }

    @Test
    void findsTheDatasetWhereAllFourFilesArePlainOrPacked() throws Exception {
        FashionMnist dataset = new FashionMnist(List.of(folder.resolve("none"), folder));
        for (String file : List.of("train-images-idx3-ubyte", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte")) {
            Files.writeString(folder.resolve(file), "");
        }
        assertThat(dataset.folder()).isEmpty();

        Files.writeString(folder.resolve("t10k-labels-idx1-ubyte.gz"), "");

        assertThat(dataset.folder()).contains(folder);
    }
}
