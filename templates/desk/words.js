// The words of the page in the language that a person has chosen; one file a language, the same keys in each.

export const LANGUAGES = { ar: "العربية", zh: "中文", en: "English", fr: "Français", ru: "Русский", es: "Español" };
const KEPT = "engross-language";

// Places of notices that the program fills with words of its own; the others have words of the document.
const NAMED = new Set(["role", "other", "kind", "what", "original", "place", "believed"]);
const NO_NOTICES = { notices: {}, terms: {} }; // the server tells them in English

let words = {};
let { notices, terms } = NO_NOTICES;
let plurals = new Intl.PluralRules("en");
let code = "en";

export function chosenLanguage() {
  const kept = localStorage.getItem(KEPT);
  const asked = [kept, ...navigator.languages].filter(Boolean).map((one) => one.slice(0, 2).toLowerCase());
  return asked.find((one) => one in LANGUAGES) ?? "en";
}

export async function loadWords(language) {
  localStorage.setItem(KEPT, language);
  code = language;
  words = await (await fetch(`ui/words/${language}.json`)).json();
  ({ notices, terms } = language === "en" ? NO_NOTICES : await (await fetch(`ui/notices/${language}.json`)).json());
  plurals = new Intl.PluralRules(language);
  document.documentElement.lang = language;
  document.documentElement.dir = language === "ar" ? "rtl" : "ltr";
  for (const one of document.querySelectorAll("[data-words]")) one.textContent = say(one.dataset.words);
}

// Words of a key, with values in their {places}; "count" chooses among the forms of a plural (CLDR).
export function say(key, values = {}) {
  let found = words[key] ?? key;
  if (typeof found === "object") found = found[plurals.select(values.count)] ?? found.other;
  return found.replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name];
    return typeof value === "number" ? new Intl.NumberFormat(code).format(value) : value ?? "";
  });
}

// A notice in the language of the page, as far as it has words for it; "isOwn" says whether it has.
export function sayNotice(one) {
  const found = Object.hasOwn(notices, one.code) && notices[one.code];
  if (!found) return { message: one.message, hint: one.hint, lang: "en", isOwn: code === "en" };
  const values = { original: "the printed document", ...one.words };
  const isTerm = (name) => NAMED.has(name) || (name === "before" && one.code === "number-order");
  const fill = (text) => text.replace(/\{(\w+)\}/g, (_, name) => (isTerm(name) ? sayTerm(values[name]) : values[name]) ?? "");
  return { message: fill(found.message), hint: fill(found.hint), lang: code, isOwn: true };
}

// What the program calls something, in the language of the page.
export const sayTerm = (name) => (Object.hasOwn(terms, name) ? terms[name] : name);

export const languageName = (language) => {
  try {
    return new Intl.DisplayNames([code], { type: "language" }).of(language);
  } catch {
    return language;
  }
};

export const fileSize = (bytes) => {
  const unit = bytes < 1e6 ? "kilobyte" : "megabyte";
  const amount = bytes / (bytes < 1e6 ? 1e3 : 1e6);
  const digits = amount < 10 ? 1 : 0;
  return new Intl.NumberFormat(code, { style: "unit", unit, maximumFractionDigits: digits }).format(amount);
};
