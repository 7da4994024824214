// The box that finds everything: “/” and Ctrl K lead to it, the arrows go through what is found, Esc closes it.
//
// A key alone may be in somebody's way, who speaks or types by a switch: whoever wants can turn “/” off on the page of
// the search, for this device.

const OFF = "tryeza:no-slash";
const box = () => document.getElementById("find");
const links = () => [...document.querySelectorAll("#found a")];
const typing = (field) => field.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(field.tagName);

let slash = true;
try {
  slash = !localStorage.getItem(OFF);
} catch { /* nothing is kept on this device */ }

function toBox() {
  const field = box();
  if (field?.checkVisibility()) field.select();
  else document.querySelector(".places a[href^='/search']")?.click();
}

function close() {
  document.getElementById("found")?.replaceChildren();
}

function walk(event, by) {
  const all = [box(), ...links()];
  const at = all.indexOf(document.activeElement);
  if (at < 0 || all.length < 2) return;
  event.preventDefault();
  all[(at + by + all.length) % all.length].focus();
}

document.addEventListener("keydown", (event) => {
  const alone = !event.ctrlKey && !event.metaKey && !event.altKey;
  const inside = event.target.closest?.(".find");
  if (event.key === "/" && alone && slash && !typing(event.target)) {
    event.preventDefault();
    toBox();
  } else if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
    event.preventDefault();
    toBox();
  } else if (inside && event.key === "ArrowDown") walk(event, 1);
  else if (inside && event.key === "ArrowUp") walk(event, -1);
  else if (inside && event.key === "Escape" && links().length) {
    event.preventDefault();
    close();
    box().focus();
  }
});

for (const kind of ["click", "focusin"]) {
  document.addEventListener(kind, ({ target }) => {
    if (!target.closest?.(".find")) close();
  });
}

const choice = document.querySelector("[data-key-choice]");
if (choice) {
  choice.closest("[hidden]").hidden = false;
  choice.checked = slash;
  choice.addEventListener("change", () => {
    slash = choice.checked;
    if (slash) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  });
}
document.querySelectorAll(".find kbd").forEach((key) => { key.hidden = !slash; });
