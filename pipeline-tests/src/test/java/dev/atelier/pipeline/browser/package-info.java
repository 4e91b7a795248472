/** The pages in a real browser, with the whole pipeline behind them. */
package dev.atelier.pipeline.browser;
