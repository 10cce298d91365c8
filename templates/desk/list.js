// The desk: where files are put, and a card for each document.
import { at, make, tell } from "./dom.js";
import { archiveAddress, remove, search, send, takeSample, Refused } from "./server.js";
import { languageName, say } from "./words.js";

const FILTERS = ["all", "unsure", "refused", "working"];
const uploads = new Map(); // what is being sent, by a number
const PAUSE = 150; // milliseconds without a key before the texts are searched
const cards = new Map(); // what is shown of each document, by its id
let searching = 0;
let counter = 0;
let found = {}; // the paragraph of each document that has the words that are looked for
let isDue = false;
let known = new Map();

// Advice that names an option of the command line is given in the words of the page.
export function spellHint(hint) {
  if (hint.includes("--symbol")) return say("hint-symbol");
  return hint.includes("--language") ? say("hint-language") : hint;
}

const spellRefusal = (refused) => [refused.message, refused.hint].filter(Boolean).join(" — ") || say("not-sent");

async function sendFile(name, data) {
  const number = counter++;
  uploads.set(number, { name, share: 0 });
  try {
    const sent = await send(name, data, (share) => {
      uploads.get(number).share = share;
      drawUploads();
    });
    uploads.delete(number);
    tell(say("taken", { name }));
    return sent;
  } catch (error) {
    uploads.set(number, { name, refusal: error.told });
    tell(`${name}: ${spellRefusal(error.told)}`);
  } finally {
    drawUploads();
  }
  return null;
}

async function sendAll(files) {
  const before = known.size;
  const all = [...files];
  for (const file of all) {
    const sent = await sendFile(file.name, file);
    if (sent && all.length === 1 && before === 0) location.hash = `#/d/${encodeURIComponent(sent.id)}`;
  }
}

function drawUploads() {
  at("uploads").replaceChildren(...[...uploads].map(([number, one]) => make("li", { class: one.refusal ? "card refused" : "card" },
    make("strong", { dir: "auto" }, one.name),
    one.refusal
      ? make("p", { class: "refusal" }, spellRefusal(one.refusal), " ",
        make("button", { type: "button", onclick: () => { uploads.delete(number); drawUploads(); } }, say("dismiss")))
      : make("progress", { max: 1, value: one.share, "aria-label": say("sending") }))));
}

function buildDesk() {
  const input = make("input", { type: "file", multiple: true, id: "files", class: "unseen", tabindex: -1, "aria-hidden": "true", onchange: () => { sendAll(input.files); input.value = ""; } });
  const paste = make("form", { id: "paste", hidden: true, onsubmit: async (event) => {
    event.preventDefault();
    const area = at("pasted");
    if (!area.value.trim()) return;
    await sendFile("pasted.txt", area.value);
    area.value = "";
    paste.hidden = true;
  } },
    make("label", { for: "pasted" }, say("paste-label")),
    make("textarea", { id: "pasted", rows: 8, dir: "auto" }),
    make("button", { type: "submit", class: "main" }, say("paste-take")));
  const zone = make("div", { class: "zone", id: "zone" },
    make("h1", {}, say("drop-title")),
    make("p", {}, say("drop-formats")),
    make("p", {}, say("drop-what")),
    make("p", { class: "row" },
      make("button", { type: "button", class: "main", onclick: () => input.click() }, say("choose")), input,
      make("button", { type: "button", "aria-controls": "paste", onclick: () => { paste.hidden = !paste.hidden; if (!paste.hidden) at("pasted").focus(); } }, say("paste")),
      make("button", { type: "button", id: "sample", onclick: async () => { const sent = await takeSample(); location.hash = `#/d/${encodeURIComponent(sent.id)}`; } }, say("sample"))),
    paste,
    make("p", { class: "quiet" }, say("drop-stays")));
  const tools = make("div", { class: "row tools", id: "tools", role: "search" },
    make("label", {}, say("search"), " ", make("input", { type: "search", id: "find", oninput: findWords })),
    make("label", {}, say("filter"), " ", make("select", { id: "filter", onchange: drawCards },
      FILTERS.map((one) => make("option", { value: one }, say(`filter-${one}`))))),
    make("a", { class: "button", href: "all.zip", download: "" }, say("download-all")));
  at("desk").replaceChildren(zone, make("ul", { id: "uploads", class: "cards" }), tools,
    make("h2", { id: "cards-title", "aria-live": "polite" }), make("ul", { id: "cards", class: "cards" }));
}

// What is looked for is found in names at once, and in the texts when the server has answered.
function findWords() {
  found = {};
  drawCards();
  clearTimeout(searching);
  searching = setTimeout(findInTexts, PAUSE);
}

async function findInTexts() {
  const words = at("find").value.trim();
  const answer = words ? await search(words) : {};
  if (at("find")?.value.trim() !== words) return;
  found = answer;
  drawCards();
}

function isShown(one) {
  const filter = at("filter").value;
  const words = at("find").value.trim().toLocaleLowerCase();
  const isOf = { all: true, unsure: one.weights.warning + one.weights.error > 0, refused: one.step === "refused",
    working: !["done", "refused"].includes(one.step) }[filter];
  const text = `${one.name} ${one.symbol} ${one.title} ${one.organ}`.toLocaleLowerCase();
  return isOf && (one.id in found || words.split(/\s+/).every((word) => text.includes(word)));
}

