// What is typed stays when the language is changed: it waits on this device for the page that comes back.
//
// Fields that autosave.js saves are its own to bring back. Files have to be chosen again.

const KEY = `tryeza:${document.body.dataset.person ?? ""}:language`;
const NEVER = ["csrf_token", "version", "key", "seen"];
const UNKEPT = ["file", "password", "hidden", "submit", "button", "fieldset"];

const forms = () => [...document.querySelectorAll("main form[method=post]")];

function fieldsOf(form) {
  const seen = form.elements.namedItem("seen");
  const saved = seen && form.dataset.autosaveUrl ? Object.keys(JSON.parse(seen.value)) : [];
  return [...form.elements].filter(({ name, type }) => name && !NEVER.includes(name) && !UNKEPT.includes(type) && !saved.includes(name));
}

function valueOf(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked;
  return field.type === "select-multiple" ? [...field.selectedOptions].map((option) => option.value) : field.value;
}

function write(field, value) {
  if (field.type === "checkbox" || field.type === "radio") field.checked = value;
  else if (field.type === "select-multiple") for (const option of field.options) option.selected = value.includes(option.value);
  else field.value = value;
}

document.querySelector("form[action='/language']")?.addEventListener("submit", (event) => {
  const typed = forms().map((form) => fieldsOf(form).map((field) => [field.name, valueOf(field)]));
  const back = new URL(event.target.elements.namedItem("next").value, location.href);
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ path: back.pathname, typed }));
  } catch { /* storage full or forbidden */ }
});

function bringBack() {
  let kept = null;
  try { kept = JSON.parse(sessionStorage.getItem(KEY)); } catch { /* unreadable is as good as nothing */ }
  if (!kept || kept.path !== location.pathname) return;
  sessionStorage.removeItem(KEY);
  forms().forEach((form, place) => {
    const fields = fieldsOf(form);
    const typed = kept.typed[place] ?? [];
    if (fields.length !== typed.length) return; // another form than the one that was filled in
    fields.forEach((field, i) => {
      const [name, value] = typed[i];
      if (field.name !== name || JSON.stringify(valueOf(field)) === JSON.stringify(value)) return;
      write(field, value);
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });
}

bringBack();
