// Keeps a page up to date: when one of its jobs changes, the page is fetched again and the parts that differ are replaced.
"use strict";

const main = document.querySelector("main");
// The jobs or the study that the page shows; a page that names neither is fetched again whenever anything was committed.
const jobs = main.dataset.jobs?.trim().split(" ");
const study = main.dataset.study;
const PAUSE_MILLIS = 500, LONGEST_PAUSE_MILLIS = 5000, TIMEOUT_MILLIS = 30000, RECONNECT_MILLIS = 10000;
let changed = false, fetching = false;

function show(page) {
  for (const box of document.querySelectorAll("[data-option]")) {
    const latest = page.getElementById(box.id);
    if (latest) {
      redraw(box, latest);
    }
  }
  for (const list of document.querySelectorAll("[data-list]")) {
    const latest = page.getElementById(list.id);
    if (latest) {
      const tail = list.closest("[data-tail]");
      const followed = tail && isAtEnd(tail);
      order(list, [...latest.children]);
      if (followed) {
        scrollToEnd(tail);
      }
    }
  }
  for (const part of document.querySelectorAll("[data-live]")) {
    const latest = page.getElementById(part.id);
    if (latest && version(latest) !== version(part)) {
      replace(part, latest);
    }
  }
}

// The box of a list that people read at its end stays there when items are added; where they have scrolled up it stays still.
const isAtEnd = box => box.scrollHeight - box.scrollTop - box.clientHeight < 4;

function scrollToEnd(box) {
  box.scrollTop = box.scrollHeight;
}

document.querySelectorAll("[data-tail]").forEach(scrollToEnd);

// What a part is compared by: the version that it states, or its content.
const version = part => part.dataset.live || part.innerHTML;

function replace(part, latest) {
  part.querySelectorAll("[data-option]").forEach(box => echarts.getInstanceByDom(box)?.dispose());
  const chosen = [...part.querySelectorAll("input:checked")].map(input => input.value);
  latest.querySelectorAll("input[type=checkbox]").forEach(input => { input.checked = chosen.includes(input.value); });
  part.replaceWith(latest);
  latest.querySelectorAll("[data-option]").forEach(box => arrivals.observe(box));
}

// Adds, removes and reorders the items of a list; items that stay keep their elements.
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

// One request is in flight at a time, with a pause about as long as it took, so that a page that is slow to render is requested
// less often; the last change is always shown. A request that fails is repeated after the longest pause.
async function refresh() {
  changed = true;
  if (fetching) {
    return;
  }
  fetching = true;
  while (changed) {
    changed = false;
    const start = performance.now();
    let pause = LONGEST_PAUSE_MILLIS;
    try {
      show(await fetchPage());
      pause = Math.min(LONGEST_PAUSE_MILLIS, Math.max(PAUSE_MILLIS, performance.now() - start));
    } catch {
      changed = true;
    }
    await new Promise(done => setTimeout(done, pause));
  }
  fetching = false;
}

async function fetchPage() {
  const response = await fetch(location, {signal: AbortSignal.timeout(TIMEOUT_MILLIS)});
  if (!response.ok) {
    throw new Error("The server responded with status " + response.status);
  }
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  localize(page);
  return page;
}

function onChange(event) {
  position = event.lastEventId || position;
  const subject = JSON.parse(event.data);
  if (!jobs || jobs.includes(subject.job ?? subject.id)) {
    refresh();
  }
}

function onLine(event) {
  position = event.lastEventId || position;
  refresh();
}

// Whether a trainer accepts a waiting job is no change of the job, and not in the stream: pages with waiting jobs poll.
setInterval(() => {
  if (document.querySelector('[data-state="QUEUED"]')) {
    refresh();
  }
}, 10000);

const live = document.getElementById("live");
let position = main.dataset.position;

function connect() {
  const source = new EventSource("/api/events?after=" + encodeURIComponent(position)
    + (jobs?.length === 1 ? "&job=" + encodeURIComponent(jobs[0]) : "")
    + (study ? "&study=" + encodeURIComponent(study) : "")
    + (jobs || study ? "" : "&only=position"));
  source.addEventListener("job", onChange);
  source.addEventListener("epoch", onChange);
  source.addEventListener("log", onLine);
  source.addEventListener("position", event => {
    if (!jobs && !study && event.lastEventId !== position) {
      position = event.lastEventId;
      refresh();
    }
  });
  source.onopen = () => { live.textContent = "live"; refresh(); };
  source.onerror = () => {
    live.textContent = "reconnecting";
    // The browser itself connects again where the network fails, but not where the answer is an error.
    if (source.readyState === EventSource.CLOSED) {
      setTimeout(connect, RECONNECT_MILLIS);
    }
  };
}

connect();
