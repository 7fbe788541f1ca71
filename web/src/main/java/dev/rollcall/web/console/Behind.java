package dev.rollcall.web.console;

import dev.rollcall.api.audit.LagView;
import java.util.List;
import java.util.Locale;

/** How far the views were behind over the last minutes, as a line in a chart. */
record Behind(List<LagView> seen) {

    private static final int MINUTES = 10;
    private static final int WIDTH = 150;
    private static final int HEIGHT = 40;

    /** Seconds between two that belong together; where it is more, nobody looked. */
    private static final int GAP = 20;

    /** The greatest lag there was. */
    public long most() {
        return seen.stream().mapToLong(LagView::facts).max().orElse(0);
    }

    public int minutes() {
        return MINUTES;
    }

    /**
     * As a path in a field of {@value #WIDTH} by {@value #HEIGHT} that ends on the right with what is so now.
     *
     * @param now how many facts the views are behind
     */
    public String line(long now) {
        double most = Math.max(1, Math.max(now, most()));
        StringBuilder path = new StringBuilder();
        long before = Long.MAX_VALUE;
        for (LagView one : seen) {
            add(path, before, one, most);
            before = one.secondsAgo();
        }
        add(path, before, new LagView(0, now), most);
        return path.toString();
    }

    private static void add(StringBuilder path, long before, LagView one, double most) {
        path.append(String.format(
                Locale.ROOT,
                "%s%.1f %.1f",
                before - one.secondsAgo() > GAP ? "M" : "L",
                WIDTH - one.secondsAgo() * (double) WIDTH / (MINUTES * 60),
                HEIGHT - 1 - one.facts() / most * (HEIGHT - 4)));
    }
}
