package dev.rollcall.api;

import java.lang.management.ManagementFactory;
import java.util.UUID;

/** What a process is called among those of its installation. */
public record NodeName(String text) {

    /** One that no other process has, nor had before. */
    public static NodeName unique() {
        return new NodeName(ManagementFactory.getRuntimeMXBean().getName() + "/" + UUID.randomUUID());
    }
}
