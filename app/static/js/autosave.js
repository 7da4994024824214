// Saves a form into its record while it is being typed, and keeps the words on this device when that fails. What is no
// record yet is kept by kept-forms.js, which stands on this.
//
// <form data-autosave-url="…" data-version="3"> … <p data-saved …> (forms.saved()) … </form>
// A hidden `seen` (app/core/saving.py) names the fields that are saved, each with marks of what this window has shown and
// sent: what bears one of them is this person's own and no conflict. The other fields stay on the device.
// Sent: the changed fields, their marks and `version`. Answers: 200 {version, saved_at_text, seen}; 409 {message, url?}:
// stop, keep the text; 422 {message, version, seen}: kept are the fields in `seen` alone; anything else counts as no
// connection, or as an ended session (400, 401, 403).

const PAUSE = 1_000; // ms after the last key
const RETRY = 15_000; // ms between attempts while there is no connection
const PATIENCE = 30_000; // ms for an answer
const LINGER = 4_000; // ms that a link waits for what is being saved
const MOST_MARKS = 20; // of one field
const MOST_KEPT_ALIVE = 60_000; // bytes that browsers let a request carry on with when its page goes
const SHELF = "tryeza:";
const NEVER = new Set(["csrf_token", "version", "key", "seen", "kept_form"]);

const person = document.body.dataset.person ?? "";
const shelf = `${SHELF}${person}:`;

let signedOut = false;

// What one person typed is not for the next one at the same window.
function forget(keep) {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(SHELF) && !(keep && key.startsWith(keep))) sessionStorage.removeItem(key);
  }
}

