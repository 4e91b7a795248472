package dev.atelier.results.page.list;

import dev.atelier.results.view.LossPoint;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The two loss curves of a job as points of SVG polylines, on one scale, in a box of {@value #WIDTH} by {@value #HEIGHT}.
 *
 * @param train points of the training loss
 * @param validation points of the validation loss
 */
public record Sparkline(String train, String validation) {
    static final int WIDTH = 160;
    static final int HEIGHT = 40;
    private static final int MARGIN = 2;

    static Sparkline of(List<LossPoint> epochs) {
        List<Double> losses = epochs.stream()
                .flatMap(epoch -> Stream.concat(epoch.trainLoss().stream(), epoch.validationLoss().stream()))
                .toList();
        double least = losses.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        double greatest = losses.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        return new Sparkline(
                points(epochs, LossPoint::trainLoss, least, greatest),
                points(epochs, LossPoint::validationLoss, least, greatest));
    }

    private static String points(
            List<LossPoint> epochs, Function<LossPoint, Optional<Double>> value, double least, double greatest) {
        double range = greatest > least ? greatest - least : 1;
        return epochs.stream()
                .flatMap(epoch -> value.apply(epoch).stream().map(loss -> {
                    double across = (double) (epoch.epoch() - 1) / Math.max(1, epoch.epochs() - 1);
                    double down = (greatest - loss) / range;
                    return tenths(MARGIN + across * (WIDTH - 2 * MARGIN)) + ","
                            + tenths(MARGIN + down * (HEIGHT - 2 * MARGIN));
                }))
                .collect(Collectors.joining(" "));
    }

    private static double tenths(double length) {
        return Math.round(length * 10) / 10.0;
    }
}
