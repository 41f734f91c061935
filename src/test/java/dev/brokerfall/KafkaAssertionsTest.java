package dev.brokerfall;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code docs/kafka-assertions.md} and the tests that carry its numbers are in step. */
final class KafkaAssertionsTest {

    private static final int COUNT = 52;
    private static final Pattern NUMBERED = Pattern.compile("#(\\d+) .*");
    private static final Pattern ROW =
            Pattern.compile("\\| (\\d+) \\| [^|]+ \\| [^|]+ \\| [^|]+ \\| `(\\w+\\.\\w+)` \\|");

    @Test
    void each_number_is_carried_by_one_test() {
        List<Integer> numbers =
                numbered().map(KafkaAssertionsTest::numberOf).sorted().toList();

        assertThat(numbers)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, COUNT).boxed().toList());
    }

    @Test
    void the_document_has_a_row_for_each_that_names_its_test() throws IOException {
        Map<Integer, String> tests = numbered()
                .collect(Collectors.toMap(
                        KafkaAssertionsTest::numberOf,
                        method -> method.getOwner().getSimpleName() + "." + method.getName(),
                        (one, other) -> one + " and " + other,
                        TreeMap::new));

        Map<Integer, String> rows = Files.readAllLines(Path.of("docs", "kafka-assertions.md")).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .collect(Collectors.toMap(
                        row -> Integer.valueOf(row.group(1)),
                        row -> row.group(2),
                        (one, other) -> one + " and " + other,
                        TreeMap::new));

        assertThat(rows).isEqualTo(tests);
    }

    private static Stream<JavaMethod> numbered() {
        return new ClassFileImporter()
                .importPackages("dev.brokerfall").stream()
                        .flatMap(each -> each.getMethods().stream())
                        .filter(method -> method.isAnnotatedWith(DisplayName.class))
                        .filter(method -> NUMBERED.matcher(nameOf(method)).matches());
    }

    private static int numberOf(JavaMethod method) {
        Matcher name = NUMBERED.matcher(nameOf(method));
        assertThat(name.matches()).isTrue();
        return Integer.parseInt(name.group(1));
    }

    private static String nameOf(JavaMethod method) {
        return method.getAnnotationOfType(DisplayName.class).value();
    }
}