class Autosave {
  constructor(form, url = form.dataset.autosaveUrl, key = url) {
    this.form = form;
    this.url = url;
    this.version = form.dataset.version ?? form.elements.namedItem("version")?.value;
    this.line = form.querySelector("[data-saved]") ?? document.querySelector("[data-saved]");
    this.key = shelf + key;
    this.field = form.dataset.autosaveUrl ? form.elements.namedItem("seen") : null;
    this.seen = this.field ? JSON.parse(this.field.value) : null;
    this.stopped = false;
    this.sending = null;
    this.known = this.isUnsaved() ? {} : this.read();
    this.restore();
    form.addEventListener("input", () => this.schedule());
    form.addEventListener("change", () => this.schedule());
    // The page is sent whole now; a save on its heels would only race with it.
    form.addEventListener("submit", () => { this.keep(true); clearTimeout(this.timer); this.leaving = true; });
    addEventListener("pageshow", () => { this.leaving = false; });
    document.addEventListener("click", (event) => this.follow(event));
    addEventListener("online", () => this.save());
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.save(true); });
  }

  // A form that came back refused, or with what was sent too late, shows what its record does not hold.
  isUnsaved() {
    return Boolean(document.querySelector(".error-summary")) || "begun" in this.form.dataset;
  }

  // Every field by its name, as the list of its values; an unticked group is an empty list, not an absent one.
  read() {
    const fields = {};
    for (const element of this.form.elements) {
      const { name, type } = element;
      if (!name || NEVER.has(name) || ["file", "password", "submit", "button", "hidden", "fieldset"].includes(type)) continue;
      fields[name] ??= [];
      if (type === "checkbox" || type === "radio") { if (element.checked) fields[name].push(element.value); }
      else if (type === "select-multiple") fields[name].push(...[...element.selectedOptions].map((o) => o.value));
      else fields[name].push(element.value);
    }
    return fields;
  }

  changed(now = this.read()) {
    return Object.fromEntries(Object.entries(now).filter(([name, values]) => !same(values, this.known[name])));
  }

  // Of these fields, those that the server saves before the page is sent.
  saved(fields) {
    return Object.fromEntries(Object.entries(fields).filter(([name]) => !this.seen || name in this.seen));
  }

  marks(names) {
    return Object.fromEntries(names.filter((name) => this.seen?.[name]).map((name) => [name, this.seen[name]]));
  }

  setMarks(marks) {
    Object.assign(this.seen ?? {}, marks);
    if (this.field) this.field.value = JSON.stringify(this.seen);
  }

  schedule() {
    this.keep();
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => this.save(), PAUSE);
  }

  // Kept before it is sent: whatever happens to the request, the words are somewhere.
  keep(sent = false) {
    if (signedOut) return;
    const fields = this.changed();
    const seen = this.marks(Object.keys(fields));
    try {
      if (Object.keys(fields).length) sessionStorage.setItem(this.key, JSON.stringify({ version: this.version, seen, fields, sent }));
      else sessionStorage.removeItem(this.key);
    } catch { /* storage full or forbidden: the form itself still holds the text */ }
  }

  restore() {
    const kept = onShelf(this.key);
    if (!kept) return;
    const shown = this.read();
    // Of a page that was sent, what the server has changed since is newer than what is here: it was taken.
    const over = (name) => kept.sent && this.seen?.[name] && !kept.seen?.[name]?.includes(this.seen[name][0]);
    const differing = Object.entries(kept.fields).filter(([name, values]) => shown[name] && !same(values, shown[name]) && !over(name));
    if (!differing.length) return sessionStorage.removeItem(this.key);
    // Typed upon an older version than the server has now: saved as such, so that the server says what came between.
    this.setVersion(kept.version);
    this.setMarks(Object.fromEntries(differing.filter(([name]) => kept.seen?.[name]).map(([name]) => [name, kept.seen[name]])));
    for (const [name, values] of differing) this.write(name, values);
    this.say("restored");
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  write(name, values) {
    [...this.form.elements].filter((element) => element.name === name).forEach((element, i) => {
      if (element.type === "checkbox" || element.type === "radio") element.checked = values.includes(element.value);
      else if (element.type === "select-multiple") for (const o of element.options) o.selected = values.includes(o.value);
      else element.value = values[i] ?? "";
    });
  }

  async save(hidden = false) {
    clearTimeout(this.timer);
    if (this.stopped || this.leaving) return;
    if (this.sending) { this.again = true; return this.sending; } // one at a time: two would carry the same version
    const fields = this.saved(this.changed());
    if (!Object.keys(fields).length) return;
    if (!hidden) this.say("saving");
    this.sending = this.send(fields).catch(() => this.later("kept"));
    const kept = await this.sending;
    this.sending = null;
    for (const name of kept) this.known[name] = fields[name];
    this.keep();
    const more = Object.keys(this.saved(this.changed())).some((name) => !(name in fields) || kept.includes(name));
    if (kept.length && (this.again || more)) this.timer = setTimeout(() => this.save(), PAUSE);
    this.again = false;
  }

  // The names of the fields that are kept.
  async send(fields) {
    const names = Object.keys(fields);
    const body = this.body(fields);
    const token = this.form.elements.namedItem("csrf_token") ?? document.querySelector("meta[name=csrf-token]");
    const headers = { "X-CSRFToken": token.value ?? token.content, "X-Requested-With": "fetch", Accept: "application/json" };
    // From now on this may stand in the database, whether its answer is heard or not.
    if (this.seen) this.setMarks(Object.fromEntries(names.map((name) => [name, [...this.seen[name], mark(fields[name])].slice(-MOST_MARKS)])));
    this.keep();
    const response = await fetch(this.url, {
      method: "POST", body, headers, credentials: "same-origin", redirect: "error",
      keepalive: String(body).length < MOST_KEPT_ALIVE, signal: AbortSignal.timeout(PATIENCE),
    });
    return this.heard(response, names);
  }

  body(fields) {
    const body = new URLSearchParams({ version: this.version });
    const begun = this.form.elements.namedItem("kept_form");
    if (begun) body.set("kept_form", begun.value); // what was kept of it is in its record now
    if (this.seen) body.set("seen", JSON.stringify(this.marks(Object.keys(fields))));
    return append(body, fields);
  }

  async heard(response, names) {
    if (response.ok || response.status === 422) {
      const { version, saved_at_text: text, message, seen } = await response.json();
      this.setVersion(version);
      this.setMarks(seen);
      this.say(response.ok ? "saved" : "refused", text ?? message);
      return seen ? names.filter((name) => name in seen) : response.ok ? names : [];
    }
    if ([400, 401, 403].includes(response.status)) return this.later("signedOut");
    if (response.status === 409) {
      const { message, url } = await response.json();
      this.stopped = true;
      this.say("stopped", message, url);
      return [];
    }
    return this.later("kept");
  }

  // A link waits a moment for what is being saved, so that the next page shows it.
  async follow(event) {
    const link = event.target.closest?.("a[href]");
    const plain = !event.defaultPrevented && !event.button && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
    if (link.pathname === location.pathname && link.hash) return;
    if (this.stopped || !(this.sending || Object.keys(this.saved(this.changed())).length)) return;
    event.preventDefault();
    const settled = async () => { await this.sending; await this.save(); };
    await Promise.race([settled(), new Promise((go) => setTimeout(go, LINGER))]);
    location.assign(link.href);
  }

  later(state) {
    this.say(state);
    this.timer = setTimeout(() => this.save(), RETRY);
    return [];
  }

  // The form's own hidden version follows, so that sending it whole is not refused for what was saved meanwhile.
  setVersion(version) {
    if (version === undefined) return;
    this.version = String(version);
    const field = this.form.elements.namedItem("version");
    if (field) field.value = this.version;
  }

  say(state, text, url) {
    if (!this.line) return;
    this.line.dataset.state = state === "signedOut" ? "kept" : state;
    const words = text ?? this.line.dataset[state] ?? "";
    if (words && this.line.textContent.trim() === words) return; // do not have it read out again at each attempt
    this.line.textContent = words;
    if (!url) return;
    const link = document.createElement("a");
    const { pathname, search } = new URL(url, location.href); // never to another site, whatever the answer says
    // In a window of its own: in this one the text from the device would be laid over it.
    Object.assign(link, { href: pathname + search, target: "_blank", rel: "noopener", textContent: this.line.dataset.other });
    this.line.append(" ", link);
  }
}

