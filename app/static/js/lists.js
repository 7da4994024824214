// Lists that change in place: whoever reads by ear or key is taken to the new list, and a refusal becomes a page.

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id === "main") document.getElementById("main").focus({ preventScroll: true });
});

// An ended session answers 401 and no list: asked for as a page, the same address leads to the sign-in and back. What is
// sent behind the page (that a notice was read) has no page of its own, and is sent again with the next visit.
for (const failure of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(failure, ({ detail }) => {
    if (detail.requestConfig.verb === "get" && !detail.elt.closest(".find, [data-counts]")) location.assign(detail.pathInfo.requestPath);
  });
}
