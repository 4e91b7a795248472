package dev.atelier.transfer.format;

import java.io.IOException;

/**
 * Weights are not available or invalid. The message contains what to do, for the submitter, and nothing
 * of files that the job did not rightly name.
 */
public final class WeightsException extends IOException {
    /** Lines of Python that save what a file that cannot be read as weights was made from. */
    public static final String SAVE_STATE =
            "save the weights of the model alone, in Python: torch.save(model.state_dict(), \"weights.pth\")";

    static final String SAVE_CONTIGUOUS =
            "save copies of the tensors, in Python: torch.save({k: v.contiguous().clone() for k, v in"
                    + " model.state_dict().items()}, \"weights.pth\")";
    static final String LOAD_AND_SAVE =
            "if you trust it, save what it holds, in Python: torch.save(torch.load(\"FILE\", weights_only=False),"
                    + " \"weights.pth\")";

    private static final long serialVersionUID = 1L;
    private static final int CHARACTERS_AT_MOST = 80;

    public WeightsException(String message) {
        super(message);
    }

    public WeightsException(String message, Throwable cause) {
        super(message, cause);
    }

    /** A name out of a file as a message may have it: short, and of visible characters. */
    public static String shown(String name) {
        String cut = name.length() <= CHARACTERS_AT_MOST ? name : name.substring(0, CHARACTERS_AT_MOST) + "…";
        return cut.replaceAll("[^\\x20-\\x7e…]", "?");
    }
}
