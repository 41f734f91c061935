package dev.brokerfall.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutputTest {

    private static final byte[] CONTENT = "what was asked for".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void posix() {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"), "only POSIX has modes");
    }

    @Test
    void a_file_has_the_mode_of_any_other_that_is_created_and_leaves_nothing_beside_it() throws IOException {
        Path other = Files.createFile(folder.resolve("other"));
        Path written = folder.resolve("result.json");
        Files.writeString(written, "what was there before");

        Output.write(written, CONTENT);
        Output.write(folder.resolve("deep/er.json"), CONTENT);

        assertThat(written).hasBinaryContent(CONTENT);
        assertThat(Files.getPosixFilePermissions(written)).isEqualTo(Files.getPosixFilePermissions(other));
        assertThat(Files.getPosixFilePermissions(folder.resolve("deep/er.json")))
                .isEqualTo(Files.getPosixFilePermissions(other));
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("other", "result.json", "deep");
        assertThat(folder.resolve("deep").toFile().list()).containsExactly("er.json");
    }

    @Test
    void a_pipe_is_written_to_and_stays_a_pipe() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Path read = folder.resolve("read");
        Process reader = new ProcessBuilder("cat", pipe.toString())
                .redirectOutput(read.toFile())
                .start();

        Output.write(pipe, CONTENT);

        assertThat(reader.waitFor()).isZero();
        assertThat(read).hasBinaryContent(CONTENT);
        assertThat(pipe).exists().isNotEqualTo(read);
        assertThat(Files.isRegularFile(pipe)).isFalse();
    }
}
