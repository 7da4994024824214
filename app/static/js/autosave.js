// Saves a form while it is being typed, and keeps the words on this device when that fails.
//
// <form data-autosave-url="…" data-version="3"> … <p data-saved …> (forms.saved()) … </form>
// Sent: the changed fields and `version`. Answers: 200 {version, saved_at_text}; 409 {message, url?}: stop, keep the
// text; 422 {message}; anything else counts as no connection, or as an ended session (400, 401, 403).

const PAUSE = 1_000; // ms after the last key
const RETRY = 15_000; // ms between attempts while there is no connection
const MOST_KEPT_ALIVE = 60_000; // bytes that browsers let a request carry on with when its page goes
const SHELF = "tryeza:";
const NEVER = new Set(["csrf_token", "version", "key"]);

const person = document.body.dataset.person ?? "";
const shelf = `${SHELF}${person}:`;

// What one person typed is not for the next one at the same window.
function forget(keep) {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(SHELF) && !(keep && key.startsWith(keep))) sessionStorage.removeItem(key);
  }
}

class Autosave {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosaveUrl;
    this.version = form.dataset.version;
    this.line = form.querySelector("[data-saved]") ?? document.querySelector("[data-saved]");
    this.key = shelf + this.url;
    this.stopped = false;
    this.sending = null;
    // A form that came back refused shows what the server did not keep.
    this.known = document.querySelector(".error-summary") ? {} : this.read();
    this.restore();
    form.addEventListener("input", () => this.schedule());
    form.addEventListener("change", () => this.schedule());
    // The page is sent whole now; a save on its heels would only race with it.
    form.addEventListener("submit", () => { this.keep(); clearTimeout(this.timer); this.leaving = true; });
    addEventListener("pageshow", () => { this.leaving = false; });
    addEventListener("online", () => this.save());
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.save(true); });
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

  schedule() {
    this.keep();
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => this.save(), PAUSE);
  }

  // Kept before it is sent: whatever happens to the request, the words are somewhere.
  keep() {
    const fields = this.changed();
    try {
      if (Object.keys(fields).length) sessionStorage.setItem(this.key, JSON.stringify({ version: this.version, fields }));
      else sessionStorage.removeItem(this.key);
    } catch { /* storage full or forbidden: the form itself still holds the text */ }
  }

  restore() {
    let kept = null;
    try { kept = JSON.parse(sessionStorage.getItem(this.key)); } catch { /* unreadable is as good as nothing */ }
    if (!kept) return;
    const shown = this.read();
    const differing = Object.entries(kept.fields).filter(([name, values]) => shown[name] && !same(values, shown[name]));
    if (!differing.length) return sessionStorage.removeItem(this.key);
    // Typed upon an older version than the server has now: saved as such, so that the server says what came between.
    this.setVersion(kept.version);
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
    if (this.sending) { this.again = true; return; } // one at a time: two would carry the same version
    const now = this.read();
    const fields = this.changed(now);
    if (!Object.keys(fields).length) return;
    if (!hidden) this.say("saving");
    this.sending = this.send(fields, hidden);
    const saved = await this.sending;
    this.sending = null;
    if (saved) Object.assign(this.known, fields);
    this.keep();
    if (saved && (this.again || Object.keys(this.changed()).length)) this.timer = setTimeout(() => this.save(), PAUSE);
    this.again = false;
  }

  async send(fields, keepalive) {
    const body = new URLSearchParams({ version: this.version });
    for (const [name, values] of Object.entries(fields)) for (const value of values.length ? values : [""]) body.append(name, value);
    const headers = { "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content, "X-Requested-With": "fetch", Accept: "application/json" };
    try {
      const response = await fetch(this.url, { method: "POST", body, headers, keepalive: keepalive && String(body).length < MOST_KEPT_ALIVE, credentials: "same-origin", redirect: "error" });
      return await this.heard(response);
    } catch {
      return this.later("kept");
    }
  }

  async heard(response) {
    if (response.ok) {
      const { version, saved_at_text: text } = await response.json();
      this.setVersion(version);
      this.say("saved", text);
      return true;
    }
    if ([400, 401, 403].includes(response.status)) return this.later("signedOut");
    if (response.status === 409 || response.status === 422) {
      const { message, url } = await response.json();
      this.stopped = response.status === 409;
      this.say(this.stopped ? "stopped" : "refused", message, url);
      return false;
    }
    return this.later("kept");
  }

  later(state) {
    this.say(state);
    this.timer = setTimeout(() => this.save(), RETRY);
    return false;
  }

  // The form's own hidden version follows, so that sending it whole is not refused for what was saved meanwhile.
  setVersion(version) {
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
    Object.assign(link, { href: pathname + search, textContent: this.line.dataset.other });
    this.line.append(" ", link);
  }
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

if (person) forget(shelf);
document.querySelector("form[data-forget]")?.addEventListener("submit", () => forget());
for (const form of document.querySelectorAll("form[data-autosave-url]")) new Autosave(form);
