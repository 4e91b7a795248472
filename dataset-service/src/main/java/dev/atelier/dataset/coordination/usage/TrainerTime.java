package dev.atelier.dataset.coordination.usage;

import dev.atelier.contracts.family.Family;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The trainer time that owners used lately. Written by the thread that reads the topics; may be read by any. */
public final class TrainerTime {
    private final Map<Account, Usage> usages = new ConcurrentHashMap<>();

    /**
     * Whose time it is, and that of which trainers.
     *
     * @param owner empty for jobs that name nobody
     */
    public record Account(Family family, String owner) {
        /** The text that {@link #parse} reads. */
        public String text() {
            return family.name() + "/" + owner;
        }

        public static Account parse(String text) {
            int slash = text.indexOf('/');
            return new Account(new Family(text.substring(0, slash)), text.substring(slash + 1));
        }
    }

    /**
     * Trainer time that a job took.
     *
     * @param endsRound whether its round ended
     */
    public record Charge(Account account, Duration time, boolean endsRound, Instant at) {}

    public void add(Charge charge) {
        Usage usage = new Usage(charge.time().toMillis() / 1000.0, charge.endsRound() ? 1 : 0, charge.at());
        usages.merge(charge.account(), usage, Usage::plus);
    }

    /** What is left of the usage of an owner at a time. */
    public Usage of(Account account, Instant now) {
        return usages.getOrDefault(account, Usage.NONE).at(now);
    }

    /** How long a round of a family lasted lately, in the mean; nothing before one has ended. */
    public Optional<Duration> meanRound(Family family, Instant now) {
        Usage all = usages.entrySet().stream()
                .filter(usage -> usage.getKey().family().equals(family))
                .map(usage -> usage.getValue().at(now))
                .reduce(Usage.NONE, Usage::plus);
        return all.rounds() > 0
                ? Optional.of(Duration.ofMillis(Math.round(1000 * all.seconds() / all.rounds())))
                : Optional.empty();
    }

    public Set<Account> accounts() {
        return usages.keySet();
    }

    public Optional<Usage> usage(Account account) {
        return Optional.ofNullable(usages.get(account));
    }

    /** Puts a usage in the place of the one that is known. */
    public void restore(Account account, Optional<Usage> usage) {
        usage.ifPresentOrElse(known -> usages.put(account, known), () -> usages.remove(account));
    }

    /**
     * Forgets usages of which nothing is left.
     *
     * @return whose they were
     */
    public List<Account> forget(Instant now) {
        return usages.entrySet().stream()
                .filter(usage -> usage.getValue().at(now).isForgotten())
                .filter(usage -> usages.remove(usage.getKey(), usage.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    public void clear() {
        usages.clear();
    }
}
