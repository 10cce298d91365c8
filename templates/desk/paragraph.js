// One paragraph: what it was taken for and how surely, where it came from, and the mends by one click.
import { make } from "./dom.js";
import { isWeighty, noticesOf, spellNotice } from "./notices.js";
import { act, pictureAddress, Refused } from "./server.js";
import { LANGUAGES, languageName, say, sayTerm } from "./words.js";

const SURE = 1.5; // of a margin: with less the second reading is worth a look
const ROLES = ["preambular", "operative", "point", "heading", "plain", "join"];
const NUMBERED = new Set(["heading", "operative", "point"]);
const MENDABLE = new Set(["heading", "preambular", "operative", "point", "plain"]);
let asked = 0;

export const spellKind = (block) => say(`kind-${block.kind}`);

function spellCertainty(block, notices) {
  if (notices.some((one) => isWeighty(one.severity))) return say("sure-warned");
  if (block.margin === undefined) return say("sure-styles");
  return block.margin < SURE ? say("sure-doubtful", { other: sayTerm(block.other) }) : say("sure");
}

async function mend(context, kind, block, value = "") {
  const done = await context.do("mend", { kind, id: block?.id ?? "", value }, say("mended-told"));
  return done;
}

// "ends": where each of the first words ends, in characters, marks behind it left out.
function leadButtons(block, context) {
  const characters = [...block.text];
  let begin = 0;
  return make("div", { class: "leads", dir: "auto", role: "group", "aria-label": say("lead") },
    block.ends.map((end, n) => {
      const upTo = characters.slice(0, end).join("");
      const word = characters.slice(begin, end).join("");
      begin = end;
      return make("button", { type: "button", "aria-pressed": String(block.lead !== "" && block.lead.startsWith(upTo)), onclick: () => mend(context, "lead", block, String(n + 1)) }, word.replace(/^[\s,;:，；：،؛]+/, ""));
    }),
    make("button", { type: "button", class: "none", onclick: () => mend(context, "lead", block, "0") }, say("lead-none")));
}

const makeLead = (block, context) =>
  make("section", {}, make("h3", {}, say("lead")), make("p", { class: "quiet" }, say("lead-hint")), leadButtons(block, context));

// The number: the one that it has, or the one that is missing there.
function makeNumber(block, context) {
  const number = make("input", { id: "paragraph-number", value: block.number || block.lost || "", dir: "auto", autocomplete: "off", maxlength: 20 });
  return make("section", {}, make("form", { onsubmit: (event) => { event.preventDefault(); mend(context, "number", block, number.value); } },
    make("h3", {}, make("label", { for: "paragraph-number" }, say("number"))),
    block.lost && make("p", { class: "doubt" }, say("number-lost", { number: block.lost })),
    make("p", { class: "row" }, number, make("button", { type: "submit", "data-mend": "number" }, say("set"))),
    block.kind === "operative" && make("p", {}, make("button", { type: "button", "data-mend": "number-onwards", onclick: () => mend(context, "number-onwards", block) }, say("number-onwards")))));
}

// Where another paragraph may begin in it.
function makeDivisions(block, context) {
  return make("section", {}, make("h3", {}, say("divide")), make("p", { class: "quiet" }, say("divide-hint")),
    make("div", { class: "mends", role: "group", "aria-label": say("divide") }, block.divisions.map(([count, shown]) =>
      make("button", { type: "button", "data-mend": `divide-${count}`, dir: "auto", lang: context.data.language, onclick: () => mend(context, "divide", block, String(count)) }, `${shown} …`))));
}

function spellRole(kind, block) {
  return kind === "operative" && block.lost ? say("mend-operative-lost", { number: block.lost }) : say(`mend-${kind}`);
}

async function showOrigin(holder, block, context) {
  const number = ++asked;
  holder.replaceChildren(make("p", { class: "quiet" }, say(block.line ? "origin-coming" : "origin-none")));
  if (!block.line) return;
  let place;
  try {
    place = await act(context.data.id, "show_source", { line: block.line });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    place = { format: "", line: block.line };
  }
  if (number !== asked) return;
  if (place.lines) {
    holder.replaceChildren(make("p", {}, say("origin-line", { line: block.line, file: context.data.name })),
      make("ol", { class: "lines", tabindex: 0, "aria-label": say("origin"), start: place.lines[0]?.number, dir: "auto" }, place.lines.map((one) =>
        make("li", { value: one.number, class: one.number === block.line ? "here" : "" }, one.text || " "))));
  } else if (place.place) {
    const { page, left, top, width, height } = place.place;
    const around = make("div", { class: "cut" },
      make("img", { src: pictureAddress(context.data.id, page, 700, 0, "source"), alt: say("origin-page", { page, file: context.data.name }) }),
      make("span", { class: "here", style: { left: `${left * 100}%`, top: `${top * 100}%`, width: `${width * 100}%`, height: `${height * 100}%` } }));
    holder.replaceChildren(make("p", {}, say("origin-page", { page, file: context.data.name })), make("div", { class: "window", tabindex: 0, role: "group", "aria-label": say("origin") }, around));
    const image = around.querySelector("img");
    image.onload = () => { holder.querySelector(".window").scrollTop = top * image.clientHeight - 60; };
  } else {
    holder.replaceChildren(make("p", {}, say(place.format === "docx" ? "origin-word" : "origin-line", { line: block.line, file: context.data.name })));
  }
}

