// What is typed stays when the language is changed: it waits on this device for the page that comes back.
//
// Each field is found again by the address its form is sent to, its own name and its place among those of that name:
// after a refusal the page has other fields than at first. What autosave.js saves is its own to bring back.
// Chosen files no page can bring back: it is asked first. Without this script the page opens in another window.

const KEY = `tryeza:${document.body.dataset.person ?? ""}:language`;
const NEVER = ["csrf_token", "version", "key", "seen"];
const UNKEPT = ["file", "password", "submit", "button", "fieldset"];
const REASON = "override_reason"; // asked for where something was refused: the page that comes back asks for it too

const isBox = ({ type }) => type === "checkbox" || type === "radio";
const isSelect = ({ type }) => type?.startsWith("select");

// [form, a name for it that the page in the other language gives it too]
function forms() {
  const met = {};
  return [...document.querySelectorAll("main form[method=post]")].map((form) => {
    const to = new URL(form.getAttribute("action") || location.href, location.href).pathname;
    met[to] = (met[to] ?? 0) + 1;
    return [form, `${to} ${met[to]}`];
  });
}

// [field, a name for it within its form]
function fieldsOf(form) {
  const seen = form.elements.namedItem("seen");
  const saved = seen && form.dataset.autosaveUrl ? Object.keys(JSON.parse(seen.value)) : [];
  const met = {};
  return [...form.elements]
    .filter(({ name, type }) => name && !NEVER.includes(name) && !UNKEPT.includes(type) && !saved.includes(name))
    .map((field) => {
      const own = isBox(field) ? `${field.name} = ${field.value}` : field.name;
      met[own] = (met[own] ?? 0) + 1;
      return [field, `${own} ${met[own]}`];
    });
}

function valueOf(field) {
  if (isBox(field)) return field.checked;
  return isSelect(field) ? [...field.selectedOptions].map((option) => option.value) : field.value;
}

// On a page that a refused form came back to, all of it was typed; on another, what differs from how it came.
function isTyped(field, refused) {
  if (refused) return true;
  if (isBox(field)) return field.checked !== field.defaultChecked;
  if (!isSelect(field)) return field.type !== "hidden" && field.value !== field.defaultValue;
  const options = [...field.options];
  if (!field.multiple && !options.some((option) => option.defaultSelected)) return field.selectedIndex > 0;
  return options.some((option) => option.selected !== option.defaultSelected);
}

function write(field, value) {
  if (isBox(field)) field.checked = value;
  else if (isSelect(field)) for (const option of field.options) option.selected = value.includes(option.value);
  else field.value = value;
}

function leave(event) {
  const choice = event.target;
  const files = [...document.querySelectorAll("main input[type=file]")].some((field) => field.files.length);
  if (files && !confirm(choice.dataset.files)) return event.preventDefault();
  const refused = "refused" in choice.dataset;
  const typed = forms().map(([form, name]) => [
    name,
    fieldsOf(form).filter(([field]) => isTyped(field, refused)).map(([field, own]) => [own, valueOf(field)]),
  ]);
  const next = choice.elements.namedItem("next");
  const reason = [...document.querySelectorAll(`main [name$=${REASON}]`)].some((field) => field.value);
  if (reason) next.value += `${next.value.includes("?") ? "&" : "?"}why=1`;
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ typed }));
  } catch { // storage full or forbidden: this page stays as it is
    choice.target = "_blank";
  }
}

function bringBack() {
  let kept = null;
  try {
    kept = JSON.parse(sessionStorage.getItem(KEY));
    sessionStorage.removeItem(KEY);
  } catch { /* unreadable is as good as nothing */ }
  if (!kept) return;
  const typed = new Map(kept.typed.map(([name, fields]) => [name, new Map(fields)]));
  for (const [form, name] of forms()) {
    const values = typed.get(name) ?? new Map();
    for (const [field, own] of fieldsOf(form)) {
      if (field.type === "hidden" || !values.has(own)) continue;
      if (JSON.stringify(valueOf(field)) === JSON.stringify(values.get(own))) continue;
      write(field, values.get(own));
      for (let around = field.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
}

const choice = document.querySelector("form[data-language]");
choice?.removeAttribute("target");
choice?.addEventListener("submit", leave);
bringBack();
