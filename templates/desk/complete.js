// What the JSON Schema of the YAML allows where the caret stands.

let schema = null;

export async function loadSchema() {
  schema ??= await (await fetch("ui/resolution.schema.json")).json();
}

function resolve(node) {
  let found = node;
  for (let n = 0; found?.$ref && n < 9; n++) found = found.$ref.slice(2).split("/").reduce((inner, key) => inner?.[key], schema);
  return found;
}

// The alternatives of a node: itself, and what oneOf, anyOf and allOf name.
function* alternatives(node, depth = 0) {
  const found = resolve(node);
  if (!found || depth > 6) return;
  yield found;
  for (const key of ["oneOf", "anyOf", "allOf"]) for (const one of found[key] ?? []) yield* alternatives(one, depth + 1);
}

function inside(nodes, key) {
  const found = [];
  for (const node of nodes) {
    for (const one of alternatives(node)) {
      if (key === "-") { if (one.items) found.push(one.items); }
      else if (one.properties?.[key]) found.push(one.properties[key]);
    }
  }
  return found;
}

// The keys that lead to a line of block YAML, from the indents above it; "-" is an entry of a list.
export function pathAt(lines, row) {
  const indentOf = (line) => line.length - line.trimStart().length;
  const path = [];
  let indent = null;
  for (let n = row; n >= 0; n--) {
    const line = lines[n];
    if (!line.trim() && n !== row || line.trimStart().startsWith("#")) continue;
    let at = indentOf(line);
    const marks = [];
    let rest = line.slice(at);
    while (rest.startsWith("- ") || rest === "-") {
      marks.push(at);
      const inner = rest.slice(1).length - rest.slice(1).trimStart().length + 1;
      at += inner;
      rest = rest.slice(inner);
    }
    const key = rest.match(/^([\w-]+):/)?.[1];
    if (n === row) {
      indent = marks.length ? marks[0] : at;
      for (const _ of marks) path.unshift("-");
      if (marks.length) indent = marks[0] + 0.5; // a list may stand at the indent of its key
      continue;
    }
    if (key && at < indent && (!marks.length || at < indent)) {
      path.unshift(key);
      indent = at;
      if (marks.length) {
        for (const _ of marks) path.unshift("-");
        indent = marks[0] + 0.5;
      }
    } else if (marks.length && marks[0] < indent && at <= indent && path[0] !== "-" ) {
      for (const _ of marks) path.unshift("-");
      indent = marks[0] + 0.5;
    }
  }
  return path;
}

export function completeAt(text, caret, isAsked) {
  const none = { items: [], from: caret, column: 0 };
  if (!schema) return none;
  const lines = text.slice(0, caret).split("\n");
  const row = lines.length - 1;
  const line = lines[row];
  const atKey = line.match(/^(\s*(?:- +)*)([\w-]*)$/);
  const atValue = line.match(/^\s*(?:- +)*([\w-]+): +([\w-]*)$/);
  if (!atKey && !atValue) return none;
  const word = atKey ? atKey[2] : atValue[2];
  if (!isAsked && !word) return none;
  let nodes = [schema];
  for (const key of pathAt(lines, row)) nodes = inside(nodes, key);
  const found = new Map();
  if (atKey) {
    for (const node of nodes) for (const one of alternatives(node)) for (const [name, of] of Object.entries(one.properties ?? {})) {
      found.set(name, { name, insert: `${name}: `, description: of.description ?? resolve(of)?.description ?? "" });
    }
  } else {
    for (const node of inside(nodes, atValue[1])) for (const one of alternatives(node)) for (const value of one.enum ?? []) {
      found.set(String(value), { name: String(value), insert: String(value), description: "" });
    }
  }
  const items = [...found.values()].filter((one) => one.name.startsWith(word) && one.name && (isAsked || one.name !== word)).slice(0, 40);
  return { items, from: caret - word.length, column: line.length - word.length };
}
