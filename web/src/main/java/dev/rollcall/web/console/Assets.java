package dev.rollcall.web.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The files that pages are drawn with, read once. The address of each holds the digest of what is in it, so that a browser
 * may keep it for ever and still never has an old one.
 */
final class Assets {

    /** @param zipped the same, as gzip has it */
    record Asset(String version, String type, byte[] bytes, byte[] zipped) {}

    private static final String OURS = "dev/rollcall/web/console/assets/";
    private static final String WEBJARS = "META-INF/resources/webjars/";
    private static final String HTMX = "META-INF/maven/org.webjars.npm/htmx.org/pom.properties";

    private final Map<String, Asset> all = new LinkedHashMap<>();

    Assets() {
        add("console.css", "text/css;charset=UTF-8", OURS + "console.css");
        add("console.js", "text/javascript;charset=UTF-8", OURS + "console.js");
        add("passkey.js", "text/javascript;charset=UTF-8", OURS + "passkey.js");
        add("mark.svg", "image/svg+xml", OURS + "mark.svg");
        add("htmx.js", "text/javascript;charset=UTF-8", WEBJARS + "htmx.org/" + version() + "/dist/htmx.min.js");
    }

    /** Where a page finds a file. */
    String url(String name) {
        Asset asset = all.get(name);
        if (asset == null) {
            throw new IllegalArgumentException("there is no " + name);
        }
        return "/console/assets/" + asset.version() + "/" + name;
    }

    /** The file, whatever version was asked for: a page that is still open may ask for one that is no more. */
    @Nullable
    Asset find(String name) {
        return all.get(name);
    }

    private void add(String name, String type, String resource) {
        byte[] bytes = read(resource);
        all.put(name, new Asset(digest(bytes), type, bytes, zipped(bytes)));
    }

    private static byte[] read(String resource) {
        try (InputStream in = Assets.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("there is no " + resource);
            }
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String version() {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(new String(read(HTMX), UTF_8)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return properties.getProperty("version");
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] zipped(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }
}
