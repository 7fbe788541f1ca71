package dev.rollcall.app;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The programs of the PostgreSQL that comes with Rollcall, unpacked once into the data folder. */
final class PostgresBinaries {

    private static final int DIGEST_DIGITS = 16;
    private static final int EXECUTABLE = 0111;

    private final Path home;

    private PostgresBinaries(Path home) {
        this.home = home;
    }

    /** Unpacks them where that has not happened yet. Refuses (WrongSetting) a platform that has none. */
    static PostgresBinaries in(DataFolder data) throws IOException {
        String archive = archive(System.getProperty("os.name"), System.getProperty("os.arch"));
        Path parent = data.folder("postgres-binaries");
        Path home = parent.resolve(digest(archive));
        if (!Files.isDirectory(home)) {
            Path unpacking = Files.createTempDirectory(parent, "unpacking");
            try (InputStream packed = open(archive)) {
                unpack(packed, unpacking);
            }
            Files.move(unpacking, home, StandardCopyOption.ATOMIC_MOVE);
            clean(parent, home);
        }
        return new PostgresBinaries(home);
    }

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    static String archive(String system, String architecture) {
        String machine =
                switch (architecture) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm_64";
                    default -> architecture;
                };
        String archive = "/postgres-" + system.toLowerCase(Locale.ROOT) + "-" + machine + ".txz";
        if (PostgresBinaries.class.getResource(archive) == null) {
            throw SettingsCheck.wrong(
                    DatabaseConfiguration.URL,
                    "the PostgreSQL that comes with Rollcall runs on Linux (amd64, arm64) only, and this is " + system
                            + " on " + architecture,
                    "Set spring.datasource.url to a PostgreSQL server, 15 or later");
        }
        return archive;
    }

    private static InputStream open(String archive) throws IOException {
        InputStream stream = PostgresBinaries.class.getResourceAsStream(archive);
        if (stream == null) {
            throw new IOException(archive + " is not on the class path");
        }
        return new BufferedInputStream(stream);
    }

    private static String digest(String archive) throws IOException {
        try (DigestInputStream stream = new DigestInputStream(open(archive), MessageDigest.getInstance("SHA-256"))) {
            stream.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(stream.getMessageDigest().digest()).substring(0, DIGEST_DIGITS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 is missing from this JDK", impossible);
        }
    }

    private static void unpack(InputStream packed, Path target) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(packed))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("the archive reaches outside its folder");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                    continue;
                }
                Files.createDirectories(file.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, file);
                    if ((entry.getMode() & EXECUTABLE) != 0 && !file.toFile().setExecutable(true, true)) {
                        throw new IOException("'" + file + "' cannot be made executable");
                    }
                }
            }
        }
    }

    /** What an older release, or an unpacking that was cut short, left behind. */
    private static void clean(Path parent, Path keep) throws IOException {
        try (Stream<Path> folders = Files.list(parent)) {
            for (Path folder : folders.filter(each -> !each.equals(keep)).toList()) {
                delete(folder);
            }
        }
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
