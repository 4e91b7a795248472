package dev.atelier.transfer.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Predicate;

/** Formats that are not read as weights, each known by how its files begin, with what to do about it. */
enum OtherFormat {
    EMPTY(begin -> begin.length == 0, "it is empty; download or copy it again"),
    GZIP(starts("1f8b"), "it is compressed by gzip; unpack it: gunzip FILE"),
    BZIP2(starts("425a68"), "it is compressed by bzip2; unpack it: bunzip2 FILE"),
    XZ(starts("fd377a585a00"), "it is compressed by xz; unpack it: unxz FILE"),
    ZSTANDARD(starts("28b52ffd"), "it is compressed by Zstandard; unpack it: zstd -d FILE"),
    SEVEN_ZIP(starts("377abcaf271c"), "it is a 7z archive; unpack it"),
    PYTORCH_TAR(
            begin -> isTar(begin) && startsWithText(begin, "sys_info", "pickle", "storages", "tensors"),
            "it has PyTorch's first format, a tar archive; " + WeightsException.LOAD_AND_SAVE),
    TAR(OtherFormat::isTar, "it is a tar archive; unpack it: tar -xf FILE"),
    HDF5(starts("894844460d0a1a0a"), "it is an HDF5 file, as Keras writes them (.h5); " + OtherFormat.CONVERT_KERAS),
    NUMPY(
            starts("934e554d5059"),
            "it is a single array of NumPy (.npy); expected a network's weights by name; "
                    + WeightsException.SAVE_STATE),
    GGUF(starts("47475546"), "it is a GGUF file, of llama.cpp; " + WeightsException.SAVE_STATE),
    TENSORFLOW_LITE(
            begin -> text(begin).startsWith("TFL3", 4),
            "it is a model of TensorFlow Lite; " + WeightsException.SAVE_STATE),
    LFS_POINTER(
            begin -> startsWithText(begin, "version https://git-lfs"),
            "it is a Git LFS pointer, not the file; get the file itself: git lfs pull"),
    HTML(
            begin -> startsWithText(begin, "<!doctype html", "<html", "<head", "<body", "<!--"),
            "it is a web page (HTML), as a server sends it instead of a file that is not there or needs a login; download"
                    + " the file itself"),
    XML(begin -> startsWithText(begin, "<"), "it is XML, such as a server's error message; download the file itself"),
    JSON(
            begin -> startsWithText(begin, "{", "["),
            "it is JSON, such as a server's error message or an index of files; download the file of weights itself"),
    ONNX(
            OtherFormat::isOnnx,
            "it looks like a model of ONNX (.onnx); if its tensors have PyTorch's names, save them as weights, in Python:"
                    + " torch.save({t.name: torch.tensor(onnx.numpy_helper.to_array(t)) for t in"
                    + " onnx.load(\"FILE\").graph.initializer}, \"weights.pth\")"),
    PICKLE(
            OtherFormat::isPickle,
            "it is a pickle that PyTorch's save did not write; if you trust it, save what it holds, in Python:"
                    + " torch.save({k: torch.as_tensor(v) for k, v in pickle.load(open(\"FILE\", \"rb\")).items()},"
                    + " \"weights.pth\")"),
    TEXT(OtherFormat::isText, "it is plain text; expected a file of PyTorch's save, or safetensors");

    static final String CONVERT_KERAS =
            "Keras names and lays out weights differently: build the same network in PyTorch, copy them, and "
                    + WeightsException.SAVE_STATE;

    /** Bytes of a file that show its format. */
    static final int BEGIN_BYTES = 512;

    private static final int TAR_MAGIC_AT = 257;
    private static final int FIELDS_OF_ONNX = 8;
    private static final int TEXT_BYTES = 64;

    private final Predicate<byte[]> isIt;
    private final String sentence;

    OtherFormat(Predicate<byte[]> isIt, String sentence) {
        this.isIt = isIt;
        this.sentence = sentence;
    }

    /** The format that a file begins as; empty where it is none of these. */
    static Optional<OtherFormat> of(byte[] begin) {
        return Arrays.stream(values()).filter(format -> format.isIt.test(begin)).findFirst();
    }

    /** What such a file is, and what to do. */
    String sentence() {
        return sentence;
    }

    private static Predicate<byte[]> starts(String hexadecimal) {
        byte[] magic = HexFormat.of().parseHex(hexadecimal);
        return begin -> begin.length >= magic.length && Arrays.equals(begin, 0, magic.length, magic, 0, magic.length);
    }

    private static String text(byte[] begin) {
        return new String(begin, StandardCharsets.ISO_8859_1);
    }

    /** Without regard to case, a byte order mark and leading space. */
    private static boolean startsWithText(byte[] begin, String... starts) {
        String text = text(begin);
        String bare = (text.startsWith("\u00ef\u00bb\u00bf") ? text.substring(3) : text).stripLeading();
        return Arrays.stream(starts).anyMatch(start -> bare.regionMatches(true, 0, start, 0, start.length()));
    }

    private static boolean isTar(byte[] begin) {
        return text(begin).startsWith("ustar", TAR_MAGIC_AT);
    }

    /** A message of Protocol Buffers whose first field is a small version, and whose second a string or message. */
    private static boolean isOnnx(byte[] begin) {
        return begin.length > 4
                && begin[0] == 8
                && begin[1] > 0
                && begin[1] < 32
                && (begin[2] & 7) == 2
                && (begin[2] >> 3) > 1
                && (begin[2] >> 3) <= FIELDS_OF_ONNX;
    }

    /** Protocol 2 to 5 begin with their number; 0 and 1 most often with a mark and an empty dictionary or list. */
    private static boolean isPickle(byte[] begin) {
        boolean numbered = begin.length > 1 && begin[0] == (byte) 0x80 && begin[1] >= 2 && begin[1] <= 5;
        return numbered || startsWithText(begin, "(dp0", "(lp0", "ccopy_reg", "ccollections", "cnumpy");
    }

    private static boolean isText(byte[] begin) {
        int looked = Math.min(TEXT_BYTES, begin.length);
        for (int i = 0; i < looked; i++) {
            int value = Byte.toUnsignedInt(begin[i]);
            if (value < ' ' && value != '\n' && value != '\r' && value != '\t') {
                return false;
            }
        }
        return looked > Long.BYTES;
    }
}
