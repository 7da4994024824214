// After a form that was sent the reader is taken to what became of it: to what needs correcting, and from there to each
// field; or to the sentence that says what was done.

const summary = document.querySelector(".error-summary, .notice.conflict[tabindex]");
const said = document.querySelector("[data-said]");
// The browser goes to the part of the page that its address names (as it does after "Skip to the content"), and takes the
// focus off once more. Where that part is to stay in sight, what is said is read without going to it.
const onceThere = (focus) => addEventListener("load", () => setTimeout(focus));
if (summary) {
  summary.focus();
  if (location.hash) onceThere(() => summary.focus());
} else if (said && location.hash) {
  onceThere(() => said.focus({ preventScroll: true }));
} else if (document.activeElement === document.body) said?.focus();

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
