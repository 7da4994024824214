// Words marked in a draft are taken into a field at the press of a button. Without this script they are copied by hand.

let marked = "";

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  const within = (node) => node?.parentElement?.closest("[data-draft]");
  if (selection && !selection.isCollapsed && within(selection.anchorNode) && within(selection.focusNode)) marked = selection.toString().trim();
});

for (const button of document.querySelectorAll("button[data-quote]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset.quote);
    if (marked) field.value = marked;
    field.focus();
  });
}
