/**
 * What is drawn, as data: options of Apache ECharts that hold no functions, so that pages, a report's file and a renderer
 * without a browser draw the same. Nothing here knows Kafka, SQL or a framework.
 */
@NullMarked
package dev.atelier.results.chart;

import org.jspecify.annotations.NullMarked;
