// Keeps what is typed into any other form until it is sent (app/core/kept_forms), and on this device when that fails.
//
// <form data-keep-url="…" data-window="…"> … <input type="hidden" name="kept_form" value="name.signature"> … </form>
// Sent: all that is typed in the form, and two windows: this one, and the one that typed what the page had shown.
// Answers: 200 {saved_at_text}; 409 {message}: another window of the same person has written since; as autosave.js else.

const { Autosave, append, nameOf, shelf, kept } = globalThis.tryeza;

const LINGER = 4_000; // ms that a press waits for what is being saved
const WORDS = "textarea, input[type=text], input:not([type])"; // a form of ticks and choices alone is quickly done again

// One for all pages of a window: what a page saves as it goes may come after its next page was made.
function windowName() {
  const own = crypto.getRandomValues(new Uint32Array(3)).join("").slice(0, 24);
  try {
    return (sessionStorage[`${shelf}window`] ??= own);
  } catch {
    return own; // storage forbidden
  }
}

class KeptForm extends Autosave {
  constructor(form) {
    super(form, form.dataset.keepUrl, nameOf(form));
    this.window = windowName();
    this.wordy = form.querySelector(WORDS) !== null;
    form.addEventListener("submit", (event) => this.finish(event));
  }

  // What the page shows of a form that was begun is kept already.
  isUnsaved() {
    return Boolean(document.querySelector(".error-summary"));
  }

  schedule() {
    if (this.wordy) super.schedule();
  }

  save(hidden = false) {
    return this.wordy ? super.save(hidden) : undefined;
  }

  // Before the page changes its language: also what is chosen and ticked.
  async saveAll() {
    this.wordy = true;
    await this.sending;
    this.keep();
    await this.save();
  }

  body() {
    const body = new URLSearchParams({ kept_window: this.window, kept_upon: this.form.dataset.window });
    const version = this.form.elements.namedItem("version");
    if (version) body.set("version", version.value);
    body.set("kept_form", this.form.elements.namedItem("kept_form").value);
    return append(body, this.read());
  }

  say(state, text, url) {
    super.say(state, text, state === "stopped" ? location.href : url);
  }

  // What is on its way is kept before the form is sent: after it, it would be kept as if it had not been.
  async finish(event) {
    if (!this.sending) return;
    event.preventDefault();
    await Promise.race([this.sending, new Promise((go) => setTimeout(go, LINGER))]);
    this.sending = null;
    this.form.requestSubmit(event.submitter);
  }
}

const { sent } = document.getElementById("main").dataset;
if (sent) sessionStorage.removeItem(shelf + sent);

for (const form of document.querySelectorAll("form[data-keep-url]")) kept.push(new KeptForm(form));

// What is discarded is gone from this device too.
for (const form of document.querySelectorAll("form[data-discard]")) {
  form.addEventListener("submit", () => {
    sessionStorage.removeItem(shelf + nameOf(form));
    for (const each of kept) each.leaving = true;
  });
}
