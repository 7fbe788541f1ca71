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
 */
@ConfigurationProperties("rollcall.web")
record WebDefaults(
        @DefaultValue("15s") Duration deadline,
        @DefaultValue("64KB") DataSize largestBody) {

    WebDefaults {
        if (deadline.compareTo(Duration.ofSeconds(1)) < 0 || deadline.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new WrongSetting("rollcall.web.deadline: between one second and five minutes, such as 15s.");
        }
        if (largestBody.toBytes() < 1024 || largestBody.toMegabytes() > 10) {
            throw new WrongSetting("rollcall.web.largest-body: between 1KB and 10MB, such as 64KB.");
        }
    }
}
