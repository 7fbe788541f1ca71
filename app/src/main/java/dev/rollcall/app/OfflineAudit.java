package dev.rollcall.app;

import dev.rollcall.api.audit.ChainView;
import dev.rollcall.store.DumpCheck;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** {@code java -jar rollcall.jar verify-audit DUMP HEAD}: whether the history in a dump is as it was recorded. */
final class OfflineAudit {

    static final String NAME = "verify-audit";

    private static final int INTACT = 0;
    private static final int BROKEN = 1;
    private static final int UNUSABLE = 2;

    private OfflineAudit() {}

    /** Answers how the program ends: 0 intact, 1 altered, 2 nothing could be checked. */
    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.size() != 2) {
            err.println("usage: java -jar rollcall.jar " + NAME + " DUMP HEAD");
            err.println(
                    "DUMP is what pg_dump wrote in its plain format; HEAD is the file in which Rollcall noted the end of");
            err.println("the chain (audit/head.json in its data folder), or one that holds the public key alone.");
            return UNUSABLE;
        }
        try {
            ChainView view = DumpCheck.of(
                    Path.of(arguments.get(0)),
                    Path.of(arguments.get(1)),
                    progress -> err.printf("%5.1f %%, %d facts%n", progress.percent(), progress.facts()));
            ChainView.Fault fault = view.firstBad();
            if (fault == null) {
                out.printf(
                        "intact: %d facts are as they were recorded, %d are not signed yet%n",
                        view.facts(), view.unsigned());
                return INTACT;
            }
            out.printf(
                    "broken: %s at position %s%s. %s%n%d facts before it are as they were recorded%n",
                    fault.kind(),
                    fault.position() == null ? "unknown" : fault.position(),
                    fault.eventId() == null ? "" : ", event " + fault.eventId(),
                    fault.detail(),
                    view.facts());
            return BROKEN;
        } catch (IOException | RuntimeException unusable) {
            err.println("nothing was checked: " + unusable.getMessage());
            return UNUSABLE;
        }
    }
}
