package dev.brokerfall.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Rows of cells in columns as wide as they need to be, two spaces apart. */
final class TextTable {

    private static final String GAP = "  ";

    private record Cell(String text, UnaryOperator<String> paint) {}

    private final List<List<Cell>> rows = new ArrayList<>();
    private final List<Boolean> right;

    /** Creates a table whose columns are set to the right where {@code right} says so. */
    TextTable(List<Boolean> right) {
        this.right = List.copyOf(right);
    }

    /** Adds a row of plain cells. */
    TextTable row(List<String> cells) {
        return row(cells, UnaryOperator.identity());
    }

    /** Adds a row whose cells are painted after they were measured. */
    TextTable row(List<String> cells, UnaryOperator<String> paint) {
        rows.add(cells.stream().map(cell -> new Cell(cell, paint)).toList());
        return this;
    }

    /** Returns the width of the widest line. */
    int width() {
        int width = 0;
        for (int column = 0; column < right.size(); column++) {
            width += width(column) + (column == 0 ? 0 : GAP.length());
        }
        return width;
    }

    /** Writes the rows, without spaces at the ends of lines; a first cell wider than {@code most} gets a line of its own. */
    void writeTo(StringBuilder out, int most) {
        for (List<Cell> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                Cell cell = row.get(column);
                int width = column == 0 ? Math.min(width(0), most) : width(column);
                if (column > 0) {
                    line.append(GAP);
                }
                if (cell.text.length() > width) {
                    line.append(cell.paint.apply(cell.text)).append('\n').append(" ".repeat(width));
                    continue;
                }
                String space = " ".repeat(width - cell.text.length());
                String painted = cell.text.isBlank() ? cell.text : cell.paint.apply(cell.text);
                line.append(right.get(column) ? space + painted : painted + space);
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
    }

    private int width(int column) {
        return rows.stream()
                .filter(row -> row.size() > column)
                .mapToInt(row -> row.get(column).text.length())
                .max()
                .orElse(0);
    }
}
