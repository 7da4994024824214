// A second press of the same button sends nothing. The server's one-time key would refuse it too: this spares the wait.
// Where the answer takes its time, the button that was pressed says that it is being sent.

const PATIENCE = 10_000; // ms; a form that answers with a file never leaves the page, and must open again
const SLOW = 500; // ms
const words = new WeakMap(); // of the buttons that say something else meanwhile

const release = (form) => {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("button[aria-disabled]")) {
    button.removeAttribute("aria-disabled");
    if (words.has(button)) button.replaceChildren(...words.get(button));
    words.delete(button);
  }
};

const say = (button) => {
  const sending = document.getElementById("main")?.dataset.sending;
  if (!sending || !button?.matches("[aria-disabled]") || words.has(button)) return;
  words.set(button, [...button.childNodes]);
  button.style.minWidth = `${button.offsetWidth}px`; // what stands beside it stays where it is
  button.textContent = sending;
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-once]") || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  // aria-disabled and not disabled: a disabled button's own name and value would not be sent.
  for (const button of form.querySelectorAll("button:not([type=button])")) button.setAttribute("aria-disabled", "true");
  setTimeout(say, SLOW, event.submitter);
  setTimeout(release, PATIENCE, form);
});

// The browser's back button may bring the page as it was left: with its buttons asleep.
addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(release);
});
