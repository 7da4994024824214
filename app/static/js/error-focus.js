// After a refused form the reader is taken to what needs correcting, and from there to each field.

const summary = document.querySelector(".error-summary, .notice.conflict[tabindex]");
summary?.focus();

document.addEventListener("click", (event) => {
  const link = event.target.closest?.('.error-summary a[href^="#"]');
  const target = link && document.getElementById(link.hash.slice(1));
  if (!target) return;
  // A jump alone scrolls to a field without letting one type in it; of a group the first choice takes the focus.
  event.preventDefault();
  const field = target.matches("fieldset") ? target.querySelector("input, select, textarea") ?? target : target;
  field.focus({ preventScroll: true });
  target.closest(".field, fieldset")?.scrollIntoView({ block: "center" });
});
