package dev.atelier.tensor;

import dev.atelier.tensor.SafetensorsHeader.Entry;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import java.util.TreeMap;

/** A safetensors file of which single tensors are read: what they are is known at once, values as they are requested. */
public final class SafetensorsFile {
    private final SeekableByteChannel channel;
    private final long begin;
    private final SortedMap<String, Entry> entries = new TreeMap<>();

    private SafetensorsFile(SeekableByteChannel channel, long begin, SafetensorsHeader header) {
        this.channel = channel;
        this.begin = begin;
        header.entries().forEach(entry -> entries.put(entry.name(), entry));
    }

    /**
     * Reads the header.
     *
     * @param channel stays the caller's to close
     */
    public static SafetensorsFile open(SeekableByteChannel channel) throws IOException {
        channel.position(0);
        SafetensorsHeader header = Safetensors.readHeader(channel, channel.size());
        return new SafetensorsFile(channel, channel.position(), header);
    }

    /** Type and shape of each tensor, by name. */
    public SortedMap<String, TensorInfo> tensors() {
        SortedMap<String, TensorInfo> tensors = new TreeMap<>();
        entries.forEach(
                (name, entry) -> tensors.put(name, new TensorInfo(entry.type().name(), entry.shape())));
        return tensors;
    }

    /** Reads a tensor's values. */
    public Tensor read(String name) throws IOException {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new NoSuchElementException(name);
        }
        channel.position(begin + entry.begin());
        return Safetensors.readTensor(channel, entry);
    }
}
