// Keeps a page about jobs up to date: whenever one of them changes, the page is fetched again, and what differs is shown.
"use strict";

const main = document.querySelector("main");
// The jobs that the page shows; all that there are where it names none.
const jobs = main.dataset.jobs?.trim().split(" ");
const PAUSE_MILLIS = 500;
let changed = false, fetching = false;

function show(page) {
  for (const box of document.querySelectorAll("#curves [data-option]")) {
    redraw(box, page.getElementById(box.id).dataset.option);
  }
  for (const list of document.querySelectorAll("[data-list]")) {
    order(list, [...page.getElementById(list.id).children]);
  }
  for (const part of document.querySelectorAll("[data-live]")) {
    const news = page.getElementById(part.id);
    if (news && news.dataset.live !== part.dataset.live) {
      replace(part, news);
    }
  }
}

function replace(part, news) {
  part.querySelectorAll("[data-option]").forEach(box => echarts.getInstanceByDom(box)?.dispose());
  const chosen = [...part.querySelectorAll("input:checked")].map(input => input.value);
  news.querySelectorAll("input[type=checkbox]").forEach(input => { input.checked = chosen.includes(input.value); });
  part.replaceWith(news);
  news.querySelectorAll("[data-option]").forEach(box => arrivals.observe(box));
}

// The list gets the items that it should have, in their order; those that it has stay the elements that they are.
function order(list, items) {
  const wanted = new Set(items.map(item => item.id));
  [...list.children].filter(item => !wanted.has(item.id)).forEach(item => item.remove());
  items.forEach((item, i) => {
    const known = document.getElementById(item.id) ?? item;
    if (list.children[i] !== known) {
      list.insertBefore(known, list.children[i] ?? null);
    }
  });
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
      await new Promise(done => setTimeout(done, PAUSE_MILLIS));
    }
  } catch {
    // The connection is lost: what was missed is shown when it is back.
  } finally {
    fetching = false;
  }
}

function onChange(event) {
  const subject = JSON.parse(event.data);
  if (!jobs || jobs.includes(subject.job ?? subject.id)) {
    refresh();
  }
}

// That no trainer takes a job that waits is no change of the job.
setInterval(() => {
  if (document.querySelector('[data-state="QUEUED"]')) {
    refresh();
  }
}, 10000);

const live = document.getElementById("live");
const source = new EventSource("/api/events?after=" + encodeURIComponent(main.dataset.position)
  + (jobs?.length === 1 ? "&job=" + encodeURIComponent(jobs[0]) : ""));
source.addEventListener("job", onChange);
source.addEventListener("epoch", onChange);
source.onopen = () => { live.textContent = "live"; refresh(); };
source.onerror = () => { live.textContent = "connecting again"; };
