// The page for a broken line: says whether words wait in this window, looks for the line, and goes on when it is back.

const EVERY = 15_000; // ms
const SHELF = "tryeza:"; // of autosave.js

// Nothing of it was taken: until its own page has opened again, no other page may believe that it was.
function waiting() {
  let any = false;
  for (const key of Object.keys(sessionStorage)) {
    if (!key.startsWith(SHELF)) continue;
    try {
      const kept = JSON.parse(sessionStorage.getItem(key));
      if (!kept?.fields) continue;
      any = true;
      if (kept.sent) sessionStorage.setItem(key, JSON.stringify({ ...kept, sent: false }));
    } catch { /* the name of the window, and no words */ }
  }
  return any;
}

async function look() {
  try {
    await fetch("/service-worker.js", { method: "HEAD", cache: "no-store", credentials: "omit" });
    location.reload(); // whatever it answers, somebody does
  } catch { /* not yet */ }
}

if (waiting()) document.querySelector("[data-words]").hidden = false;
document.querySelector("[data-again]").addEventListener("click", (event) => { event.preventDefault(); location.reload(); });
addEventListener("online", look);
document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
setInterval(look, EVERY);
