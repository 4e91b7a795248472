// Keeps the page of a job up to date: whatever changes, the page is fetched again, and what differs is shown.
"use strict";

const main = document.querySelector("main");
let changed = false, fetching = false;

function show(page) {
  for (const box of document.querySelectorAll("#curves [data-option]")) {
    redraw(box, page.getElementById(box.id).dataset.option);
  }
  for (const part of document.querySelectorAll("[data-live]")) {
    const news = page.getElementById(part.id);
    if (news.dataset.live !== part.dataset.live) {
      part.querySelectorAll("[data-option]").forEach(box => echarts.getInstanceByDom(box)?.dispose());
      part.replaceWith(news);
      news.querySelectorAll("[data-option]").forEach(box => arrivals.observe(box));
    }
  }
}

// However fast changes come, one page is on its way at a time, and the last change is always shown.
async function refresh() {
  changed = true;
  if (fetching) {
    return;
  }
  fetching = true;
  try {
    while (changed) {
      changed = false;
      const response = await fetch(location.pathname);
      if (response.ok) {
        show(new DOMParser().parseFromString(await response.text(), "text/html"));
      }
    }
  } catch {
    // The connection is lost: what was missed is told again when it is back.
  } finally {
    fetching = false;
  }
}

const live = document.getElementById("live");
const source = new EventSource("/api/events?job=" + encodeURIComponent(main.dataset.job)
  + "&after=" + encodeURIComponent(main.dataset.position));
source.addEventListener("job", refresh);
source.addEventListener("epoch", refresh);
source.onopen = () => { live.textContent = "live"; refresh(); };
source.onerror = () => { live.textContent = "connecting again"; };
