package dev.brokerfall.catalogue;

import com.google.common.collect.ImmutableMap;
import com.google.common.io.Resources;
import dev.brokerfall.random.Distribution;
import dev.brokerfall.random.RandomDuration;
import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import dev.brokerfall.unit.Durations;
import dev.brokerfall.unit.Money;
import dev.brokerfall.unit.Share;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Every number about Azure, Kubernetes and Kafka that the program rests on, found by its dotted name. Immutable.
 *
 * <p>A name that is not there is a mistake of the program's, so the typed accessors throw; {@link #find} asks first.
 */
public final class Catalogue {

    private static final List<String> FILES = List.of(
            "vm-sizes.yaml",
            "azure-disks.yaml",
            "azure-files.yaml",
            "local-storage.yaml",
            "kubernetes.yaml",
            "kafka.yaml",
            "prices.yaml",
            "faults-azure-typical.yaml",
            "faults-azure-pessimistic.yaml",
            "faults-quiet.yaml",
            "reference.yaml");

    private static final DistributionForm DURATIONS = new DistributionForm(Scale.DURATION);
    private static final DistributionForm SHARES = new DistributionForm(Scale.SHARE);

    private final ImmutableMap<String, Entry> entries;
    private final Consumer<String> reader;

    /** The one catalogue that comes with the program, read when it is first asked for. */
    private static final class Standard {
        private static final Catalogue INSTANCE = load();

        private static Catalogue load() {
            Map<String, Entry> entries = new LinkedHashMap<>();
            for (String file : FILES) {
                for (Entry entry : CatalogueFile.read(file, resource(file))) {
                    if (entries.put(entry.path(), entry) != null) {
                        throw new IllegalStateException(file + ": " + entry.path() + " is there twice");
                    }
                }
            }
            return new Catalogue(entries, path -> {});
        }

