// Print and save: paper and size, editions of other kinds, the files, the command that would do the same.
import { at, make, tell } from "./dom.js";
import { fileAddress } from "./server.js";
import { fileSize, say } from "./words.js";

const KINDS = ["handout", "working", "large-print", "booklet", "bilingual", "packet"];
const PAPERS = ["a4", "a5", "letter"];
let kind = "handout";
let drawn = "";

function printFile(address) {
  document.getElementById("print-frame")?.remove();
  const frame = make("iframe", { id: "print-frame", class: "unseen", src: address, title: say("print-now"), "aria-hidden": "true", tabindex: -1 });
  frame.onload = () => setTimeout(() => {
    try {
      frame.contentWindow.focus();
      frame.contentWindow.print();
    } catch {
      open(address, "_blank", "noopener");
    }
  }, 500);
  document.body.append(frame);
}

function otherDocuments(context) {
  return [...context.documents.values()].filter((one) => one.id !== context.data.id && one.step === "done");
}

function values(form) {
  return { kind, others: [...form.querySelectorAll("[name=other]:checked")].map((one) => one.value) };
}

function makeFiles(data) {
  const extras = Object.values(data.extras).flatMap((one) => one.files ?? []).map((one) => one.split(/[\\/]/).pop());
  return make("ul", { class: "files" }, data.files.map((file) => {
    const isPdf = file.name.endsWith(".pdf");
    return make("li", {},
      make("a", { href: fileAddress(data.id, file.name, true), download: file.name, dir: "auto" }, file.name), " ",
      make("span", { class: "quiet" }, `${fileSize(file.bytes)} · ${say(extras.includes(file.name) ? "file-extra" : `file-${spellEnding(file.name)}`)}`),
      isPdf && make("span", { class: "row" },
        make("a", { class: "button", href: fileAddress(data.id, file.name), target: "_blank" }, say("open-pdf"), make("span", { class: "unseen" }, ` ${file.name}`)),
        make("button", { type: "button", onclick: () => printFile(fileAddress(data.id, file.name)) }, say("print-now"), make("span", { class: "unseen" }, ` ${file.name}`))));
  }));
}

function spellEnding(name) {
  const endings = [".print.html", ".symbols.json", ".symbols.csv", ".record.json", "report.json", ".html", ".pdf", ".epub", ".xml"];
  return (endings.find((one) => name.endsWith(one)) ?? "").replace(/^\./, "") || "other";
}

function drawKind(form, context) {
  const others = form.querySelector(".others");
  others.hidden = !["bilingual", "packet"].includes(kind);
  const all = otherDocuments(context);
  const type = kind === "bilingual" ? "radio" : "checkbox";
  others.replaceChildren(make("legend", {}, say(`others-${kind === "bilingual" ? "bilingual" : "packet"}`)),
    ...(all.length ? all.map((one) => make("label", {}, make("input", { type, name: "other", value: one.id }), " ", make("span", { dir: "auto" }, one.title || one.name, ` (${one.symbol}, ${one.language})`))) : [make("p", {}, say("others-none"))]));
  form.querySelector(".explain").textContent = say(`kind-of-${kind}`);
  form.querySelector(".make").hidden = kind === "handout";
}

async function makeKind(form, context) {
  const button = form.querySelector(".make");
  button.disabled = true;
  tell(say("making-told"));
  const made = await context.do("make", values(form));
  button.disabled = false;
  if (made?.refusal) form.querySelector(".outcome").replaceChildren(make("p", { class: "refusal", role: "alert" }, `${made.refusal.message} ${made.refusal.hint}`));
  else if (made) {
    form.querySelector(".outcome").replaceChildren();
    tell(say("made-told"));
    context.refresh();
  }
}

async function showCommand(form, context) {
  const told = await context.do("command", values(form));
  if (!told) return;
  at("command").textContent = told.command;
  try {
    await navigator.clipboard.writeText(told.command);
    tell(say("copied"));
  } catch {
    tell(say("command-shown"));
  }
}

export function drawMaking(panel, context, archive) {
  const data = context.data;
  const key = JSON.stringify([data.id, data.files, data.wishes, data.step, Object.keys(data.extras), otherDocuments(context).map((one) => one.id), document.documentElement.lang]);
  if (key === drawn && panel.childElementCount) return;
  const focus = panel.contains(document.activeElement) ? document.activeElement.id : "";
  drawn = key;
  const wish = (changed) => context.do("wish", { ...data.wishes, ...changed }, say("wish-told"));
  const size = make("input", { id: "font-size", type: "number", min: 7, max: 28, step: 0.5, value: data.wishes.font_size || "", placeholder: say("size-usual"), onchange: () => wish({ font_size: Number(size.value) || 0 }) });
  const paper = make("select", { id: "paper", onchange: () => wish({ paper: paper.value }) }, PAPERS.map((one) => make("option", { value: one }, say(`paper-${one}`))));
  paper.value = data.wishes.paper;
  const index = make("input", { id: "with-index", type: "checkbox", checked: !data.wishes.without_index, onchange: () => wish({ without_index: !index.checked }) });
  const form = make("form", { onsubmit: (event) => { event.preventDefault(); makeKind(form, context); } },
    make("fieldset", { class: "kinds" }, make("legend", {}, say("kinds")), KINDS.map((one) => make("label", {},
      make("input", { type: "radio", name: "kind", value: one, id: `kind-${one}`, checked: one === kind, onchange: () => { kind = one; drawKind(form, context); } }), " ", say(`edition-${one}`)))),
    make("p", { class: "quiet explain" }), make("fieldset", { class: "others" }),
    make("p", { class: "row" }, make("button", { type: "submit", class: "main make" }, say("make")),
      make("button", { type: "button", id: "copy", onclick: () => showCommand(form, context) }, say("copy-command"))),
    make("div", { class: "outcome" }), make("code", { id: "command", dir: "ltr" }));
  // While it is made anew the handout is that of before: it is not to be printed for the new one.
  const pdf = ["done", "refused"].includes(data.step) && data.files.find((file) => file.name.endsWith(".pdf"));
  panel.replaceChildren(
    make("section", {}, make("h2", {}, say("edition-handout")), pdf
      ? make("p", { class: "row" },
        make("button", { type: "button", class: "main", id: "print-handout", onclick: () => printFile(fileAddress(data.id, pdf.name)) }, say("print-now")),
        make("a", { class: "button", id: "save-handout", href: fileAddress(data.id, pdf.name, true), download: pdf.name }, say("save-pdf")),
        make("a", { class: "button", id: "all", href: archive, download: "" }, say("download-zip")))
      : make("p", {}, say(data.step === "refused" ? "pages-refused" : data.step === "finishing" ? "step-finishing" : "pages-coming"))),
    make("section", { hidden: !pdf && data.step !== "done" }, make("h2", {}, say("files")), makeFiles(data)),
    make("section", {}, make("h2", {}, say("paper-and-size")),
      make("p", { class: "row fields" }, make("label", {}, say("paper"), " ", paper), make("label", {}, say("size"), " ", size), make("label", {}, index, " ", say("with-index")))),
    make("section", {}, make("h2", {}, say("other-editions")), form));
  drawKind(form, context);
  if (focus) at(focus)?.focus();
}
