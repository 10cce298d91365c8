// Shows the state of the document and reloads the edition whenever the server says that it was built again.
"use strict";

const at = (id) => document.getElementById(id);

function link(name) {
  const anchor = document.createElement("a");
  anchor.href = "files/" + encodeURIComponent(name);
  anchor.textContent = name;
  return anchor;
}

function showEdition(name) {
  const frame = at("edition");
  frame.hidden = !name;
  if (!name) return;
  const address = "files/" + encodeURIComponent(name);
  // Reloading, unlike a new address, keeps the place where the reader was.
  if (frame.getAttribute("src") === address) frame.contentWindow.location.reload();
  else frame.src = address;
}

// The frame is for the edition: a link that leaves it opens a page of its own.
function leadLinksElsewhere() {
  for (const anchor of at("edition").contentDocument?.links ?? []) {
    if (anchor.origin === location.origin) continue;
    anchor.target = "_blank";
    anchor.rel = "noopener noreferrer";
  }
}

async function show() {
  const state = await (await fetch("state")).json();
  document.title = state.name + " · engross";
  at("name").textContent = state.name;
  at("status").textContent = state.building ? "building …" : state.ok ? "built" : "not built";
  if (state.building) return;
  at("message").textContent = state.message;
  at("message").hidden = !state.message;
  at("files").replaceChildren(...state.files.map(link));
  showEdition(state.files.find((name) => name.endsWith(".html")));
}

at("edition").onload = leadLinksElsewhere;

const events = new EventSource("events");
events.onmessage = show;
events.onerror = () => { at("status").textContent = "the server has stopped"; };
