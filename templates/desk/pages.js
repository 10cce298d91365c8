// The pages of the PDF as pictures, with their paragraphs to choose and the notices beside them.
import { make, rove } from "./dom.js";
import { isWeighty, weightsOf } from "./notices.js";
import { pictureAddress } from "./server.js";
import { say } from "./words.js";
import { spellKind } from "./paragraph.js";

const WIDTHS = [700, 1000, 1400, 2000]; // pixels of a picture
let drawn = "";
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

export function drawPages(panel, context) {
  const data = context.data;
  holder = panel;
  const key = `${data.id} ${data.version} ${document.documentElement.lang}`;
  if (drawn === key && panel.childElementCount) return;
  drawn = key;
  if (!data.pages.length) {
    panel.replaceChildren(make("p", {}, say(data.step === "refused" ? "pages-refused" : "pages-coming")));
    return;
  }
  const blocks = new Map(data.blocks.map((block) => [block.id, block]));
  const weights = weightsOf(data);
  const width = pictureWidth(panel);
  const top = panel.scrollTop;
  const pages = data.pages.map(([across, down], index) => {
    const places = data.places.filter((place) => place.page === index + 1 && blocks.has(place.id));
    return make("figure", { class: "page", style: { aspectRatio: `${across} / ${down}` } },
      make("img", { src: pictureAddress(data.id, index + 1, width, data.version), loading: index < 2 ? "eager" : "lazy", alt: say("page-alt", { page: index + 1, pages: data.pages.length }) }),
      places.map((place) => makePlace(place, blocks.get(place.id), context, weights.get(place.id))));
  });
  const list = make("div", { class: "sheets", role: "group", "aria-label": say("view-pages") }, pages);
  // The pages before stay until those that are new have come: nothing blinks.
  const first = pages[0].querySelector("img");
  const put = () => {
    panel.replaceChildren(make("p", { class: "quiet hint" }, say("pages-hint")), list);
    rove(list, ".place");
    panel.scrollTop = top;
    markPlaces(context.selected, false);
  };
  if (!panel.querySelector(".sheets")) put();
  else first.decode().then(put, put);
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
