// The pages of the PDF as pictures, with their paragraphs to choose and the notices beside them.
import { make, rove } from "./dom.js";
import { isWeighty, weightsOf } from "./notices.js";
import { pictureAddress } from "./server.js";
import { say } from "./words.js";
import { spellKind } from "./paragraph.js";

const WIDTHS = [700, 1000, 1400, 2000]; // pixels of a picture
let drawn = {}; // which document is shown, in which version and language
let holder = null;

const share = (value) => `${(value * 100).toFixed(3)}%`;

function pictureWidth(panel) {
  const wanted = Math.min(panel.clientWidth || 700, 900) * devicePixelRatio;
  return WIDTHS.find((width) => width >= wanted) ?? WIDTHS.at(-1);
}

function makePlace(place, block, context, weight) {
  return make("button", {
    type: "button", class: "place", "data-block": place.id, "data-weight": weight, tabindex: -1,
    "aria-label": `${spellKind(block)}: ${block.number} ${block.text.slice(0, 80)}${weight ? ` (${say(`weight-${weight}`)})` : ""}`,
    style: { insetBlockStart: share(place.top), left: share(place.left), width: share(place.width), height: share(place.height) },
    onclick: () => context.select(place.id, { scroll: false }),
  }, isWeighty(weight) && make("span", { class: `mark ${weight}`, "aria-hidden": "true" }, "!"));
}

// A page that has changed is shown once its picture has come: nothing blinks, and what is the same is not drawn again.
function showPicture(figure, address, alt) {
  const image = figure.querySelector("img");
  if (image?.getAttribute("src") === address) return;
  const isSeen = image && isNear(figure);
  const next = make("img", { loading: isSeen ? "eager" : image ? "lazy" : figure.dataset.loading, src: address, alt });
  if (!image) return figure.prepend(next);
  const put = () => figure.querySelector("img").replaceWith(next);
  isSeen ? next.decode().then(put, put) : put();
}

function isNear(figure) {
  const { top, bottom } = figure.getBoundingClientRect();
  return bottom > -innerHeight && top < 2 * innerHeight;
}

function fillPage(figure, index, width, context, weights) {
  const data = context.data;
  const [across, down] = data.pages[index];
  figure.style.aspectRatio = `${across} / ${down}`;
  showPicture(figure, pictureAddress(data.id, index + 1, width, data.picture), say("page-alt", { page: index + 1, pages: data.pages.length }));
  const blocks = new Map(data.blocks.map((block) => [block.id, block]));
  for (const one of figure.querySelectorAll(".place")) one.remove();
  figure.append(...data.places.filter((place) => place.page === index + 1 && blocks.has(place.id))
    .map((place) => makePlace(place, blocks.get(place.id), context, weights.get(place.id))));
}

export function drawPages(panel, context) {
  const data = context.data;
  holder = panel;
  const key = `${data.id} ${data.version} ${document.documentElement.lang}`;
  const isSame = drawn.id === data.id && drawn.language === document.documentElement.lang;
  if (drawn.key === key && panel.childElementCount) return;
  // While pages are set anew those before stay, with the places that they have.
  const isNew = ["finishing", "done"].includes(data.step) || (data.step === "refused" && drawn.step === "finishing");
  if (isSame && !isNew && panel.querySelector(".sheets")) return;
  drawn = { key, id: data.id, step: data.step, language: document.documentElement.lang };
  if (!data.pages.length) {
    panel.replaceChildren(make("p", {}, say(data.step === "refused" ? "pages-refused" : "pages-coming")));
    return;
  }
  let list = isSame && panel.querySelector(".sheets");
  if (!list) {
    list = make("div", { class: "sheets", role: "group", "aria-label": say("view-pages") });
    panel.replaceChildren(make("p", { class: "quiet hint" }, say("pages-hint")), list);
  }
  const [weights, width] = [weightsOf(data), pictureWidth(panel)];
  while (list.childElementCount > data.pages.length) list.lastElementChild.remove();
  data.pages.forEach((_, index) => {
    if (!list.children[index]) list.append(make("figure", { class: "page", "data-loading": index < 2 ? "eager" : "lazy" }));
    fillPage(list.children[index], index, width, context, weights);
  });
  if (!isSame) rove(list, ".place");
  else list.querySelectorAll(".place").forEach((one, n) => { one.tabIndex = n ? -1 : 0; });
  markPlaces(context.selected, false);
}

export function markPlaces(id, scrolls) {
  if (!holder) return;
  let first = null;
  for (const one of holder.querySelectorAll(".place")) {
    const is = one.dataset.block === id;
    one.classList.toggle("selected", is);
    one.setAttribute("aria-pressed", String(is));
    first ??= is ? one : null;
  }
  if (first && scrolls) first.scrollIntoView({ block: "nearest" });
}
