package dev.rollcall.app;

import java.nio.file.Path;
import java.util.List;

/**
 * An installation of several processes that have one data folder, and so one key, and keep their rows in one database.
 *
 * @param doors the processes that are asked over HTTP
 * @param all every process
 * @param shared the data folder of all of them
 * @param database where the database has its files
 * @param axonServer host and port of what keeps the facts; empty where the database does
 */
record SeveralProcesses(
        List<RunningRollcall> doors, List<RunningRollcall> all, Path shared, Path database, String axonServer) {

    boolean chained() {
        return axonServer.isEmpty();
    }
}
