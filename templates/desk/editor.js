// The document as YAML: lines with their numbers and faults, completion by the schema, undo of the browser's own.
import { at, make, tell } from "./dom.js";
import { act, Refused } from "./server.js";
import { say, sayNotice } from "./words.js";
import { completeAt, loadSchema } from "./complete.js";

const PAUSE = 500; // milliseconds without a key before the text is checked
let saved = "";
let timer = 0;
let context = null;
let lines = {}; // the line of each block by its id
let wantedBlock = "";
let isFocusWanted = false;
let opened = ""; // the document and version whose text is in the editor
let checks = 0;

export const hasEdits = () => Boolean(at("yaml")) && at("yaml").value !== saved;

export function buildEditor(panel, given) {
  context = given;
  opened = "";
  saved = "";
  const area = make("textarea", { id: "yaml", spellcheck: "false", wrap: "off", dir: "ltr", "aria-describedby": "yaml-hint", "aria-autocomplete": "list", "aria-controls": "completions" });
  const gutter = make("div", { id: "gutter", "aria-hidden": "true" });
  const list = make("ul", { id: "completions", role: "listbox", hidden: true, "aria-label": say("completions") });
  panel.append(
    make("label", { for: "yaml" }, say("yaml-label")), make("p", { id: "yaml-hint", class: "quiet" }, say("yaml-hint")),
    make("div", { class: "editor" }, gutter, make("div", { class: "writing" }, area, list)),
    make("p", { class: "row" }, make("button", { type: "button", class: "main", id: "save", onclick: save }, say("save")),
      make("button", { type: "button", id: "discard", onclick: discard }, say("discard")), make("span", { id: "edit-state", role: "status" })),
    make("ul", { id: "faults", class: "plain" }));
  area.addEventListener("input", changed);
  area.addEventListener("scroll", () => { gutter.scrollTop = area.scrollTop; list.hidden = true; });
  area.addEventListener("keydown", onKey);
  area.addEventListener("blur", () => setTimeout(() => { list.hidden = true; }, 200));
}

export async function openEditor(given) {
  context = given;
  wantedBlock ||= context.selected;
  const key = `${context.data.id} ${context.data.version}`;
  if (hasEdits() || (opened === key && at("yaml").value)) return jump();
  loadSchema();
  try {
    const { text } = await act(context.data.id, "read_yaml");
    at("yaml").value = saved = text;
    opened = key;
    drawGutter([]);
    drawState();
    check();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    drawFaults([{ severity: "error", message: error.told.message, hint: error.told.hint, line: 0 }]);
  }
}

export function editBlock(id) {
  wantedBlock = id;
  isFocusWanted = true;
  jump();
}

// Goes to the paragraph that is chosen on the page, once its line is known.
function jump() {
  const line = lines[wantedBlock];
  if (!line) return;
  goToLine(line, 1, isFocusWanted);
  for (const one of at("gutter").querySelectorAll(".here")) one.classList.remove("here");
  at("gutter").children[line - 1]?.classList.add("here");
  wantedBlock = "";
  isFocusWanted = false;
}

function goToLine(line, column = 1, isFocused = true) {
  const area = at("yaml");
  const all = area.value.split("\n");
  const start = all.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
  if (isFocused) area.focus();
  area.setSelectionRange(start, start);
  area.scrollTop = (line - 4) * lineHeight();
}

const lineHeight = () => parseFloat(getComputedStyle(at("yaml")).lineHeight);

function changed() {
  drawGutter([]);
  drawState();
  clearTimeout(timer);
  timer = setTimeout(check, PAUSE);
  suggest(false);
}

function drawState() {
  at("edit-state").textContent = say(hasEdits() ? "edited" : "not-edited");
  at("save").disabled = at("discard").disabled = !hasEdits();
}

function drawGutter(faults) {
  const weights = new Map(faults.map((one) => [one.line, one.severity]));
  const count = at("yaml").value.split("\n").length;
  at("gutter").replaceChildren(...Array.from({ length: count }, (_, n) => make("span", { class: weights.get(n + 1) ?? "" }, String(n + 1))));
  at("gutter").scrollTop = at("yaml").scrollTop;
}

