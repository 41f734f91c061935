package dev.brokerfall.scenario.format;

import com.google.common.base.CaseFormat;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A map of the file format: the keys that a record's components stand for.
 *
 * @param type the record
 * @param fields its keys, in order
 */
record Shape(Class<?> type, List<Field> fields) {

    private static final Map<Class<?>, Shape> CACHE = new ConcurrentHashMap<>();

    /**
     * A key.
     *
     * @param name the key itself
     * @param type of its value
     * @param key what it means
     * @param component the record component it stands for
     */
    record Field(String name, Type type, Key key, RecordComponent component) {

        /** Returns whether it must be given. */
        boolean required() {
            Class<?> raw = component.getType();
            return key.preset().isEmpty()
                    && key.catalogue().isEmpty()
                    && raw != Optional.class
                    && raw != List.class
                    && raw != Map.class;
        }
    }

    static Shape of(Class<?> type) {
        return CACHE.computeIfAbsent(type, Shape::read);
    }

    private static Shape read(Class<?> type) {
        return new Shape(
                type,
                Arrays.stream(type.getRecordComponents())
                        .map(component -> {
                            Key key = component.getAnnotation(Key.class);
                            if (key == null) {
                                throw new IllegalStateException(type + " has a component without @Key: " + component);
                            }
                            String name = key.name().isEmpty() ? component.getName() : key.name();
                            return new Field(name, component.getGenericType(), key, component);
                        })
                        .toList());
    }

    /** Returns the names of the kinds of a one-of, with their records: {@code AzureDisk} is {@code azureDisk}. */
    static Map<String, Class<?>> kinds(Class<?> oneOf) {
        Map<String, Class<?>> kinds = new LinkedHashMap<>();
        for (Class<?> kind : oneOf.getPermittedSubclasses()) {
            kinds.put(CaseFormat.UPPER_CAMEL.to(CaseFormat.LOWER_CAMEL, kind.getSimpleName()), kind);
        }
        return kinds;
    }

    /** Returns the record with these values. */
    Object create(List<Object> values) {
        try {
            Class<?>[] types =
                    fields.stream().map(field -> field.component().getType()).toArray(Class<?>[]::new);
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException rule) {
                throw rule;
            }
            throw new IllegalStateException(type + " cannot be made", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }

    /** Returns the value of one component of {@code owner}. */
    static Object value(Field field, Object owner) {
        try {
            field.component().getAccessor().setAccessible(true);
            return field.component().getAccessor().invoke(owner);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(field + " cannot be read", e);
        }
    }
}
