// Keeps the page of jobs up to date from the server's events. Text from the server is only ever set as text.
"use strict";

const WIDTH = 160, HEIGHT = 40, MARGIN = 2;
const MOST_SHOWN = 200, MOST_POINTS = 400, MOST_OF_A_PAGE = 1000;
const list = document.getElementById("jobs");
const takesNews = document.querySelector("main").dataset.takesNews === "true";

// Text that somebody wrote, with what cannot be seen of it as an escape, as the server shows it.
const printable = written => written.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, character =>
  character === "\u200c" || character === "\u200d" ? character
    : Array.from({ length: character.length }, (_, i) => "\\u" + character.charCodeAt(i).toString(16).padStart(4, "0")).join(""));
const label = job => printable(/^[\s\u2800\u3164\u115f\u1160\uffa0\u200c\u200d\p{M}]*$/u.test(job.name) ? job.id : job.name);

const percent = fraction => fraction == null ? "–" : (100 * fraction).toFixed(2) + " %";

// The card of a job. Where the page shows some jobs only, those that it does not show have none.
function card(id) {
  let found = document.getElementById("job-" + id);
  if (!found && takesNews) {
    found = document.getElementById("card").content.firstElementChild.cloneNode(true);
    found.id = "job-" + id;
    found.dataset.attempt = "0";
    found.querySelector("input").value = id;
    list.prepend(found);
    document.getElementById("none").hidden = true;
    const total = document.getElementById("total");
    total.textContent = String(Number(total.textContent) + 1);
    if (list.children.length > MOST_SHOWN) {
      list.lastElementChild.remove();
    }
  }
  return found;
}

function text(element, selector, value) {
  element.querySelector(selector).textContent = value;
}

// A curve of few enough points to be drawn so small: every second goes until they are.
function thinned(curve) {
  let kept = curve;
  while (kept.length > MOST_POINTS) {
    kept = kept.filter((_, i) => i % 2 === 0 || i === kept.length - 1);
  }
  return kept;
}

function draw(element, curve) {
  element.dataset.curve = JSON.stringify(curve);
  const losses = curve.flatMap(([, train, validation]) => [train, validation]).filter(loss => loss != null);
  const least = Math.min(...losses), greatest = Math.max(...losses);
  const range = greatest > least ? greatest - least : 1;
  const last = Math.max(1, Number(element.dataset.epochs) - 1);
  const points = column => curve.filter(row => row[column] != null).map(row => {
    const x = MARGIN + (row[0] - 1) / last * (WIDTH - 2 * MARGIN);
    const y = MARGIN + (greatest - row[column]) / range * (HEIGHT - 2 * MARGIN);
    return x.toFixed(1) + "," + y.toFixed(1);
  }).join(" ");
  element.querySelector("polyline.train").setAttribute("points", points(1));
  element.querySelector("polyline.validation").setAttribute("points", points(2));
}

function onJob(job) {
  const element = card(job.id);
  if (!element) {
    return;
  }
  const restarted = Number(element.dataset.attempt) !== job.attempt && element.dataset.curve !== "[]";
  element.dataset.state = job.state;
  element.dataset.attempt = job.attempt;
  element.dataset.epochs = job.epochs;
  const name = element.querySelector(".name");
  name.textContent = label(job);
  name.href = "/jobs/" + encodeURIComponent(job.id);
  element.querySelector("input").ariaLabel = "compare " + label(job);
  const others = job.otherNames.map(other => printable(other)).join(", ");
  text(element, ".also", others && "also called " + others);
  text(element, ".reason", printable(job.reason ?? ""));
  text(element, ".family", job.family);
  text(element, ".state", job.state);
  text(element, ".epoch", job.epoch + "/" + job.epochs);
  text(element, ".validation-accuracy", percent(job.validationAccuracy));
  text(element, ".test-accuracy", percent(job.testAccuracy));
  if (restarted) {
    reload(job.id, element);
  }
}

// A new attempt may have dropped epochs that its checkpoint did not hold.
async function reload(id, element) {
  let curve = [], page;
  do {
    const after = page ? page.at(-1).epoch : 0;
    const response = await fetch("/api/jobs/" + encodeURIComponent(id) + "/epochs?after=" + after);
    if (!response.ok) {
      return;
    }
    page = (await response.json()).items;
    curve = thinned(curve.concat(page.map(epoch => [epoch.epoch, epoch.trainLoss, epoch.validationLoss])));
  } while (page.length === MOST_OF_A_PAGE);
  draw(element, curve);
}

function onEpoch(epoch) {
  const element = document.getElementById("job-" + epoch.job);
  if (!element) {
    return;
  }
  element.dataset.epochs = epoch.epochs;
  const curve = JSON.parse(element.dataset.curve).filter(row => row[0] !== epoch.epoch);
  curve.push([epoch.epoch, epoch.trainLoss, epoch.validationLoss]);
  curve.sort((a, b) => a[0] - b[0]);
  draw(element, thinned(curve));
  if (curve.at(-1)[0] === epoch.epoch) {
    text(element, ".epoch", epoch.epoch + "/" + epoch.epochs);
    text(element, ".validation-accuracy", percent(epoch.validationAccuracy));
  }
}

async function lookForTrainers() {
  const response = await fetch("/api/fleet");
  if (response.ok) {
    const notices = (await response.json()).items.map(family => family.notice).filter(notice => notice);
    document.getElementById("notices").replaceChildren(...notices.map(notice => {
      const item = document.createElement("li");
      item.textContent = notice;
      return item;
    }));
  }
}

const live = document.getElementById("live");
const source = new EventSource("/api/events?after=" + encodeURIComponent(document.querySelector("main").dataset.position));
source.addEventListener("job", event => onJob(JSON.parse(event.data)));
source.addEventListener("epoch", event => onEpoch(JSON.parse(event.data)));
source.onopen = () => { live.textContent = "live"; };
source.onerror = () => { live.textContent = "connecting again"; };
setInterval(() => lookForTrainers().catch(() => {}), 5000);