function append(body, fields) {
  for (const [name, values] of Object.entries(fields)) for (const value of values.length ? values : [""]) body.append(name, value);
  return body;
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const visible = (text) => text.normalize("NFC").replace(/[\p{Z}\p{Cc}\p{Cf}]/gu, "");
const mark = (values) => String(crc32(values.map(visible).filter(Boolean).sort().join("\n")));

function crc32(text) {
  let sum = -1;
  for (const byte of new TextEncoder().encode(text)) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (0xedb88320 & -(sum & 1));
  }
  return (sum ^ -1) >>> 0;
}

function onShelf(key) {
  try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } // unreadable is as good as nothing
}

// A form's name among all that are kept of one person.
const nameOf = (form) => form.elements.namedItem("kept_form").value.split(".")[0];

// What was sent and led on to another page was taken; an error page leaves it on the shelf.
function clear() {
  if (document.querySelector("main[data-failed]")) return;
  const here = [...document.querySelectorAll("form[data-autosave-url]")].map((form) => shelf + form.dataset.autosaveUrl);
  here.push(...[...document.querySelectorAll("form[data-keep-url]")].map((form) => shelf + nameOf(form)));
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(shelf) && !here.includes(key) && onShelf(key)?.sent) sessionStorage.removeItem(key);
  }
}

if (person) { forget(shelf); clear(); }
document.querySelector("form[data-forget]")?.addEventListener("submit", () => { signedOut = true; forget(); });
const autosaved = [...document.querySelectorAll("form[data-autosave-url]")].map((form) => new Autosave(form));
// For the scripts after this one, which would import it by an address without its version.
globalThis.tryeza = { Autosave, append, nameOf, shelf, kept: [] };
for (const each of autosaved) if ("begun" in each.form.dataset) each.schedule();