function placeOf(where) {
  const matched = where.match(/:(\d+)(?::(\d+))?$/);
  return { line: Number(matched?.[1] ?? 0), column: Number(matched?.[2] ?? 1) };
}

async function check() {
  const number = ++checks;
  let faults;
  try {
    const told = await act(context.data.id, "check_yaml", { text: at("yaml").value });
    if (number !== checks) return;
    lines = Object.fromEntries(told.blocks.filter((one) => one.id).map((one) => [one.id, one.line]));
    faults = told.notices.map((one) => ({ ...one, ...placeOf(one.where) }));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (number !== checks) return;
    const { message, hint, line, column } = error.told;
    faults = [{ severity: "error", message, hint, line, column: column || 1 }];
  }
  drawFaults(faults.filter((one) => one.severity !== "info"));
  jump();
}

function drawFaults(faults) {
  drawGutter(faults);
  at("faults").replaceChildren(...faults.map((one) => make("li", { class: `notice ${one.severity}` },
    one.line ? make("button", { type: "button", onclick: () => goToLine(one.line, one.column) }, say("line", { line: one.line })) : null,
    ...spellFault(one))));
}

function spellFault(one) {
  const { message, hint, lang } = sayNotice(one);
  return [make("span", { lang, dir: "auto" }, ` ${message} `), make("span", { class: "quiet", lang, dir: "auto" }, hint)];
}

async function save() {
  const text = at("yaml").value;
  if (text === saved) return;
  if (await context.do("save_yaml", { text }, say("saved"))) {
    saved = text;
    drawState();
  }
}

function discard() {
  at("yaml").value = saved;
  changed();
  at("yaml").focus();
}

// Completion.

function suggest(isAsked) {
  const area = at("yaml");
  const list = at("completions");
  const offers = completeAt(area.value, area.selectionStart, isAsked);
  list.hidden = !offers.items.length;
  if (list.hidden) return;
  const row = area.value.slice(0, area.selectionStart).split("\n").length;
  list.style.insetBlockStart = `${row * lineHeight() - area.scrollTop + 8}px`;
  list.style.left = `${Math.min(offers.column, 24)}ch`;
  list.replaceChildren(...offers.items.map((one, n) => make("li", { role: "option", id: `offer-${n}`, "aria-selected": String(n === 0), "data-insert": one.insert, "data-from": offers.from, onmousedown: (event) => { event.preventDefault(); accept(event.currentTarget); } },
    make("strong", {}, one.name), " ", make("span", { class: "quiet" }, one.description))));
  area.setAttribute("aria-activedescendant", "offer-0");
}

// The indent of a line below the one with the caret: that of its words, behind the marks of list entries.
function indentBelow() {
  const area = at("yaml");
  const line = area.value.slice(0, area.selectionStart).split("\n").at(-1);
  return line.match(/^ *(?:- +)*/)[0].replaceAll("-", " ");
}

// It keeps the browser's own undo, which setting the value would empty.
function insert(text) {
  const area = at("yaml");
  if (!document.execCommand("insertText", false, text)) area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
}

function accept(option) {
  const area = at("yaml");
  area.setSelectionRange(Number(option.dataset.from), area.selectionStart);
  insert(option.dataset.insert);
  at("completions").hidden = true;
  area.removeAttribute("aria-activedescendant");
}

function onKey(event) {
  const list = at("completions");
  if ((event.ctrlKey || event.metaKey) && event.key === "s") {
    event.preventDefault();
    save();
  } else if (event.ctrlKey && event.key === " ") {
    event.preventDefault();
    suggest(true);
    if (list.hidden) tell(say("completions-none"));
  } else if (!list.hidden && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault();
    const all = [...list.children];
    const here = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
    const next = (here + (event.key === "ArrowDown" ? 1 : -1) + all.length) % all.length;
    all.forEach((one, n) => one.setAttribute("aria-selected", String(n === next)));
    all[next].scrollIntoView({ block: "nearest" });
    event.currentTarget.setAttribute("aria-activedescendant", all[next].id);
  } else if (!list.hidden && ["Enter", "Tab"].includes(event.key)) {
    event.preventDefault();
    accept(list.querySelector("[aria-selected=true]"));
  } else if (event.key === "Enter" && !event.isComposing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    insert(`\n${indentBelow()}`);
  } else if (event.key === "Escape") list.hidden = true;
}
