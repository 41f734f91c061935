package dev.brokerfall.fault;

import static com.google.common.base.Preconditions.checkArgument;

import dev.brokerfall.kernel.Actor;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Cause;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The scripted timeline: plays each entry when its time has come, or as soon as an earlier entry has come far enough. */
public final class Script implements Actor {

    private static final int PLAY = 0;
    private static final int OVER = 1;

    private final Agenda agenda;
    private final List<TimelineEntry> entries;
    private final Stage stage;
    private final Recovery recovery;
    private final FaultListener listener;
    private final Map<String, Integer> byId = new HashMap<>();
    private final Act[] acts;

    /** What the script wants to know of the cluster. */
    public interface Recovery {

        /** Returns whether every partition has all its replicas in sync and no broker is still suffering from a fault. */
        boolean isrFull();

        /** Returns whether these brokers, or all when none is named, are registered and unfenced. */
        boolean registered(List<Integer> brokers);

        /** Returns whether the operation that {@code cause} names, whose length nobody knew beforehand, is complete. */
        boolean complete(Cause cause);
    }

    /** How far one entry has come. */
    private static final class Act {
        private boolean begun;
        private boolean over;
        private boolean followed;
        private Cause cause = new Cause("", 0);
    }

    /** Creates the script and schedules the entries whose time is known. */
    public Script(Agenda agenda, List<TimelineEntry> entries, Stage stage, Recovery recovery, FaultListener listener) {
        this.agenda = agenda;
        this.entries = List.copyOf(entries);
        this.stage = stage;
        this.recovery = recovery;
        this.listener = listener;
        this.acts = new Act[entries.size()];
        for (int index = 0; index < acts.length; index++) {
            acts[index] = new Act();
            byId.put(entries.get(index).id(), index);
        }
        for (int index = 0; index < acts.length; index++) {
            When when = entries.get(index).when();
            if (when instanceof When.At at) {
                agenda.at(at.at().toMillis(), this, PLAY, index, 0);
            } else if (when instanceof When.Every every) {
                agenda.at(every.first().toMillis(), this, PLAY, index, 0);
            } else if (when instanceof When.After after) {
                checkArgument(byId.containsKey(after.event()), "no timeline entry is called %s", after.event());
            }
        }
    }

    /** Tells the script that brokers came back, in-sync sets filled up or an operation ended. */
    public void somethingChanged() {
        for (int index = 0; index < acts.length; index++) {
            if (entries.get(index).when() instanceof When.After after && !acts[index].begun && !acts[index].followed) {
                int earlier = byId.getOrDefault(after.event(), index);
                if (reached(earlier, after.until())) {
                    acts[index].followed = true;
                    agenda.after(0, this, PLAY, index, 0);
                }
            }
        }
    }

    @Override
    public void handle(int kind, int target, long payload) {
        if (kind == PLAY) {
            play(target);
        } else {
            acts[target].over = true;
            listener.faultEnded(acts[target].cause);
            somethingChanged();
        }
    }

    private void play(int index) {
        TimelineEntry entry = entries.get(index);
        Act act = acts[index];
        act.begun = true;
        act.over = false;
        act.cause = new Cause(entry.event().kind(), agenda.now());
        listener.faultBegan(act.cause, entry.id());
        if (entry.when() instanceof When.Every every) {
            agenda.after(every.every().toMillis(), this, PLAY, index, 0);
        }
        entry.event().play(stage, act.cause);
        entry.event().lasts().map(Duration::toMillis).ifPresent(length -> agenda.after(length, this, OVER, index, 0));
    }

    private boolean reached(int index, When.Until until) {
        Act act = acts[index];
        TimelineEvent event = entries.get(index).event();
        if (!act.begun || !over(act, event)) {
            return false;
        }
        return switch (until) {
            case DONE -> true;
            case BROKER_REGISTERED -> recovery.registered(event.brokers());
            case ISR_FULL -> recovery.isrFull();
        };
    }

    private boolean over(Act act, TimelineEvent event) {
        return event.lasts().isPresent() ? act.over : recovery.complete(act.cause);
    }
}
