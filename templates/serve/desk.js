// Shows the state of a document and reloads its editions whenever the server says that it was built again.
"use strict";

const at = (id) => document.getElementById(id);
const frames = { text: at("text"), pages: at("pages") };
const endings = { text: ".html", pages: ".pdf" };
// What a browser's viewer of PDF is asked (RFC 8118): the width of the page fills the frame.
const parameters = { text: "", pages: "#view=FitH&navpanes=0" };
const view = () => document.querySelector("input[name=view]:checked").value;

let last = { files: [], notices: [] };
let told = "";
let marked = null;
let stale = new Set(); // frames whose edition was built again since they loaded it
let awaited = ""; // the paragraph to go to when the text has come

const plural = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;
const address = (name) => name && "files/" + encodeURIComponent(name);

function item(href, text, here) {
  const line = document.createElement("li");
  const anchor = line.appendChild(document.createElement("a"));
  anchor.href = href;
  anchor.textContent = text;
  anchor.dir = "auto";
  if (here) anchor.setAttribute("aria-current", "page");
  return line;
}

// A frame that a link has led elsewhere belongs to another origin: what is in it cannot be asked.
function isAt(frame, href) {
  const shown = frame.contentDocument?.location.href.split("#")[0];
  return frame.getAttribute("src")?.split("#")[0] === href && shown === new URL(href, location.href).href;
}

// Shows what is chosen, and loads it if it was built since; returns whether it is still to come.
function showFrame(name) {
  const frame = frames[name];
  // Of the pages the reading edition has the shortest name: NAME.html, NAME.print.html.
  const [file] = last.files.filter((file) => file.endsWith(endings[name])).sort((a, b) => a.length - b.length);
  const href = address(file);
  frame.hidden = !href || view() !== name;
  if (frame.hidden) return false;
  const isStale = stale.delete(name);
  if (!isAt(frame, href)) frame.src = href + parameters[name];
  // Reloading, unlike a new address, keeps the place where the reader was.
  else if (isStale) frame.contentWindow.location.reload();
  else return false;
  return true;
}

function showFrames() {
  return Object.keys(frames).map(showFrame).includes(true);
}

// The frame is for the edition: a link that leaves it opens a page of its own.
function leadLinksElsewhere() {
  for (const anchor of frames.text.contentDocument?.links ?? []) {
    if (anchor.origin === location.origin) continue;
    anchor.target = "_blank";
    anchor.rel = "noopener noreferrer";
  }
}

function showParagraph(id) {
  document.querySelector("input[value=text]").checked = true;
  awaited = showFrames() ? id : "";
  if (!awaited) goToParagraph(id);
}

function goToParagraph(id) {
  const paragraph = frames.text.contentDocument?.getElementById(id);
  if (!paragraph) return;
  if (marked) marked.style.outline = "";
  marked = paragraph;
  paragraph.style.outline = "3px solid #c2410c";
  paragraph.tabIndex = -1;
  frames.text.focus();
  paragraph.focus({ preventScroll: true });
  paragraph.scrollIntoView({ block: "center" });
}

function notice(one) {
  const line = at("notice").content.cloneNode(true);
  const [place, message, hint] = line.querySelectorAll("p");
  line.firstElementChild.className = one.severity;
  place.firstElementChild.textContent = { info: "remark" }[one.severity] ?? one.severity;
  place.lastElementChild.textContent = one.where;
  message.textContent = one.message;
  hint.textContent = one.hint;
  const button = line.querySelector("button");
  button.hidden = !one.id || !last.files.some((file) => file.endsWith(endings.text));
  button.onclick = () => showParagraph(one.id);
  return line;
}

function showNotices(state) {
  const now = JSON.stringify(state.notices);
  if (now === told) return; // what has been read out is not read out again
  told = now;
  const faults = state.notices.filter((one) => one.severity !== "info");
  const remarks = state.notices.filter((one) => one.severity === "info");
  at("all-well").hidden = faults.length > 0;
  at("faults").replaceChildren(...faults.map(notice));
  at("remarks").replaceChildren(...remarks.map(notice));
  at("more").hidden = !remarks.length;
  at("more").firstElementChild.textContent = plural(remarks.length, "smaller remark");
}

function summary(state) {
  if (state.building) return "building …";
  const count = (severity) => state.notices.filter((one) => one.severity === severity).length;
  const counts = ["error", "warning"].filter(count).map((severity) => plural(count(severity), severity));
  return [state.ok ? "built" : "not built", ...counts].join(", ");
}

function showDocuments(state) {
  const several = state.documents.length > 1;
  at("documents").hidden = !several;
  at("documents").firstElementChild.textContent = `Document ${state.number + 1} of ${state.documents.length}`;
  const lines = state.documents.map((name, number) => item(`/${number}/`, name, number === state.number));
  if (several) at("documents").querySelector("ul").replaceChildren(...lines);
}

async function show() {
  const state = await (await fetch("state")).json();
  document.title = state.name + " · engross";
  at("name").textContent = state.name;
  at("status").textContent = summary(state);
  showDocuments(state);
  if (state.building) return;
  last = state;
  showNotices(state);
  at("editions").querySelector("ul").replaceChildren(...state.files.map((name) => item(address(name), name)));
  at("editions").hidden = !state.files.length;
  at("views").hidden = !state.files.some((file) => file.endsWith(endings.pages));
  frames.text.title = `Text of ${state.name}`;
  frames.pages.title = `Pages of ${state.name}, as they are printed`;
  stale = new Set(Object.keys(frames));
  showFrames();
}

frames.text.onload = () => {
  leadLinksElsewhere();
  if (awaited) goToParagraph(awaited);
  awaited = "";
};
at("views").onchange = showFrames;

const events = new EventSource("events");
events.onmessage = show;
events.onerror = () => { at("status").textContent = "the server has stopped"; };
