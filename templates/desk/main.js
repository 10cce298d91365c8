// The page of the desk: its language and colours, the documents as the server tells them, which of them is shown.
import { at, make, tell } from "./dom.js";
import { listen } from "./server.js";
import { LANGUAGES, chosenLanguage, loadWords, say } from "./words.js";
import { showDesk } from "./list.js";
import { closeDocument, followDocument, showDocument } from "./document.js";

const KEPT_SCHEME = "engross-scheme";
const documents = new Map();
let isConnected = true;

function shownId() {
  const matched = location.hash.match(/^#\/d\/([^/]+)/);
  return matched ? decodeURIComponent(matched[1]) : "";
}

function show() {
  const id = documents.has(shownId()) ? shownId() : "";
  at("desk").hidden = Boolean(id);
  at("document").hidden = !id;
  if (id) showDocument(id, documents);
  else {
    closeDocument();
    document.title = `${say("desk")} · engross`;
    showDesk(documents);
  }
}

function take(event) {
  if (event.all) {
    documents.clear();
    for (const one of event.all) documents.set(one.id, one);
    if (shownId() && !documents.has(shownId())) location.hash = "#/";
    show();
  }
  if (event.document) {
    const isNew = !documents.has(event.document.id);
    documents.set(event.document.id, event.document);
    if (shownId() === event.document.id) isNew ? show() : followDocument(event.document);
    else if (!at("desk").hidden) showDesk(documents);
  }
  if (event.removed) {
    documents.delete(event.removed);
    if (shownId() === event.removed) location.hash = "#/";
    else if (!shownId()) showDesk(documents);
  }
}

function connected(is) {
  if (is === isConnected) return;
  isConnected = is;
  at("connection").textContent = is ? "" : say("disconnected");
}

function setScheme(scheme) {
  localStorage.setItem(KEPT_SCHEME, scheme);
  if (scheme) document.documentElement.dataset.scheme = scheme;
  else delete document.documentElement.dataset.scheme;
}

async function setLanguage(language) {
  await loadWords(language);
  closeDocument();
  at("desk").replaceChildren();
  show();
}

// A download is told: some browsers show nothing of it.
addEventListener("click", (event) => {
  const link = event.target.closest?.("a[download]");
  if (link) tell(say("download-told", { name: link.download || "zip" }));
});

async function begin() {
  const language = chosenLanguage();
  at("language").append(...Object.entries(LANGUAGES).map(([code, name]) => make("option", { value: code, lang: code }, name)));
  at("language").value = language;
  at("language").onchange = () => setLanguage(at("language").value);
  at("scheme").value = localStorage.getItem(KEPT_SCHEME) ?? "";
  at("scheme").onchange = () => setScheme(at("scheme").value);
  setScheme(at("scheme").value);
  await loadWords(language);
  addEventListener("hashchange", () => {
    show();
    at("main").focus();
  });
  listen(take, connected);
}

begin();
