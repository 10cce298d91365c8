// Elements made of values: text is always text, never markup.

export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "style") Object.assign(element.style, value);
    else if (name === "value" || name === "checked" || name === "disabled" || name === "hidden") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export const at = (id) => document.getElementById(id);

const TOLD_MILLISECONDS = 6000; // that a message stays in sight
let fading = 0;

// Says something in a corner of the page, and to screen readers.
export function tell(words) {
  at("told").textContent = "";
  clearTimeout(fading);
  requestAnimationFrame(() => { at("told").textContent = words; });
  fading = setTimeout(() => { at("told").textContent = ""; }, TOLD_MILLISECONDS);
}

// One stop for the Tab key in a group; arrows, Home and End go to the others.
export function rove(group, selector) {
  group.addEventListener("keydown", (event) => {
    const all = [...group.querySelectorAll(selector)];
    const here = all.indexOf(event.target.closest(selector));
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const next = event.key === "Home" ? 0 : event.key === "End" ? all.length - 1 : step ? here + step : -1;
    if (here < 0 || next < 0 || next >= all.length) return;
    event.preventDefault();
    for (const one of all) one.tabIndex = -1;
    all[next].tabIndex = 0;
    all[next].focus();
  });
  group.querySelectorAll(selector).forEach((one, n) => { one.tabIndex = n ? -1 : 0; });
}
