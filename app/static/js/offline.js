// Has the browser lay in the page for a broken line (app/offline). Without it, or where it is forbidden, nothing else changes.

const worker = document.querySelector("meta[name=offline-worker]")?.content;
if (worker) navigator.serviceWorker?.register(worker, { updateViaCache: "all" }).catch(() => {});
