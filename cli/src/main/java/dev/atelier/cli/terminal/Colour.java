package dev.atelier.cli.terminal;

/** How text is coloured on a terminal. */
public enum Colour {
    PLAIN(""),
    BOLD("1"),
    RED("31"),
    GREEN("32"),
    YELLOW("33"),
    CYAN("36"),
    GREY("90");

    private static final String ESCAPE = "\u001b[";

    private final String code;

    Colour(String code) {
        this.code = code;
    }

    /** The text in this colour, for a terminal that takes colours. */
    String paint(String text) {
        return this == PLAIN || text.isEmpty() ? text : ESCAPE + code + "m" + text + ESCAPE + "0m";
    }

    /** The colour of a word for how a job or a service stands; plain for any other word. */
    public static Colour ofState(String word) {
        return switch (word) {
            case "completed", "reproduced", "ok", "yes" -> GREEN;
            case "failed", "NOT reproduced", "MISSING" -> RED;
            case "running" -> CYAN;
            case "queued", "paused", "starting", "restarting", "note" -> YELLOW;
            case "cancelled", "stopped" -> GREY;
            default -> PLAIN;
        };
    }
}
