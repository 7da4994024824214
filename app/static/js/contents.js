// The contents of a long page say where one reads. Without this script they are links all the same.

const links = new Map([...document.querySelectorAll(".contents a[href^='#']")].map((link) => [link.hash.slice(1), link]));
const sections = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
let current = null;
let waiting = false;

const mark = () => {
  waiting = false;
  const begun = sections.filter((section) => section.getBoundingClientRect().top < innerHeight / 3);
  const link = links.get((begun.at(-1) ?? sections[0])?.id);
  if (!link || link === current) return;
  current?.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  current = link;
  const strip = link.closest("ol"); // on a telephone it is moved sideways
  if (strip.scrollWidth > strip.clientWidth) strip.scrollLeft = link.offsetLeft - strip.clientWidth / 3;
};

addEventListener("scroll", () => {
  if (!waiting) requestAnimationFrame(mark);
  waiting = true;
}, { passive: true });
mark();
