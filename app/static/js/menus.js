// Menus that lie over the page close as one expects: by Esc, by a press elsewhere, by going on with the keyboard.

const floats = (menu) => getComputedStyle(menu.lastElementChild).position === "absolute";
const opened = () => [...document.querySelectorAll("details[data-menu][open]")].filter(floats);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of opened()) {
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  }
});

for (const kind of ["click", "focusin"]) {
  document.addEventListener(kind, ({ target }) => {
    for (const menu of opened()) if (!menu.contains(target)) menu.open = false;
  });
}
