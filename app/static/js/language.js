// What is typed stays when the language is changed: it is kept before the page goes, and stands in the one that comes back.
//
// Chosen files no page can bring back: it is asked first. Without this script the page opens in another window.

const LINGER = 4_000; // ms

async function leave(event) {
  event.preventDefault();
  const choice = event.target;
  const files = [...document.querySelectorAll("main input[type=file]")].some((field) => field.files.length);
  if (files && !confirm(choice.dataset.files)) return;
  const saved = Promise.all(globalThis.tryeza.kept.map((form) => form.saveAll()));
  await Promise.race([saved, new Promise((go) => setTimeout(go, LINGER))]);
  choice.submit();
}

const choice = document.querySelector("form[data-language]");
choice?.removeAttribute("target");
choice?.addEventListener("submit", leave);
