package dev.atelier.search.sampling;

/**
 * The standard normal distribution, computed with {@link StrictMath}, so that a decision has the same bits on every processor.
 * The distribution function is that of G. West, "Better approximations to cumulative normal functions" (Wilmott Magazine,
 * 2005), after J. F. Hart, with an absolute error below 1e-14.
 */
final class NormalDistribution {
    private static final double LOG_SQRT_2PI = 0.5 * StrictMath.log(2 * StrictMath.PI);
    private static final double SQRT_2PI = StrictMath.sqrt(2 * StrictMath.PI);

    /** Beyond it the distribution function is 0 or 1. */
    private static final double FARTHEST = 37;

    /** Beyond it a continued fraction is used in place of the rational function: 10 over the square root of 2. */
    private static final double TAIL = 7.07106781186547;

    private static final double[] NUMERATOR = {
        0.0352624965998911,
        0.700383064443688,
        6.37396220353165,
        33.912866078383,
        112.079291497871,
        221.213596169931,
        220.206867912376
    };
    private static final double[] DENOMINATOR = {
        0.0883883476483184,
        1.75566716318264,
        16.064177579207,
        86.7807322029461,
        296.564248779674,
        637.333633378831,
        793.826512519948,
        440.413735824752
    };

    private NormalDistribution() {}

    /** The logarithm of the density. */
    static double logDensity(double x) {
        return -0.5 * x * x - LOG_SQRT_2PI;
    }

    /** The probability of a number up to {@code x}. */
    static double cumulative(double x) {
        double distance = Math.abs(x);
        if (distance > FARTHEST) {
            return x > 0 ? 1 : 0;
        }
        double exponential = StrictMath.exp(-distance * distance / 2);
        double tail = distance < TAIL
                ? exponential * polynomial(NUMERATOR, distance) / polynomial(DENOMINATOR, distance)
                : exponential / fraction(distance) / SQRT_2PI;
        return x > 0 ? 1 - tail : tail;
    }

    private static double fraction(double x) {
        double fraction = x + 0.65;
        for (int i = 4; i >= 1; i--) {
            fraction = x + i / fraction;
        }
        return fraction;
    }

    private static double polynomial(double[] coefficients, double x) {
        double sum = 0;
        for (double coefficient : coefficients) {
            sum = sum * x + coefficient;
        }
        return sum;
    }
}
