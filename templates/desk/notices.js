// What engross says of a document: which notices a paragraph has, how weighty they are, how one is shown.
import { make } from "./dom.js";
import { say } from "./words.js";

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

export const spellNotice = (one) => [
  make("p", {}, make("strong", {}, say(`weight-${one.severity}`)), " ", make("span", { class: "quiet", dir: "auto" }, one.where)),
  make("p", { dir: "auto", lang: "en" }, one.message),
  make("p", { class: "quiet", dir: "auto", lang: "en" }, one.hint),
];
