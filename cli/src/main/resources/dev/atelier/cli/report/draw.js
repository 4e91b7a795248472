// What the library looks for and an engine without a browser lacks, and how a chart is drawn.
"use strict";

// Nothing here moves, so there is nothing to wait for.
function setTimeout() { return 0; }
function clearTimeout() {}

function draw(option, width, height) {
  var chart = echarts.init(null, null, { renderer: "svg", ssr: true, width: width, height: height });
  try {
    chart.setOption(JSON.parse(option));
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}
