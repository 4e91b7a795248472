// Keeps a page about jobs up to date: whenever one of them changes, the page is fetched again, and what differs is shown.
"use strict";

const main = document.querySelector("main");
const jobs = main.dataset.jobs.trim().split(" ");
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
      const response = await fetch(location);
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

function hear(event) {
  const told = JSON.parse(event.data);
  if (jobs.includes(told.job ?? told.id)) {
    refresh();
  }
}

// Trainers that cannot take a job that waits are no change of the job.
setInterval(() => {
  if (document.querySelector('#facts[data-state="QUEUED"]')) {
    refresh();
  }
}, 10000);

const live = document.getElementById("live");
const source = new EventSource("/api/events?after=" + encodeURIComponent(main.dataset.position)
  + (jobs.length === 1 ? "&job=" + encodeURIComponent(jobs[0]) : ""));
source.addEventListener("job", hear);
source.addEventListener("epoch", hear);
source.onopen = () => { live.textContent = "live"; refresh(); };
source.onerror = () => { live.textContent = "connecting again"; };
