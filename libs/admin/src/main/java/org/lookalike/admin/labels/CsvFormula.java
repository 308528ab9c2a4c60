package org.lookalike.admin.labels;

/**
 * Texts that a spreadsheet would take for a formula: they get an apostrophe in front when they are written to a CSV file, since
 * ids, sources, attributes and labels come from outside, and lose it when such a file is read.
 */
public final class CsvFormula {
    /** See OWASP, CSV Injection. */
    private static final String STARTS = "=+-@\t\r";

    private CsvFormula() {}

    /** The text as it may be written. */
    public static String neutralised(String text) {
        return isFormula(text) ? "'" + text : text;
    }

    /** The text that {@link #neutralised} was given. */
    public static String restored(String cell) {
        return cell.startsWith("'") && isFormula(cell.substring(1)) ? cell.substring(1) : cell;
    }

    private static boolean isFormula(String text) {
        return !text.isEmpty() && STARTS.indexOf(text.charAt(0)) >= 0;
    }
}
