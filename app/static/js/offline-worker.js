// Shows a page of ours where a page could not be fetched. It keeps that page, in both languages, and the files it is made
// of. No page with content passes into what it keeps: what the server says goes to the window as it came.
//
// app/offline/views.py writes KEPT above this: { pages: {language: address}, files: [address], mark }.

const NAME = `offline-${KEPT.mark}`;
const SPOKEN = "/offline/spoken"; // here, in its own store: the language of the last page that came
let spoken = null;

async function lay() {
  const store = await caches.open(NAME);
  // Without the cookie: what is kept is the same for everybody.
  await store.addAll([...Object.values(KEPT.pages), ...KEPT.files].map((address) => new Request(address, { credentials: "omit" })));
  await skipWaiting();
}

async function begin() {
  for (const name of await caches.keys()) if (name !== NAME && name.startsWith("offline-")) await caches.delete(name);
  await clients.claim();
}

async function remember(language) {
  if (!(language in KEPT.pages) || language === spoken) return;
  spoken = language;
  await (await caches.open(NAME)).put(SPOKEN, new Response(language));
}

async function page() {
  const store = await caches.open(NAME);
  const last = spoken ?? (await (await store.match(SPOKEN))?.text()) ?? navigator.language.slice(0, 2);
  return store.match(KEPT.pages[last] ?? KEPT.pages.sq);
}

async function opened(request, event) {
  try {
    const answer = await fetch(request);
    event.waitUntil(remember(answer.headers.get("Content-Language")));
    return answer;
  } catch {
    if (request.method === "GET") return page();
    // Of a form: back to its page, where what was typed is found again once the line is back.
    return Response.redirect(request.referrer.startsWith(location.origin) ? request.referrer : "/", 303);
  }
}

addEventListener("install", (event) => event.waitUntil(lay()));
addEventListener("activate", (event) => event.waitUntil(begin()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (request.mode === "navigate") event.respondWith(opened(request, event));
  else if (origin === location.origin && KEPT.files.includes(pathname + search)) {
    event.respondWith(fetch(request).catch(() => caches.match(request)));
  }
});
