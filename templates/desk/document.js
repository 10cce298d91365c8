// A document: what to look at, its paragraphs, its pages, one paragraph, its text to edit, its editions.
import { at, make, rove, tell } from "./dom.js";
import { act, archiveAddress, describe, fileAddress, Refused } from "./server.js";
import { languageName, say, sayNotice } from "./words.js";
import { spellCounts, spellHint, spellState, weightBadges } from "./list.js";
import { drawNoticeButtons, isWeighty, spellNotice, weightsOf } from "./notices.js";
import { drawPages, markPlaces } from "./pages.js";
import { drawParagraph, makeIdentity, spellKind } from "./paragraph.js";
import { buildEditor, editBlock, hasEdits, openEditor } from "./editor.js";
import { drawMaking } from "./making.js";

const PANELS = ["pages", "paragraphs", "text", "edit", "print"];
let shown = ""; // the id of the document
let data = null; // all that is known of it
let summary = null;
let selected = ""; // the id of a paragraph, or of none
let selectedText = "";
let panel = "pages";
let documents = new Map();
let asked = 0;

const context = {
  get data() { return data; },
  get documents() { return documents; },
  get selected() { return selected; },
  select: selectBlock,
  do: doAction,
  edit: editWords,
  refresh,
};

function build() {
  const tabs = make("div", { role: "tablist", class: "tabs", "aria-label": say("views") }, PANELS.map((name) =>
    make("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}`, onclick: () => choosePanel(name) }, say(`view-${name}`))));
  const panels = PANELS.map((name) => make("div", { role: "tabpanel", id: `panel-${name}`, class: `panel ${name}`, "aria-labelledby": `tab-${name}`, tabindex: name === "text" || name === "pages" ? 0 : null }));
  at("document").replaceChildren(
    make("div", { class: "bar" },
      make("a", { href: "#/", class: "button" }, say("back")),
      make("h1", { id: "title", dir: "auto" }),
      make("p", { id: "kind", dir: "auto" }),
      make("p", { id: "state", class: "state" }),
      make("p", { class: "row" },
        make("button", { type: "button", id: "undo", onclick: () => doAction("undo", {}, say("undone")) }, say("undo")),
        make("button", { type: "button", id: "print", class: "main", onclick: () => choosePanel("print", true) }, say("print-or-download")),
      )),
    make("div", { id: "refusal", class: "refusal", role: "alert" }),
    tabs,
    make("div", { class: "work" }, panels, make("section", { id: "paragraph", "aria-labelledby": "paragraph-title" })));
  rove(tabs, "button");
  at("panel-paragraphs").append(
    make("section", {}, make("h2", {}, say("look-at")), make("div", { id: "notices" })),
    make("section", {}, make("h2", {}, say("paragraphs")), make("ol", { id: "blocks", class: "blocks" })));
  at("panel-text").append(make("iframe", { id: "reading", title: say("view-text"), sandbox: "allow-same-origin allow-popups allow-popups-to-escape-sandbox" }));
  buildEditor(at("panel-edit"), context);
  choosePanel(panel);
}

function choosePanel(name, isFocused = false) {
  panel = name;
  for (const one of PANELS) {
    at(`tab-${one}`).setAttribute("aria-selected", String(one === name));
    at(`tab-${one}`).tabIndex = one === name ? 0 : -1;
    at(`panel-${one}`).classList.toggle("chosen", one === name);
  }
  at("document").dataset.panel = name;
  if (isFocused) at(`tab-${name}`).focus();
  if (!data) return;
  if (name === "text") showReading();
  if (name === "edit") openEditor(context);
  if (name === "pages") drawPages(at("panel-pages"), context);
}

function showReading() {
  const file = data.files.map((one) => one.name).filter((name) => name.endsWith(".html") && !name.endsWith(".print.html"))[0];
  const frame = at("reading");
  const address = file ? `${fileAddress(data.id, file)}?v=${data.version}` : "";
  frame.hidden = !file;
  if (file && frame.getAttribute("src") !== address) frame.src = address;
}

async function doAction(action, values, done) {
  try {
    const answer = await act(shown, action, values);
    if (done) tell(done);
    return answer;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const words = [error.told.message, error.told.hint].filter(Boolean).join(" — ");
    at("refusal").textContent = words;
    tell(words);
    return null;
  }
}

function editWords(id) {
  choosePanel("edit");
  editBlock(id);
}

function selectBlock(id, options = {}) {
  selected = id;
  selectedText = data?.blocks.find((block) => block.id === id)?.text ?? "";
  for (const one of at("blocks").querySelectorAll("[data-block]")) one.setAttribute("aria-current", String(one.dataset.block === id));
  markPlaces(id, options.scroll !== false);
  drawParagraph(at("paragraph"), context);
  at("document").classList.toggle("has-paragraph", Boolean(id));
  if (options.focus) at("paragraph").querySelector("h2")?.focus();
}

function drawHead() {
  const one = summary;
  document.title = `${one.title || one.name} · engross`;
  at("title").textContent = one.title || one.name;
  at("kind").textContent = [one.organ, one.symbol, one.language && languageName(one.language), spellCounts(one.counts)].filter(Boolean).join(" · ");
  at("state").replaceChildren(make("span", { class: `step ${one.step}`, role: "status" }, spellState(one)), " ", ...weightBadges(one),
    one.weights.error + one.weights.warning > 0 ? make("button", { type: "button", id: "to-notices", onclick: showNotices }, say("look-at")) : "");
  at("undo").disabled = !one.undo;
  if (!one.refusal) at("refusal").replaceChildren();
}

// Where the list of notices stands behind a tab.
function showNotices() {
  choosePanel("paragraphs");
  at("notices").querySelector("button")?.focus();
}

function drawRefusal() {
  const refusal = data.refusal;
  if (!refusal) return at("refusal").replaceChildren();
  if (at("refusal").contains(document.activeElement)) return;
  at("refusal").replaceChildren(
    make("p", { dir: "auto", lang: "en" }, make("strong", {}, `${refusal.message}. `), refusal.where ? ` (${refusal.where})` : ""),
    make("p", { dir: "auto" }, spellHint(refusal.hint)),
    ...(/symbol|language/i.test(refusal.message + refusal.hint) ? makeIdentity(context) : []));
}

// Until a document is made nobody knows whether it has notices.
function spellNoNotice() {
  if (data.step === "refused") return make("p", {}, say("look-refused"));
  return data.step === "done" ? make("p", { class: "well" }, say("look-nothing")) : make("p", { class: "quiet" }, say(`step-${data.step}`));
}

function drawNotices() {
  const weighty = data.notices.filter((one) => one.severity !== "info");
  const remarks = data.notices.filter((one) => one.severity === "info");
  const item = (one) => make("li", { class: `notice ${one.severity}` }, spellNotice(one), drawNoticeButtons(one, context));
  at("notices").replaceChildren(
    ...(data.notices.some((one) => !sayNotice(one).isOwn) ? [make("p", { class: "quiet" }, say("notices-english"))] : []),
    weighty.length ? make("ul", { class: "plain" }, weighty.map(item)) : spellNoNotice(),
    ...(remarks.length ? [make("details", {}, make("summary", {}, say("count-info", { count: remarks.length })), make("ul", { class: "plain" }, remarks.map(item)))] : []));
}

function drawBlocks() {
  const weights = weightsOf(data);
  const hadFocus = at("blocks").contains(document.activeElement);
  at("blocks").replaceChildren(...data.blocks.filter((block) => block.id).map((block) => make("li", { style: { marginInlineStart: `${block.depth}rem` } },
    make("button", { type: "button", class: `block ${block.kind}`, "data-block": block.id, "data-weight": weights.get(block.id), onclick: () => selectBlock(block.id) },
      make("span", { class: "kind" }, spellKind(block)), " ",
      make("span", { dir: "auto", lang: data.language }, `${block.number} ${block.text}`.trim().slice(0, 140)),
      isWeighty(weights.get(block.id)) && make("span", { class: `badge ${weights.get(block.id)}` }, say(`weight-${weights.get(block.id)}`))))));
  rove(at("blocks"), "button");
  if (hadFocus) at("blocks").querySelector(`[data-block="${CSS.escape(selected)}"]`)?.focus();
}

async function refresh() {
  const number = ++asked;
  let told;
  try {
    told = await describe(shown);
  } catch {
    return;
  }
  if (number !== asked || told.id !== shown) return;
  data = told;
  // A mend may give a paragraph another id: its words say which it is.
  if (selected) selected = (data.blocks.find((block) => block.id && block.text === selectedText) ?? data.blocks.find((block) => block.id === selected))?.id ?? "";
  drawRefusal();
  drawNotices();
  drawBlocks();
  drawPages(at("panel-pages"), context);
  drawMaking(at("panel-print"), context, archiveAddress(data.id));
  if (panel === "text") showReading();
  if (panel === "edit" && !hasEdits()) openEditor(context);
  selectBlock(selected, { scroll: false });
}

export function followDocument(one) {
  summary = one;
  if (!shown || !at("title")) return;
  drawHead();
  if (!data || !["waiting", "reading"].includes(one.step)) return void refresh(); // until then there is nothing new
  data = { ...data, step: one.step };
  drawMaking(at("panel-print"), context, archiveAddress(data.id));
}

export function showDocument(id, all) {
  documents = all;
  summary = all.get(id);
  if (shown !== id || !at("title")) {
    shown = id;
    data = null;
    selected = "";
    panel = "pages";
    build();
  }
  drawHead();
  refresh();
}

// Undo by the usual keys, where no text is being written: there they are the browser's own.
addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key !== "z" || event.shiftKey || !shown) return;
  if (event.target.closest("input, textarea") || at("undo").disabled) return;
  event.preventDefault();
  doAction("undo", {}, say("undone"));
});

export function closeDocument() {
  shown = "";
  data = null;
  at("document").replaceChildren();
}
