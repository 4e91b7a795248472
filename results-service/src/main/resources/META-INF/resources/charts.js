// Draws the charts that the page holds as data, in the colours that the reader prefers, as wide as there is room.
"use strict";

const dark = matchMedia("(prefers-color-scheme: dark)");
const boxes = [...document.querySelectorAll("[data-option]")];

function draw(box) {
  const option = JSON.parse(box.dataset.option);
  option.backgroundColor = "transparent";
  echarts.getInstanceByDom(box)?.dispose();
  echarts.init(box, dark.matches ? "dark" : null, { renderer: "svg" }).setOption(option);
}

const resizes = new ResizeObserver(entries => entries.forEach(entry => echarts.getInstanceByDom(entry.target)?.resize()));

// A chart is drawn when it comes near the window: a long report has a hundred of them.
const arrivals = new IntersectionObserver(entries => {
  for (const entry of entries.filter(each => each.isIntersecting)) {
    arrivals.unobserve(entry.target);
    draw(entry.target);
    resizes.observe(entry.target);
  }
}, { rootMargin: "400px" });

for (const box of boxes) {
  box.style.height = box.dataset.height + "px";
  arrivals.observe(box);
}
dark.addEventListener("change", () => boxes.filter(box => echarts.getInstanceByDom(box)).forEach(draw));