// What the document does not say of itself: its symbol, its language.
export function makeIdentity(context) {
  const data = context.data;
  const symbol = make("input", { id: "symbol", value: data?.symbol ?? "", dir: "ltr", autocomplete: "off", spellcheck: "false" });
  const language = make("select", { id: "document-language", onchange: () => language.value && mend(context, "language", null, language.value) },
    ["", ...Object.keys(LANGUAGES), "de"].map((code) => make("option", { value: code }, code ? languageName(code) : "—")));
  language.value = data?.language ?? "";
  const title = make("input", { id: "document-title", value: data?.title ?? "", dir: "auto", list: "titles", autocomplete: "off" });
  return [
    data?.step !== "refused" && make("form", { onsubmit: (event) => { event.preventDefault(); mend(context, "title", null, title.value.trim()); } },
      make("label", { for: "document-title" }, say("kind-title")), make("p", { class: "row" }, title, make("button", { type: "submit" }, say("set"))),
      make("datalist", { id: "titles" }, (data?.masthead ?? []).map((line) => make("option", { value: line })))),
    make("form", { onsubmit: (event) => { event.preventDefault(); mend(context, "symbol", null, symbol.value.trim()); } },
      make("label", { for: "symbol" }, say("symbol")), make("p", { class: "row" }, symbol, make("button", { type: "submit" }, say("set")))),
    make("p", {}, make("label", { for: "document-language" }, say("document-language")), language),
  ].filter(Boolean);
}

function drawAbout(holder, context) {
  const data = context.data;
  holder.replaceChildren(...[
    make("h2", { id: "paragraph-title", tabindex: -1 }, say("about")),
    make("p", { class: "quiet" }, say("about-hint")),
    ...(data?.step === "refused" ? [] : makeIdentity(context)),
    data && make("p", { class: "quiet", dir: "auto" }, say("source-of", { file: data.name })),
  ].filter(Boolean));
}

let drawnKey = "";

export function drawParagraph(holder, context) {
  const block = context.selected && context.data?.blocks.find((one) => one.id === context.selected);
  const key = JSON.stringify([context.data?.id, context.data?.version, context.selected, document.documentElement.lang]);
  if (key === drawnKey && holder.childElementCount) return;
  drawnKey = key;
  const hadFocus = holder.contains(document.activeElement) ? document.activeElement.dataset.mend ?? "title" : "";
  if (!block) drawAbout(holder, context);
  else {
    const notices = noticesOf(context.data, block.id);
    const origin = make("div", { class: "origin" });
    const lead = block.lead !== undefined && makeLead(block, context);
    const isLeadMissing = notices.some((one) => one.code === "lead-missing"); // then this is what is to be mended
    holder.replaceChildren(...[
      make("p", { class: "row" }, make("h2", { id: "paragraph-title", tabindex: -1 }, `${spellKind(block)} ${block.number}`.trim()),
        make("button", { type: "button", class: "close", onclick: () => context.select("") }, say("close"))),
      make("blockquote", { dir: "auto", lang: context.data.language }, block.text.slice(0, 400)),
      ...notices.map((one) => make("div", { class: `notice ${one.severity}` }, spellNotice(one))),
      isLeadMissing && lead,
      MENDABLE.has(block.kind) && make("section", {}, make("h3", {}, say("mend-title")),
        make("div", { class: "mends", role: "group", "aria-label": say("mend-title") }, ROLES.map((kind) =>
          make("button", { type: "button", "data-mend": kind, "aria-pressed": kind === "join" ? null : String(kind === block.kind && !(kind === "operative" && block.lost)), onclick: () => (kind !== block.kind || block.lost) && mend(context, kind, block) }, spellRole(kind, block))))),
      block.divisions?.length > 0 && makeDivisions(block, context),
      NUMBERED.has(block.kind) && makeNumber(block, context),
      make("p", {}, make("button", { type: "button", "data-mend": "words", onclick: () => context.edit(block.id) }, say("edit-words"))),
      !isLeadMissing && lead,
      make("section", {}, make("h3", {}, say("origin")), make("p", { class: block.margin < SURE ? "doubt" : "" }, spellCertainty(block, notices)), origin),
    ].filter(Boolean));
    showOrigin(origin, block, context);
  }
  if (hadFocus) (holder.querySelector(`[data-mend="${hadFocus}"]`) ?? holder.querySelector("h2")).focus();
}

