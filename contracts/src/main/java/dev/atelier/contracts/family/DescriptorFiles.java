package dev.atelier.contracts.family;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.atelier.contracts.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Reads descriptors: those beside this class, and those of a folder. A descriptor's file is named by its family. */
final class DescriptorFiles {
    private static final String ENDING = ".json";
    private static final ObjectReader READER =
            Json.MAPPER.readerFor(FamilyDescriptor.class).with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private DescriptorFiles() {}

    /** The descriptors of the product. */
    static List<FamilyDescriptor> product() {
        URL own = DescriptorFiles.class.getResource("DescriptorFiles.class");
        try {
            URLConnection connection = own == null ? null : own.openConnection();
            if (connection instanceof JarURLConnection jar) {
                return ofJar(jar);
            }
            if (own != null) {
                return ofFolder(Path.of(own.toURI()).resolveSibling(""));
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("The descriptors of the families cannot be read beside " + own, e);
        }
        throw new IllegalStateException("The class loader of the contracts does not name the location of its classes");
    }

    private static List<FamilyDescriptor> ofJar(JarURLConnection connection) throws IOException {
        connection.setUseCaches(false);
        String folder = connection.getEntryName().replace("DescriptorFiles.class", "");
        List<FamilyDescriptor> descriptors = new ArrayList<>();
        try (JarFile jar = connection.getJarFile()) {
            for (JarEntry entry : jar.stream().toList()) {
                String name = entry.getName();
                if (name.startsWith(folder) && name.endsWith(ENDING)) {
                    try (var in = jar.getInputStream(entry)) {
                        descriptors.add(read(name, name.substring(folder.length()), in.readAllBytes()));
                    }
                }
            }
        }
        return descriptors;
    }

    /**
     * The descriptors of a folder.
     *
     * @throws IllegalArgumentException if the folder cannot be read, or a file in it is not a descriptor
     */
    static List<FamilyDescriptor> ofFolder(Path folder) {
        List<FamilyDescriptor> descriptors = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(ENDING)).toList()) {
                descriptors.add(read(file.toString(), file.getFileName().toString(), Files.readAllBytes(file)));
            }
        } catch (IOException | UncheckedIOException e) {
            throw new IllegalArgumentException(
                    Families.VARIABLE + " is " + folder + ", which cannot be read: " + e.getMessage(), e);
        }
        return descriptors;
    }

    private static FamilyDescriptor read(String place, String file, byte[] json) throws IOException {
        FamilyDescriptor descriptor;
        try {
            descriptor = READER.readValue(json);
        } catch (JsonProcessingException e) {
            String reason = e.getCause() instanceof IllegalArgumentException refused ? refused.getMessage() : reason(e);
            throw new IllegalArgumentException("the family's descriptor " + place + " cannot be used: " + reason, e);
        }
        if (!file.equals(descriptor.name() + ENDING)) {
            throw new IllegalArgumentException(
                    "the family's descriptor %s cannot be used: name is \"%s\"; expected \"%s\", as the file is named"
                            .formatted(place, descriptor.name(), file.substring(0, file.length() - ENDING.length())));
        }
        return descriptor;
    }

    private static String reason(JsonProcessingException e) {
        String field =
                e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()
                        ? mapping.getPath().getFirst().getFieldName() + ": "
                        : "";
        return field + e.getOriginalMessage();
    }
}
