// Makes the form of a job from the schema of jobs, and keeps the form and the JSON equal: a change of one changes the other.
// The text is what is sent. The form is disabled for a study, for YAML and for invalid JSON.
"use strict";

const text = document.getElementById("request");
const unreadable = document.getElementById("unreadable");
const form = document.getElementById("fields");
const schema = JSON.parse(form.dataset.schema);
const datasets = JSON.parse(form.dataset.datasets);
const wrong = new Map([...document.querySelectorAll("#wrong [data-field]")]
  .map(each => [each.dataset.field.replace(/\[.*$/, ""), each.textContent]));
const OPEN = ["job", "data", "model", "training"];

const at = (node, path) => path.split(".").reduce((object, name) => object?.[name], node);
const isObject = value => typeof value === "object" && value !== null && !Array.isArray(value);
const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);

// A default beside a reference comes before the one that the reference leads to.
function resolve(node) {
  if (!node?.$ref) {
    return node ?? {};
  }
  const target = resolve(node.$ref.split("/").slice(1).reduce((object, name) => object[name], schema));
  return "default" in node ? {...target, default: node.default} : target;
}

function applies(condition, properties, value) {
  return Object.entries(condition?.properties ?? {}).every(([name, allowed]) => {
    const chosen = value?.[name] ?? resolve(properties[name]).default;
    return "const" in allowed ? isSame(allowed.const, chosen) : (allowed.enum ?? []).some(each => isSame(each, chosen));
  });
}

// The fields that a request may have, by path, along the branches that apply to it.
function describe(node, value, prefix, fields) {
  const object = resolve(node);
  const properties = object.properties ?? {};
  const selectors = (object.allOf ?? []).flatMap(branch => Object.keys(branch.if?.properties ?? {}));
  for (const [name, member] of Object.entries(properties)) {
    const path = prefix + name;
    const known = fields.get(path);
    fields.set(path, {...known, ...resolve(member), enum: resolve(member).enum ?? known?.enum,
      isSelector: selectors.includes(name) || known?.isSelector});
    if (resolve(member).properties && (isObject(value?.[name]) || resolve(member).default !== null)) {
      describe(member, value?.[name], path + ".", fields);
    }
  }
  for (const branch of object.allOf ?? []) {
    if (applies(branch.if, properties, value)) {
      describe(branch.then, value, prefix, fields);
    }
  }
  return fields;
}

function isEffective(field, request, fields) {
  const holds = ([path, rule]) => {
    const value = at(request, path) ?? fields.get(path)?.default;
    return Array.isArray(rule) ? rule.includes(value)
      : isObject(rule) ? ("above" in rule ? value > rule.above : value !== rule.not)
      : value === rule;
  };
  return !field["x-effective"] || field["x-effective"].some(all => Object.entries(all).every(holds));
}

// An object is a field of its own only where it may be absent, or has any members.
function isShown(field, request, fields) {
  const isFixed = "const" in field && !field.isSelector;
  return !isFixed && field.type !== "null" && (!field.properties || field.default === null) && isEffective(field, request, fields);
}

