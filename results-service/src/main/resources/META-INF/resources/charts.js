// Draws the charts of the page from their data, in the preferred colour scheme and as wide as their boxes.
"use strict";

const dark = matchMedia("(prefers-color-scheme: dark)");
const boxes = () => [...document.querySelectorAll("[data-option]")];

function option(box) {
  const drawn = { ...JSON.parse(box.dataset.option), backgroundColor: "transparent" };
  if (drawn.tooltip) {
    drawn.tooltip = { ...drawn.tooltip, formatter: items => tooltip(drawn, [items].flat()) };
  }
  return drawn;
}

// A value as the tables show it: with two decimals in percent, else with three digits; counts as they are.
function shown(value, percent) {
  if (typeof value !== "number") {
    return "–";
  }
  if (percent) {
    return value.toFixed(2);
  }
  if (Number.isInteger(value) || Math.abs(value) >= 1000) {
    return Math.round(value).toLocaleString("en");
  }
  return Math.abs(value) < 0.001 ? value.toExponential(2).replace(/\.?0+e/, "e") : String(Number(value.toPrecision(3)));
}

// What is under the pointer, with the name of each series once. Names are text, whatever is in them.
function tooltip(drawn, items) {
  const box = document.createElement("div");
  const line = (text, color) => {
    const row = box.appendChild(document.createElement("div"));
    if (color) {
      Object.assign(row.appendChild(document.createElement("span")).style,
        { display: "inline-block", width: "10px", height: "10px", marginRight: "6px", background: color });
    }
    row.append(text);
  };
  const place = (axis, value) => [axis.name, axis.data[value]].filter(Boolean).join(" ");
  const seen = new Set();
  const at = items[0]?.axisValue;
  if (at !== undefined) {
    line([drawn.xAxis.name, typeof at === "number" ? shown(at) : at].filter(Boolean).join(" "));
  }
  for (const item of items) {
    const series = drawn.series[item.seriesIndex];
    const value = [item.value].flat();
    const percent = drawn.tooltip.percent;
    if (series.stack || seen.has(item.seriesIndex)) {
      continue;
    }
    seen.add(item.seriesIndex);
    if (series.type === "heatmap") {
      line(`${place(drawn.xAxis, value[0])}, ${place(drawn.yAxis, value[1])}: ${shown(value[2], percent)}`);
    } else if (series.type === "scatter") {
      line(`${place({ data: drawn.yAxis.data }, value[1])}: ${shown(value[0], percent)}`);
    } else if (series.type === "parallel") {
      line(`${item.name}: ${shown(value.at(-1), percent)}`);
    } else {
      const name = series.split ? `${series.name}, ${series.split}` : series.name;
      line(`${name}: ${shown(value.at(series.type === "line" ? 1 : 0), percent)}`, item.color);
    }
  }
  return box;
}

function draw(box) {
  echarts.getInstanceByDom(box)?.dispose();
  echarts.init(box, dark.matches ? "dark" : null, { renderer: "svg" }).setOption(option(box));
}

// Gives a chart the data and the caption of the latest one.
function redraw(box, latest) {
  if (box.dataset.option !== latest.dataset.option) {
    box.dataset.option = latest.dataset.option;
    box.previousElementSibling.innerHTML = latest.previousElementSibling.innerHTML;
    echarts.getInstanceByDom(box)?.setOption(option(box), true);
  }
}

const resizes = new ResizeObserver(entries => entries.forEach(entry => echarts.getInstanceByDom(entry.target)?.resize()));

// A chart is drawn when it is near the viewport: a long report has a hundred of them.
const arrivals = new IntersectionObserver(entries => {
  entries.filter(entry => entry.isIntersecting).forEach(entry => arrive(entry.target));
}, { rootMargin: "400px" });

function arrive(box) {
  arrivals.unobserve(box);
  draw(box);
  resizes.observe(box);
}

boxes().forEach(box => arrivals.observe(box));
addEventListener("beforeprint", () => boxes().filter(box => !echarts.getInstanceByDom(box)).forEach(arrive));
dark.addEventListener("change", () => boxes().filter(box => echarts.getInstanceByDom(box)).forEach(draw));
