// On every form with files (templates/core/files.html):
// files go up one by one as they are chosen, each with how far it is, and with why where it is not taken. The others stay.
// Without this script they go with their page.

const SIGNED_OUT = [400, 401, 403];

const element = (tag, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};

class Uploads {
  constructor(part) {
    this.part = part;
    this.words = part.dataset;
    this.input = part.querySelector("input[type=file]");
    this.list = part.querySelector(".uploads");
    this.state = part.querySelector("[data-upload-state]");
    this.form = this.input.form;
    this.waiting = [];
    part.classList.add("one-by-one"); // nothing is ever chosen in the field, so it need not say so in the browser's language
    const ofAll = part.querySelector("[data-of-all]");
    if (ofAll) ofAll.hidden = true; // each says what it shows
    this.arm(this.list);
    this.input.addEventListener("change", () => this.choose());
    part.addEventListener("click", (event) => this.remove(event));
    part.addEventListener("change", (event) => this.note(event));
    document.addEventListener("submit", (event) => this.finish(event), true); // before what sends the form hears of it
    addEventListener("beforeunload", (event) => { if (this.running) event.preventDefault(); });
  }

  // What can be removed at once is not left out by a tick as well.
  arm(rows) {
    for (const tick of rows.querySelectorAll("[data-by-hand]")) tick.remove();
    for (const button of rows.querySelectorAll("[data-remove-url]")) button.hidden = false;
  }

  choose() {
    for (const file of this.input.files) this.add(file);
    this.input.value = "";
    this.start();
  }

  add(file) {
    const bar = element("progress", { max: 1, value: 0, ariaLabel: file.name });
    const size = element("span", { className: "soft", textContent: ` ${this.words.sending}` });
    const row = element("li", { className: "upload" }, element("p", { className: "upload-name" }, file.name, size), bar);
    this.list.append(row);
    if (file.size > Number(this.words.limit)) this.refuse(row, this.words.tooLarge);
    else this.waiting.push({ file, row, bar });
  }

  start() {
    if (this.waiting.length) this.running ??= this.run();
  }

  async run() {
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) await this.send(next);
    this.running = null;
  }

  async send(one) {
    const { status, text } = await this.post(one);
    let answer = {};
    try { answer = JSON.parse(text); } catch { /* a page that speaks of an error */ }
    if (status === 200) {
      const made = element("template", { innerHTML: answer.row });
      this.arm(made.content);
      one.row.replaceWith(made.content);
      this.say(`${one.file.name}: ${this.words.added}`);
    } else if (status === 413) this.refuse(one.row, this.words.tooLarge);
    else if (SIGNED_OUT.includes(status)) this.refuse(one.row, this.words.signedOut);
    else if (status === 422) this.refuse(one.row, answer.message);
    else this.refuse(one.row, this.words.failed, one);
  }

  // How far a request has gone is known to no fetch.
  post({ file, bar }) {
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      const body = new FormData();
      body.set("file", file);
      request.open("POST", this.words.uploadUrl);
      for (const [name, value] of Object.entries(this.headers())) request.setRequestHeader(name, value);
      request.upload.addEventListener("progress", ({ loaded, total }) => { bar.value = loaded / total; });
      request.addEventListener("loadend", () => done({ status: request.status, text: request.responseText }));
      request.send(body);
    });
  }

  headers() {
    return { "X-CSRFToken": this.form.elements.namedItem("csrf_token").value, "X-Requested-With": "fetch" };
  }

  // Beside the file why it was not taken; `again`: what may be tried once more.
  refuse(row, why, again = null) {
    row.querySelectorAll("progress, .soft, .field-error, button").forEach((part) => part.remove());
    const name = row.querySelector(".upload-name").textContent;
    const button = (text) => element("button", { type: "button", className: "btn quiet small" }, text, element("span", { className: "visually-hidden", textContent: `: ${name}` }));
    const away = button(this.words.remove);
    away.addEventListener("click", () => { row.remove(); this.input.focus(); });
    row.append(element("p", { className: "field-error", textContent: why }));
    if (again) {
      const retry = button(this.words.again);
      retry.addEventListener("click", () => {
        row.remove();
        this.add(again.file);
        this.start();
        this.input.focus();
      });
      row.append(retry);
    }
    row.append(away);
    this.failed = true;
    this.say(`${name}: ${why}`);
  }

  async remove(event) {
    const button = event.target.closest("[data-remove-url]");
    if (!button) return;
    event.preventDefault();
    const answer = await this.fetch(button.dataset.removeUrl);
    if (!answer?.ok && answer?.status !== 404) return this.say(this.words.failed);
    button.closest(".upload").remove();
    this.input.focus();
    this.say(this.words.removed);
  }

  async note(event) {
    const url = event.target.dataset.noteUrl;
    if (!url) return;
    const answer = await this.fetch(url, new URLSearchParams({ shows: event.target.value }));
    this.say(answer?.ok ? (await answer.json()).saved_at_text : this.words.failed);
  }

  async fetch(url, body = new URLSearchParams()) {
    try {
      return await fetch(url, { method: "POST", body, headers: this.headers(), credentials: "same-origin", redirect: "error", keepalive: true });
    } catch {
      return null;
    }
  }

  // The page goes on once all have gone up, and stays where one has not.
  async finish(event) {
    if (!this.running || event.target !== this.form) return;
    event.preventDefault();
    event.stopPropagation();
    this.failed = false;
    await this.running;
    if (!this.failed) this.form.requestSubmit(event.submitter);
  }

  say(words) {
    this.state.textContent = words;
  }
}

for (const part of document.querySelectorAll("[data-upload-url]")) new Uploads(part);
