// The numbers beside the places are asked for anew, no oftener than each ninety seconds and only while the page is looked at.

const EVERY = 90_000, place = document.querySelector("[data-counts]");
let asked = Date.now();

const ask = () => {
  if (document.visibilityState !== "visible" || Date.now() - asked < EVERY) return;
  asked = Date.now();
  htmx.trigger(place, "counts");
};

if (place) {
  const asking = setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
  // a session that ended is said by the next page, and not in the middle of this one
  place.addEventListener("htmx:responseError", () => { clearInterval(asking); document.removeEventListener("visibilitychange", ask); });
}