export function spellState(one) {
  if (one.step === "done" && !one.ok) return say("step-fault");
  return say(`step-${one.step}`);
}

export function weightBadges(one) {
  return ["error", "warning", "info"].filter((weight) => one.weights[weight]).map((weight) =>
    make("span", { class: `badge ${weight}` }, say(`count-${weight}`, { count: one.weights[weight] })));
}

export function spellCounts(counts) {
  return ["pages", "preambular", "operative", "point", "table", "note", "heading", "annex"].filter((key) => counts[key])
    .map((key) => say(`count-${key}`, { count: counts[key] })).join(" · ");
}

function makeCard(one) {
  const isWorking = !["done", "refused"].includes(one.step);
  const kind = [one.organ, one.symbol, one.language && languageName(one.language)].filter(Boolean).join(" · ");
  return make("li", { class: `card ${one.step}`, "data-id": one.id },
    make("h3", {}, make("a", { href: `#/d/${encodeURIComponent(one.id)}`, dir: "auto" }, one.title || one.name)),
    kind && make("p", { dir: "auto" }, kind),
    make("p", { class: "quiet", dir: "auto" }, one.name, one.mended && ` · ${say("mended")}`),
    spellCounts(one.counts) && make("p", { class: "quiet" }, spellCounts(one.counts)),
    found[one.id] && make("blockquote", { dir: "auto", lang: one.language }, found[one.id].slice(0, 160)),
    make("p", { class: "state" }, make("span", { class: "step" }, spellState(one)), " ", weightBadges(one)),
    isWorking && make("progress", { max: 3, value: { waiting: 0, reading: 1, making: 2 }[one.step], "aria-label": spellState(one) }),
    one.refusal && make("p", { class: "refusal", dir: "auto" }, `${one.refusal.message}. `, make("span", {}, spellHint(one.refusal.hint) === one.refusal.hint ? one.refusal.hint : "")),
    make("p", { class: "row" },
      make("a", { class: "button", href: `#/d/${encodeURIComponent(one.id)}` }, say(one.step === "refused" ? "mend" : "open")),
      one.step === "done" && make("a", { class: "button", href: archiveAddress(one.id), download: "" }, say("download")),
      make("button", { type: "button", onclick: () => takeAway(one) }, say("take-away"), make("span", { class: "unseen" }, ` ${one.name}`))));
}

async function takeAway(one) {
  if (!confirm(say(one.own ? "take-away-own" : "take-away-sure", { name: one.name }))) return;
  try {
    await remove(one.id);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}

// A card is made again only when what it shows has changed.
function cardOf(one) {
  const key = JSON.stringify([one.version, found[one.id], document.documentElement.lang]);
  const kept = cards.get(one.id);
  if (kept?.key === key) return kept.card;
  const card = makeCard(one);
  cards.set(one.id, { key, card });
  return card;
}

function drawCards() {
  const all = [...known.values()];
  at("tools").hidden = all.length < 2;
  at("cards-title").hidden = !all.length;
  for (const id of cards.keys()) if (!known.has(id)) cards.delete(id);
  const focused = document.activeElement?.closest("[data-id]")?.dataset.id;
  const index = focused && [...document.activeElement.closest("[data-id]").querySelectorAll("a, button")].indexOf(document.activeElement);
  const wanted = all.filter(isShown).map(cardOf);
  wanted.forEach((card, n) => { if (at("cards").children[n] !== card) at("cards").insertBefore(card, at("cards").children[n] ?? null); });
  while (at("cards").childElementCount > wanted.length) at("cards").lastElementChild.remove();
  at("cards-title").textContent = say("documents-shown", { shown: wanted.length, all: all.length });
  if (focused && !at("cards").contains(document.activeElement)) at("cards").querySelector(`[data-id="${CSS.escape(focused)}"]`)?.querySelectorAll("a, button")[index]?.focus();
}

export function showDesk(documents) {
  known = documents;
  if (!at("zone")) buildDesk();
  drawUploads();
  if (isDue) return;
  isDue = true; // many events are drawn once
  requestAnimationFrame(() => {
    isDue = false;
    if (at("cards")) drawCards();
  });
}

// Files may be dropped anywhere on the page, and text pasted where nothing is being written.
addEventListener("dragover", (event) => {
  event.preventDefault();
  document.body.classList.add("dragging");
});
addEventListener("dragleave", (event) => { if (!event.relatedTarget) document.body.classList.remove("dragging"); });
addEventListener("drop", (event) => {
  event.preventDefault();
  document.body.classList.remove("dragging");
  if (!event.dataTransfer.files.length) return;
  if (location.hash !== "#/" && location.hash) location.hash = "#/";
  sendAll(event.dataTransfer.files);
});
addEventListener("paste", (event) => {
  if (event.target.closest?.("input, textarea") || at("desk").hidden) return;
  const data = event.clipboardData;
  if (data.files.length) sendAll(data.files);
  else if (data.getData("text").trim()) sendFile("pasted.txt", data.getData("text"));
});