function read() {
  try {
    const request = JSON.parse(text.value);
    unreadable.textContent = "study" in Object(request) ? "The form is for single jobs." : "";
    return request;
  } catch (error) {
    unreadable.textContent = /^\s*[{[]/.test(text.value) ? "Invalid JSON: " + error.message
      : "The form edits only JSON. “Show as JSON” converts YAML.";
    return null;
  }
}

const written = value => typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);

// The schema's title, or else the field's own name in words.
function titleOf(path, field) {
  const words = path.split(".").at(-1).replace(/[A-Z]/g, letter => " " + letter.toLowerCase());
  return field?.title ?? words[0].toUpperCase() + words.slice(1);
}

function choices(path, field) {
  if (path === "data.dataset") {
    return datasets;
  }
  if (field.properties) {
    return ["{}"];
  }
  return field.enum?.map(written) ?? (field.type === "boolean" ? ["true", "false"] : null);
}

function makeInput(path, field, value) {
  const words = choices(path, field);
  if (!words) {
    const input = document.createElement("input");
    const types = [field.type].flat();
    input.inputMode = types.includes("integer") ? "numeric" : types.includes("number") ? "decimal" : "text";
    input.placeholder = field.default === null ? "none" : written(field.default);
    return input;
  }
  const input = document.createElement("select");
  const isKnown = value === undefined || words.includes(written(value)) || isObject(value);
  const unset = "default" in field && field.default !== null ? written(field.default) + " (default)"
    : field.properties || path === "family" ? "none" : "default";
  for (const word of ["", ...words, ...(isKnown ? [] : [written(value)])]) {
    input.add(new Option(word === "" ? unset : word === "{}" ? "set" : word, word));
  }
  return input;
}

function makeField(path, field, value) {
  const box = document.createElement("div");
  const label = document.createElement("label");
  const input = makeInput(path, field, value);
  input.id = "field-" + path;
  input.dataset.path = path;
  label.htmlFor = input.id;
  label.textContent = titleOf(path, field);
  label.title = path;
  box.append(label, input);
  const notes = [[field.description, "soft"], [wrong.get(path), "wrong"]].filter(([note]) => note);
  notes.forEach(([note, kind], i) => {
    const small = document.createElement("small");
    small.className = kind;
    small.id = input.id + "-note-" + i;
    small.textContent = note;
    box.append(small);
  });
  input.setAttribute("aria-describedby", notes.map((note, i) => input.id + "-note-" + i).join(" "));
  if (wrong.has(path)) {
    input.setAttribute("aria-invalid", "true");
  }
  return box;
}

// Draws the form again where the fields, or their choices, are others than those that are there.
let drawn = "";
function draw(fields, request) {
  const shown = [...fields].filter(([path, field]) => isShown(field, request, fields));
  const signature = JSON.stringify(shown.map(([path, field]) => [path, field.default, field.enum]));
  if (signature === drawn) {
    return;
  }
  drawn = signature;
  const focused = document.activeElement?.dataset?.path;
  const isOpen = new Map([...form.querySelectorAll("details")].map(each => [each.dataset.group, each.open]));
  form.replaceChildren();
  for (const [path, field] of shown) {
    const group = path.includes(".") ? path.split(".")[0] : "job";
    let details = [...form.children].find(each => each.dataset.group === group);
    if (!details) {
      details = document.createElement("details");
      details.dataset.group = group;
      details.open = isOpen.get(group) ?? OPEN.includes(group);
      const summary = document.createElement("summary");
      summary.textContent = titleOf(group);
      details.append(summary, Object.assign(document.createElement("div"), {className: "group"}));
      form.append(details);
    }
    details.lastChild.append(makeField(path, field, at(request, path)));
    details.open ||= wrong.has(path);
  }
  form.querySelector(`[data-path="${focused}"]`)?.focus();
}

function fill() {
  const request = read();
  form.hidden = false;
  form.disabled = !isObject(request) || "study" in request;
  const job = form.disabled ? {} : request;
  draw(describe(schema, job, "", new Map()), job);
  for (const input of form.querySelectorAll("[data-path]")) {
    const value = at(job, input.dataset.path);
    if (input !== document.activeElement || input.tagName === "SELECT") {
      input.value = isObject(value) && input.tagName === "SELECT" ? "{}" : written(value);
    }
  }
}

function value(input) {
  const types = [describe(schema, read() ?? {}, "", new Map()).get(input.dataset.path)?.type].flat();
  if (types.includes("string") || input.value === "") {
    return input.value;
  }
  try {
    return JSON.parse(input.value);
  } catch {
    return input.value;
  }
}

function put(request, path, value) {
  const [name, ...rest] = path.split(".");
  if (rest.length === 0) {
    if (value === "") {
      delete request[name];
    } else {
      request[name] = value;
    }
    return;
  }
  const branch = isObject(request[name]) ? request[name] : {};
  put(branch, rest.join("."), value);
  if (value === "" && Object.keys(branch).length === 0) {
    delete request[name];
  } else {
    request[name] = branch;
  }
}

// Removes what the branch that is chosen now does not have.
function prune(object, prefix, fields) {
  for (const name of Object.keys(object)) {
    const field = fields.get(prefix + name);
    if (!field) {
      delete object[name];
    } else if (isObject(object[name]) && field.properties) {
      prune(object[name], prefix + name + ".", fields);
    }
  }
}

form.addEventListener("input", event => {
  const request = read();
  const path = event.target.dataset.path;
  if (!isObject(request) || !path) {
    return;
  }
  const isSelector = describe(schema, request, "", new Map()).get(path)?.isSelector;
  put(request, path, value(event.target));
  if (isSelector) {
    const parent = path.split(".").slice(0, -1).join(".");
    const object = parent ? at(request, parent) : request;
    if (isObject(object)) {
      prune(object, parent && parent + ".", describe(schema, request, "", new Map()));
    }
  }
  text.value = JSON.stringify(request, null, 2);
  fill();
});
text.addEventListener("input", fill);
fill();
document.getElementById("wrong")?.focus();
