// Lists that change in place: whoever reads by ear or key is taken to the new list, and a refusal becomes a page.

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id === "main") document.getElementById("main").focus({ preventScroll: true });
});

// An ended session answers 401 and no list: asked for as a page, the same address leads to the sign-in and back.
for (const failure of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(failure, (event) => location.assign(event.detail.pathInfo.requestPath));
}
