package dev.rollcall.web.console;

import dev.rollcall.web.console.Assets.Asset;
import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;

/** The files that pages are drawn with. */
@Controller
final class AssetConsole {

    private final Assets assets;

    AssetConsole(Assets assets) {
        this.assets = assets;
    }

    @GetMapping("/console/assets/{version}/{name}")
    ResponseEntity<byte[]> file(
            @PathVariable String version,
            @PathVariable String name,
            @RequestHeader(name = HttpHeaders.ACCEPT_ENCODING, defaultValue = "") String encodings) {
        Asset asset = assets.find(name);
        if (asset == null) {
            return ResponseEntity.notFound().build();
        }
        boolean zipped = encodings.contains("gzip");
        return ResponseEntity.ok()
                .cacheControl(lifetime(version, asset))
                .header(HttpHeaders.CONTENT_TYPE, asset.type())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .header(HttpHeaders.CONTENT_ENCODING, zipped ? "gzip" : "identity")
                .body(zipped ? asset.zipped() : asset.bytes());
    }

    private static CacheControl lifetime(String version, Asset asset) {
        return version.equals(asset.version())
                ? CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable()
                : CacheControl.noStore();
    }
}
