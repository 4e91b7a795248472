// What every page does with a script: times are shown in the reader's time zone, and a box selects all jobs of a list.
"use strict";

// The same text for the same time, so that parts of a page that was fetched again can be compared with those that are shown.
function localize(page) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const two = number => String(number).padStart(2, "0");
  for (const time of page.querySelectorAll("time[datetime]")) {
    const at = new Date(time.dateTime);
    if (!isNaN(at)) {
      time.title = time.textContent + "; shown in the time zone " + zone;
      time.textContent = at.getFullYear() + "-" + two(at.getMonth() + 1) + "-" + two(at.getDate()) + " "
        + two(at.getHours()) + ":" + two(at.getMinutes()) + ":" + two(at.getSeconds());
    }
  }
}

// The list is found each time: a live page replaces it.
function selectAll(all) {
  const boxes = () => [...document.getElementById(all.dataset.of).querySelectorAll("input[type=checkbox]")];
  const mark = () => {
    const chosen = boxes().filter(box => box.checked).length;
    all.checked = chosen > 0 && chosen === boxes().length;
    all.indeterminate = chosen > 0 && !all.checked;
  };
  all.closest("label").hidden = false;
  all.addEventListener("change", () => boxes().forEach(box => { box.checked = all.checked; }));
  all.form.addEventListener("change", mark);
  mark();
}

localize(document);
document.querySelectorAll("#select-all").forEach(selectAll);