        private static String resource(String file) {
            try {
                return Resources.toString(Resources.getResource(Catalogue.class, file), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Catalogue(Map<String, Entry> entries, Consumer<String> reader) {
        this.entries = ImmutableMap.copyOf(entries);
        this.reader = reader;
    }

    /** Returns the catalogue that comes with the program. */
    public static Catalogue standard() {
        return Standard.INSTANCE;
    }

    /** Returns this catalogue with {@code others} in place of its own entries of the same names. */
    public Catalogue with(Collection<Entry> others) {
        Map<String, Entry> changed = new LinkedHashMap<>(entries);
        others.forEach(entry -> changed.put(entry.path(), entry));
        return new Catalogue(changed, reader);
    }

    /** Returns this catalogue, which from now on tells {@code observer} the name of every entry that is read. */
    public Catalogue watched(Consumer<String> observer) {
        return new Catalogue(entries, observer);
    }

    /** Returns the entries that a user's file has replaced, in the order of the catalogue. */
    public List<Entry> replaced() {
        return entries.values().stream()
                .filter(entry -> entry.instead().isPresent())
                .toList();
    }

    /** Returns every entry, in the order of the files. */
    public Collection<Entry> entries() {
        return entries.values();
    }

    /** Returns the entry called {@code path}, if there is one. */
    public Optional<Entry> find(String path) {
        Optional<Entry> found = Optional.ofNullable(entries.get(path));
        found.map(Entry::path).ifPresent(reader);
        return found;
    }

    /** Returns the entry called {@code path}. */
    public Entry entry(String path) {
        return find(path).orElseThrow(() -> new IllegalArgumentException("the catalogue has no " + path));
    }

    /** Returns the entries whose names begin with {@code prefix} and a dot. */
    public List<Entry> below(String prefix) {
        String group = prefix + ".";
        return entries.values().stream()
                .filter(entry -> entry.path().startsWith(group))
                .toList();
    }

    /** Returns the next parts of the names that begin with {@code prefix} and a dot, sorted. */
    public List<String> children(String prefix) {
        TreeSet<String> names = new TreeSet<>();
        for (Entry entry : below(prefix)) {
            String rest = entry.path().substring(prefix.length() + 1);
            names.add(rest.contains(".") ? rest.substring(0, rest.indexOf('.')) : rest);
        }
        return List.copyOf(names);
    }

    /** Returns a text. */
    public String text(String path) {
        return entry(path).value().toString();
    }

    /** Returns a bare number. */
    public double number(String path) {
        return Double.parseDouble(text(path));
    }

    /** Returns a whole number. */
    public int count(String path) {
        return Integer.parseInt(text(path));
    }

    /** Returns true or false. */
    public boolean flag(String path) {
        return Boolean.parseBoolean(text(path));
    }

    /** Returns a part of a whole, between 0 and 1. */
    public double share(String path) {
        return Share.parse(text(path));
    }

    /** Returns a length of time. */
    public Duration duration(String path) {
        return Durations.parse(text(path));
    }

    /** Returns an amount of data. */
    public DataSize size(String path) {
        return DataSize.parse(text(path));
    }

    /** Returns a flow of data; {@code unlimited} is infinite. */
    public DataRate rate(String path) {
        return text(path).equals("unlimited") ? DataRate.UNLIMITED : DataRate.parse(text(path));
    }

    /** Returns an amount of money. */
    public Money money(String path) {
        return Money.parse(text(path));
    }

    /** Returns a random length of time. */
    public RandomDuration randomDuration(String path) {
        return new RandomDuration(DURATIONS.read(entry(path).value()));
    }

    /** Returns a random part of a whole. */
    public Distribution randomShare(String path) {
        return SHARES.read(entry(path).value());
    }

    /** Returns a column of an entry that is a map. */
    public String column(String path, String column) {
        return Fields.of(entry(path)).text(column);
    }

    /** Returns the names of the VM sizes. */
    public List<String> vmSizeNames() {
        return children("vmSizes");
    }

    /** Returns the VM size of this name, if the catalogue has it. */
    public Optional<VmSize> vmSize(String name) {
        return find("vmSizes." + name).map(entry -> vmSize(name, Fields.of(entry)));
    }

    private static VmSize vmSize(String name, Fields fields) {
        return new VmSize(
                name,
                fields.count("vcpus"),
                fields.size("memory"),
                fields.count("maxDataDisks"),
                fields.count("uncachedIops"),
                fields.rate("uncachedRate"),
                fields.rate("burstRate"),
                fields.rate("nicRate"),
                fields.has("tempSize")
                        ? Optional.of(new VmSize.LocalDisk(1, fields.size("tempSize"), fields.rate("tempRate")))
                        : Optional.empty(),
                fields.has("nvmeDisks")
                        ? Optional.of(new VmSize.LocalDisk(
                                fields.count("nvmeDisks"), fields.size("nvmeSize"), fields.rate("nvmeRate")))
                        : Optional.empty(),
                fields.has("cacheSize") ? Optional.of(fields.size("cacheSize")) : Optional.empty(),
                fields.flag("ephemeralOs"),
                fields.flag("liveMigration"));
    }

    /**
     * Returns the smallest tier of a family that holds {@code size}, which is the one Azure bills and rates, if any does.
     *
     * @param family {@code premium} or {@code standardSsd}
     */
    public Optional<DiskTier> diskTier(String family, DataSize size) {
        return below("azureDisk." + family).stream()
                .filter(entry -> Fields.of(entry).size("size").compareTo(size) >= 0)
                .findFirst()
                .map(entry -> tier(entry(entry.path())));
    }

    /** Returns the tier of this name, such as {@code P20} or {@code E30}. */
    public DiskTier diskTier(String name) {
        return tier(entry((name.startsWith("P") ? "azureDisk.premium." : "azureDisk.standardSsd.") + name));
    }

    private static DiskTier tier(Entry entry) {
        Fields fields = Fields.of(entry);
        String name = entry.path().substring(entry.path().lastIndexOf('.') + 1);
        return new DiskTier(
                name, fields.size("size"), fields.count("iops"), fields.rate("rate"), fields.rate("burstRate"));
    }

    /** Returns the tier of the managed OS disk that AKS gives a node with so many vCPUs. */
    public DiskTier osDiskTier(int vcpus) {
        return below("osDisk").stream()
                .filter(entry -> entry.path().startsWith("osDisk.vcpu"))
                .filter(entry -> vcpus >= Integer.parseInt(entry.path().substring("osDisk.vcpu".length())))
                .reduce((smaller, larger) -> larger)
                .map(entry -> diskTier(text(entry.path())))
                .orElseThrow();
    }
}
