// Draws the charts of the page from their data, in the preferred colour scheme and as wide as their boxes.
"use strict";

const dark = matchMedia("(prefers-color-scheme: dark)");
const boxes = () => [...document.querySelectorAll("[data-option]")];

function option(box) {
  return { ...JSON.parse(box.dataset.option), backgroundColor: "transparent" };
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
