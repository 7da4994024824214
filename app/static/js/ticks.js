// One box that ticks all others of its form. Without a script it is not shown, and a button beside it takes the whole list.

const boxes = (all) => [...all.querySelector("input").form.elements].filter((box) => box.name === all.dataset.tickAll && !box.disabled);

const follow = (all) => {
  const others = boxes(all), ticked = others.filter((box) => box.checked).length, own = all.querySelector("input");
  own.checked = ticked > 0 && ticked === others.length;
  own.indeterminate = ticked > 0 && ticked < others.length;
};

const wake = () => {
  for (const all of document.querySelectorAll("[data-tick-all]")) {
    all.hidden = boxes(all).length < 2;
    follow(all);
  }
};

document.addEventListener("change", (event) => {
  const all = event.target.closest("[data-tick-all]");
  if (all) for (const box of boxes(all)) box.checked = event.target.checked;
  else for (const one of document.querySelectorAll("[data-tick-all]")) follow(one);
});

// A list that was changed in place brings its own box; the back button may bring ticks as they were left.
document.addEventListener("htmx:afterSettle", wake);
addEventListener("pageshow", wake);
wake();
