// Keeps the form and the JSON of a submission equal: a change of one changes the other. The JSON is what is sent.
"use strict";

const text = document.getElementById("request");
const unreadable = document.getElementById("unreadable");
const fields = document.getElementById("fields");
const defaults = JSON.parse(fields.dataset.defaults);
const inputs = [...fields.querySelectorAll("[data-path]")];

const at = (request, path) => path.split(".").reduce((node, name) => node?.[name], request);

function read() {
  try {
    const request = JSON.parse(text.value);
    unreadable.textContent = "";
    return request;
  } catch (error) {
    unreadable.textContent = "Invalid JSON: " + error.message;
    return null;
  }
}

const written = value => typeof value === "string" ? value : value == null ? "" : JSON.stringify(value);

// The form is disabled for a study and for invalid JSON.
function fill() {
  const request = read();
  const family = defaults[request?.family] ? request.family : Object.keys(defaults)[0];
  fields.hidden = false;
  fields.disabled = request === null || typeof request !== "object" || Array.isArray(request) || "study" in request;
  for (const input of inputs) {
    const path = input.dataset.path;
    if (input !== document.activeElement) {
      input.value = written(at(request, path));
    }
    if (input.tagName === "INPUT" && path !== "name") {
      input.placeholder = written(at(defaults[family], path)) || input.placeholder;
    }
    // A field of a model is shown for the families whose models have it.
    input.closest("label").hidden = path.startsWith("model.") && at(defaults[family], path) === undefined;
  }
}

function value(input) {
  try {
    return input.tagName === "SELECT" || input.dataset.path === "name" ? input.value : JSON.parse(input.value);
  } catch {
    return input.value;
  }
}

function put(request, path, value) {
  const [name, ...rest] = path.split(".");
  if (rest.length > 0) {
    const branch = typeof request[name] === "object" && request[name] !== null ? request[name] : {};
    put(branch, rest.join("."), value);
    request[name] = branch;
    if (Object.keys(branch).length === 0) {
      delete request[name];
    }
  } else if (value === "") {
    delete request[name];
  } else {
    request[name] = value;
  }
}

function write(event) {
  const request = read();
  if (request === null) {
    return;
  }
  put(request, event.target.dataset.path, value(event.target));
  if (event.target.dataset.path === "family") {
    delete request.model;
  }
  text.value = JSON.stringify(request, null, 2);
  fill();
}

// Marks each field that has a violation.
function mark() {
  for (const wrong of document.querySelectorAll("#wrong [data-field]")) {
    const input = inputs.find(each => each.dataset.path === wrong.dataset.field);
    if (input) {
      wrong.id = "wrong-" + wrong.dataset.field;
      input.setAttribute("aria-invalid", "true");
      input.setAttribute("aria-describedby", wrong.id);
    }
  }
  document.getElementById("wrong")?.focus();
}

inputs.forEach(input => input.addEventListener("input", write));
text.addEventListener("input", fill);
fill();
mark();
