// A page that is watched: its parts are asked for again while it is in view, and what differs is put in its place. A part says
// after how many seconds, or nothing for ten.

const PATIENCE = 8_000;
let shown = new Map(parts(document));
const EVERY = 10;
const rhythm = [...document.querySelectorAll("[data-live]")].map((part) => Number(part.dataset.live) || EVERY);
// A page without such a part yet is asked as well: the first one may come.
const seconds = rhythm.length ? Math.min(...rhythm) : EVERY;
const lost = document.querySelector("[data-live-lost]");

function parts(root) {
  return [...root.querySelectorAll("[data-live]")].map((part) => [part.id, part.outerHTML]);
}

async function look() {
  if (document.hidden) return;
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" }, cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok) throw new Error(String(answer.status));
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = new Map(parts(fresh));
    // A part that came or went changes the page itself: the reader's place in it is kept by loading nothing but that.
    if ([...now.keys()].join() !== [...shown.keys()].join()) {
      document.querySelector("main").replaceWith(document.adoptNode(fresh.querySelector("main")));
    } else {
      for (const [id, html] of now) {
        const old = document.getElementById(id);
        // Whoever has a finger or the keyboard on it is not disturbed.
        if (html !== shown.get(id) && !old.contains(document.activeElement)) old.replaceWith(document.adoptNode(fresh.getElementById(id)));
        else if (html !== shown.get(id)) now.set(id, shown.get(id));
      }
    }
    shown = now;
    if (lost) lost.hidden = true;
  } catch {
    // Without a link what is there stays; where it counts for moments only, the page says so.
    if (lost) lost.hidden = false;
  }
}

setInterval(look, seconds * 1_000);
document.addEventListener("visibilitychange", look);
