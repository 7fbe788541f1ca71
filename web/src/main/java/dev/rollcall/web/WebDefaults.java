package dev.rollcall.web;

import dev.rollcall.api.WrongSetting;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What an installation can set for this room.
 *
 * @param deadline {@code rollcall.web.deadline}: how long a request waits for the room that answers it before it is
 *     answered 503; one second to five minutes
 * @param largestBody {@code rollcall.web.largest-body}: the largest request body that is read, in bytes; 1 KB to 10 MB
 * @param mostViewers {@code rollcall.web.most-viewers}: how many may follow rebuilds at a time, and how many facts, each over a
 *     connection that stays open; 1 to 1000
 * @param heartbeat {@code rollcall.web.heartbeat}: how long such a connection stays silent at most; one second to a minute
 */
@ConfigurationProperties("rollcall.web")
record WebDefaults(
        @DefaultValue("15s") Duration deadline,
        @DefaultValue("64KB") DataSize largestBody,
        @DefaultValue("50") int mostViewers,
        @DefaultValue("15s") Duration heartbeat) {

    WebDefaults {
        if (deadline.compareTo(Duration.ofSeconds(1)) < 0 || deadline.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new WrongSetting("rollcall.web.deadline: between one second and five minutes, such as 15s.");
        }
        if (largestBody.toBytes() < 1024 || largestBody.toMegabytes() > 10) {
            throw new WrongSetting("rollcall.web.largest-body: between 1KB and 10MB, such as 64KB.");
        }
        if (mostViewers < 1 || mostViewers > 1_000) {
            throw new WrongSetting("rollcall.web.most-viewers: between 1 and 1000, such as 50.");
        }
        if (heartbeat.compareTo(Duration.ofSeconds(1)) < 0 || heartbeat.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new WrongSetting("rollcall.web.heartbeat: between one second and one minute, such as 15s.");
        }
    }
}
