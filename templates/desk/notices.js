// What engross says of a document: which notices a paragraph has, how weighty they are, how one is shown.
import { make } from "./dom.js";
import { say, sayNotice } from "./words.js";

// A number that jumps concerns the numbered paragraph before it too: what is missing stood between them.
function concerned(data, notice) {
  if (notice.code !== "number-order") return [notice.id];
  const at = data.blocks.findIndex((block) => block.id === notice.id);
  const before = data.blocks.slice(0, Math.max(at, 0)).findLast((block) => block.kind === data.blocks[at].kind);
  return before ? [notice.id, before.id] : [notice.id];
}

export const noticesOf = (data, id) => data.notices.filter((one) => id && concerned(data, one).includes(id));

// The heaviest weight of each paragraph that has a notice.
export function weightsOf(data) {
  const order = ["info", "warning", "error"];
  const weights = new Map();
  for (const one of data.notices) {
    for (const id of concerned(data, one).filter(Boolean)) {
      if (order.indexOf(one.severity) > order.indexOf(weights.get(id))) weights.set(id, one.severity);
    }
  }
  return weights;
}

export const isWeighty = (weight) => weight === "warning" || weight === "error";

// Mends of a notice: what one click may do about it. What it was read as, and may be, has names in the notice.
const ROLE_NAMES = {
  "a preambular paragraph": "preambular", "an operative paragraph": "operative", "a point": "point",
  "an operative paragraph without a number": "operative", "a heading": "heading", "a plain paragraph": "plain",
  "an item of the list in the paragraph above": "point", "words that continue the paragraph above": "join",
};

// A number that jumps may stand in the paragraph before.
function findMissingWithin(one, data) {
  const next = `${Number(one.words.before) + 1}`;
  return data.blocks.filter((each) => concerned(data, one).includes(each.id)).flatMap((each) =>
    (each.divisions ?? []).filter(([, shown]) => shown.match(/^\d+/)?.[0] === next)
      .map(([count, shown]) => ["divide", String(count), say("divide-before", { words: shown }), each.id]));
}

function findMends(one, block, data) {
  if (one.code === "number-order") return findMissingWithin(one, data);
  if (one.code === "number-lost" && block.lost) return [["operative", "", say("mend-operative-lost", { number: block.lost })]];
  if (one.code === "paragraph-unnumbered") return [["number-onwards", "", say("number-onwards")]];
  if (one.code === "point-within") {
    return (block.divisions ?? []).filter(([, shown]) => shown.startsWith(one.words.marker)).map(([count, shown]) => ["divide", String(count), say("divide-before", { words: shown })]);
  }
  const kind = one.code === "role-doubtful" && ROLE_NAMES[one.words.other];
  return kind && kind !== block.kind ? [[kind, "", say(`mend-${kind}`)]] : [];
}

// The buttons of a notice: mends, and the way to its paragraph.
export function drawNoticeButtons(one, context) {
  const block = one.id && context.data.blocks.find((each) => each.id === one.id);
  if (!block) return null;
  return make("p", { class: "row" },
    findMends(one, block, context.data).map(([kind, value, words, id = block.id]) =>
      make("button", { type: "button", dir: "auto", onclick: () => context.do("mend", { kind, id, value }, say("mended-told")) }, words)),
    make("button", { type: "button", onclick: () => context.select(block.id, { focus: true }) }, say("show-paragraph")));
}

// "letter.docx:15" is its paragraph 15; in a PDF the place is shown, its lines have no numbers to be seen.
function spellPlace(where) {
  const [, file, line] = where.match(/^(.*?):(\d+)(?::\d+)?$/) ?? [];
  if (!line) return where;
  const name = file.toLowerCase();
  if (name.endsWith(".pdf")) return file;
  return say(name.endsWith(".docx") ? "origin-word" : "origin-line", { line: Number(line), file });
}

export function spellNotice(one) {
  const { message, hint, lang } = sayNotice(one);
  return [
    make("p", {}, make("strong", {}, say(`weight-${one.severity}`)), " ", make("span", { class: "quiet", dir: "auto" }, spellPlace(one.where))),
    make("p", { dir: "auto", lang }, message),
    make("p", { class: "quiet", dir: "auto", lang }, hint),
  ];
}
