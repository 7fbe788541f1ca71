package dev.rollcall.benchmarks;

import java.util.List;

/** A drawing of some figures of a row: a bar each for the median, a line from the least to the most, a mark for the goal. */
final class Chart {

    private static final int WIDTH = 860;
    private static final int LEFT = 430;
    private static final int RIGHT = 90;
    private static final int LINE = 34;
    private static final int TOP = 14;
    private static final int LONGEST = 66;

    private Chart() {}

    /** Each bar has a scale of its own: its end is the most of what was measured, or the goal where that is more. */
    static String of(List<Figure> figures) {
        StringBuilder svg = new StringBuilder();
        int height = TOP * 2 + LINE * figures.size();
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
                .formatted(WIDTH, height, WIDTH, height));
        svg.append(" font-family=\"sans-serif\" font-size=\"12\" role=\"img\">\n");
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        for (int each = 0; each < figures.size(); each++) {
            bar(svg, figures.get(each), TOP + LINE * each);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void bar(StringBuilder svg, Figure figure, int y) {
        Series judged = figure.judged();
        Figure.Goal goal = figure.goal();
        double bound = goal == null ? 0 : goal.bound();
        double scale = (WIDTH - LEFT - RIGHT) / Math.max(Math.max(judged.most(), bound), 1e-9);
        boolean met = goal == null || goal.met(judged.median());
        int middle = y + LINE / 2;
        svg.append("<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"#222222\">%s</text>%n"
                .formatted(LEFT - 8, middle + 4, escaped(figure.what())));
        svg.append("<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n"
                .formatted(
                        LEFT,
                        y + 7,
                        judged.median() * scale,
                        LINE - 14,
                        goal == null ? "#8a94a6" : met ? "#2f855a" : "#b7791f"));
        svg.append("<path d=\"M%.1f %d H%.1f\" stroke=\"#1a202c\" stroke-width=\"1.5\"/>%n"
                .formatted(LEFT + judged.least() * scale, middle, LEFT + judged.most() * scale));
        if (goal != null) {
            double x = LEFT + bound * scale;
            svg.append("<path d=\"M%.1f %d V%d\" stroke=\"#c53030\" stroke-width=\"2\" stroke-dasharray=\"4 2\"/>%n"
                    .formatted(x, y + 3, y + LINE - 3));
        }
        svg.append("<text x=\"%d\" y=\"%d\" fill=\"#222222\">%s%s</text>%n"
                .formatted(
                        WIDTH - RIGHT + 8,
                        middle + 4,
                        Figure.number(judged.median()),
                        goal == null ? "" : " (" + goal.text() + ")"));
    }

    private static String escaped(String text) {
        String whole = text.length() > LONGEST ? text.substring(0, LONGEST - 1) + "…" : text;
        return whole.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
