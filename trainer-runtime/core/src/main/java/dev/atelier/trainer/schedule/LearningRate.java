package dev.atelier.trainer.schedule;

import dev.atelier.contracts.job.TrainingSpec;

/**
 * The learning rate of each step of a run. It follows from the step's number alone, so that a resumed run needs no more
 * than its global step. Cosines come from {@link StrictMath}: the rates are the same bits everywhere.
 */
public sealed interface LearningRate {
    /**
     * The rate to take a step with.
     *
     * @param globalStep counted from 0 at the start of training
     */
    double at(long globalStep);

    /** The rates that a job requests, which has {@code stepsPerEpoch} batches in each epoch. */
    static LearningRate of(TrainingSpec training, int stepsPerEpoch) {
        double rate = training.optimizer().learningRate();
        long steps = Math.multiplyExact((long) training.epochs(), stepsPerEpoch);
        return switch (training.schedule()) {
            case TrainingSpec.Constant() -> new Constant(rate);
            case TrainingSpec.Cosine(double warmupEpochs, double finalFraction) ->
                new Cosine(rate, steps, Math.round(warmupEpochs * stepsPerEpoch), finalFraction);
            case TrainingSpec.OneCycle(double peakAt, double startDivisor, double finalDivisor) ->
                new OneCycle(rate, steps, peakAt, startDivisor, finalDivisor);
        };
    }

    /** The same rate at every step. */
    record Constant(double rate) implements LearningRate {
        public Constant {
            requirePositive("rate", rate);
        }

        @Override
        public double at(long globalStep) {
            return rate;
        }
    }

    /**
     * Rises in equal steps to the peak over the warm-up, then falls along half a cosine towards {@code finalFraction}
     * of the peak, which it would reach one step after the last.
     *
     * @param peak the greatest rate
     * @param totalSteps steps of the whole run, warm-up included
     * @param warmupSteps steps of the warm-up; the first of n takes a rate of peak / n
     * @param finalFraction of the peak, between 0 and 1
     */
    record Cosine(double peak, long totalSteps, long warmupSteps, double finalFraction) implements LearningRate {
        public Cosine {
            requirePositive("peak", peak);
            requireSteps(totalSteps);
            if (warmupSteps < 0 || warmupSteps > totalSteps) {
                throw new IllegalArgumentException("warmupSteps is " + warmupSteps
                        + "; expected a number between 0 and totalSteps, which is " + totalSteps);
            }
            if (!(finalFraction >= 0 && finalFraction <= 1)) {
                throw new IllegalArgumentException(
                        "finalFraction is " + finalFraction + "; expected a number between 0 and 1");
            }
        }

        @Override
        public double at(long globalStep) {
            if (globalStep < warmupSteps) {
                return peak * (globalStep + 1) / warmupSteps;
            }
            double progress = Math.min(1, (double) (globalStep - warmupSteps) / Math.max(1, totalSteps - warmupSteps));
            return anneal(peak, peak * finalFraction, progress);
        }
    }

    /**
     * Smith's one-cycle policy as PyTorch's {@code OneCycleLR} has it with cosine annealing and two phases: from
     * {@code peak / startDivisor} up to the peak, and down to the start's rate divided by {@code finalDivisor} at the
     * last step.
     *
     * @param peakAt share of all steps that the rise takes, between 0 and 1
     */
    record OneCycle(double peak, long totalSteps, double peakAt, double startDivisor, double finalDivisor)
            implements LearningRate {
        public OneCycle {
            requirePositive("peak", peak);
            requireSteps(totalSteps);
            requirePositive("startDivisor", startDivisor);
            requirePositive("finalDivisor", finalDivisor);
            if (!(peakAt >= 0 && peakAt <= 1)) {
                throw new IllegalArgumentException("peakAt is " + peakAt + "; expected a number between 0 and 1");
            }
        }

        @Override
        public double at(long globalStep) {
            double start = peak / startDivisor;
            double summit = peakAt * totalSteps - 1;
            double last = totalSteps - 1.0;
            double step = Math.min(globalStep, last);
            if (step <= summit) {
                return summit > 0 ? anneal(start, peak, step / summit) : peak;
            }
            double fall = last - summit;
            return fall > 0 ? anneal(peak, start / finalDivisor, (step - summit) / fall) : peak;
        }
    }

    private static double anneal(double from, double to, double progress) {
        return to + (from - to) / 2 * (1 + StrictMath.cos(Math.PI * progress));
    }

    private static void requirePositive(String field, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(field + " is " + value + "; expected a number greater than 0");
        }
    }

    private static void requireSteps(long totalSteps) {
        if (totalSteps < 1) {
            throw new IllegalArgumentException("totalSteps is " + totalSteps + "; expected at least 1");
        }
    }
}
