// What is asked of the server, and the changes that it tells.

export class Refused extends Error {
  constructor(told) {
    super(told.message);
    this.told = told;
  }
}

async function read(answer) {
  if (answer.status === 422) throw new Refused(await answer.json());
  if (!answer.ok) throw new Refused({ message: answer.statusText || String(answer.status), hint: "", where: "" });
  return answer.status === 204 ? null : answer.json();
}

const path = (id) => `documents/${encodeURIComponent(id)}`;

export const search = async (words) => read(await fetch(`search?q=${encodeURIComponent(words)}`));
export const describe = async (id) => read(await fetch(path(id)));
export const remove = async (id) => read(await fetch(path(id), { method: "DELETE" }));
export const takeSample = async () => read(await fetch("sample", { method: "POST" }));
export const act = async (id, action, asked = {}) =>
  read(await fetch(`${path(id)}/${action}`, { method: "POST", body: JSON.stringify(asked) }));

// Sends a file; "progress" is given the share that has gone.
export function send(name, data, progress = () => {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `documents?name=${encodeURIComponent(name)}`);
    request.responseType = "json";
    request.upload.onprogress = (event) => progress(event.loaded / event.total);
    request.onerror = () => reject(new Refused({ message: "", hint: "", where: "" }));
    request.onload = () => request.status < 300 ? resolve(request.response)
      : reject(new Refused(request.response ?? { message: request.statusText, hint: "", where: "" }));
    request.send(data);
  });
}

export const fileAddress = (id, name, save) => `${path(id)}/files/${encodeURIComponent(name)}${save ? "?save" : ""}`;
export const archiveAddress = (id) => `${path(id)}/all.zip`;
export const pictureAddress = (id, number, width, version, of = "") =>
  `${path(id)}/pages/${number}.png?width=${width}&v=${version}${of && `&of=${of}`}`;

export function listen(tell, connected) {
  const events = new EventSource("events");
  events.onmessage = (event) => tell(JSON.parse(event.data));
  events.onopen = () => connected(true);
  events.onerror = () => connected(false);
}
