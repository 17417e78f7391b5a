package dev.pinfold.lab.lang;

/**
 * The text of one call: a line of the file, or two where strace printed a call's beginning and end apart. An index into
 * the text leads back to its place in the file.
 *
 * @param text the line's text; where joined, what stood before {@code <unfinished ...>} and after {@code resumed>}
 * @param line where the text begins, from 1
 * @param seam index of the first character that stands on the second line, or the text's length
 * @param secondLine the second line, or 0
 * @param secondColumn column, from 1, at which the text goes on there
 */
public record Piece(Source source, String text, int line, int seam, int secondLine, int secondColumn) {
    public static Piece whole(Source source, int line) {
        String text = source.line(line);
        return new Piece(source, text, line, text.length(), 0, 0);
    }

    /** A text that stands on a line, with or without what surrounds it there. */
    public static Piece of(Source source, String text, int line) {
        return new Piece(source, text, line, text.length(), 0, 0);
    }

    /** Joins the first {@code length} characters of this line with what stands from {@code from} on another. */
    Piece join(int length, int otherLine, int from) {
        String tail = source.line(otherLine).substring(from);
        return new Piece(source, text.substring(0, length) + tail, line, length, otherLine, from + 1);
    }

    int lineOf(int index) {
        return secondLine > 0 && index >= seam ? secondLine : line;
    }

    int columnOf(int index) {
        return secondLine > 0 && index >= seam ? index - seam + secondColumn : index + 1;
    }

    /** Makes the error that points at an index of the text. */
    public WorkloadException error(int index, String found, String expected) {
        return source.error(lineOf(index), columnOf(index), found, expected);
    }
}
