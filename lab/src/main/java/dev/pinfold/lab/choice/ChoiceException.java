package dev.pinfold.lab.choice;

/** A file holds no choice that can be used. The message names the file, and the line where there is one. */
public final class ChoiceException extends Exception {
    /** With what is wrong, and where. */
    public ChoiceException(String message) {
        super(message);
    }

    /** As {@link #ChoiceException(String)}, with what brought it about. */
    public ChoiceException(String message, Throwable cause) {
        super(message, cause);
    }
}
