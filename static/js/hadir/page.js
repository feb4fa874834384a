// The page that works without signal: opens from the phone's own store, at once, and asks the network afterwards.

import { isNamed, me as whoever, queued, queuedByOthers, refused } from "./store.js";
import { contact, link, watch } from "./sync.js";
import { empty, find, note, put, showLink, write } from "./frame.js";
import { eventList, sessionList } from "./lists.js";
import { call } from "./call.js";
import { guest } from "./guest.js";
import { scan } from "./scan.js";
import { forward } from "./forward.js";
import { waiting } from "./waiting.js";
import { HOLDS, leaving } from "./leave.js";

/** What the address behind the `#` shows. */
const VIEWS = [
  [/^$/, () => eventList()],
  [/^acara\/([^/]+)$/, (me, event) => sessionList(event)],
  [/^sesi\/([^/]+)\/([^/]+)$/, call],
  [/^tamu\/([^/]+)\/([^/]+)(?:\/([^/]+))?$/, guest],
  [/^pindai\/([^/]+)\/([^/]+)$/, scan],
  [/^antrean$/, waiting],
  [/^titipan$/, forward],
  [/^keluar$/, leaving],
];
/** How often what others marked is asked for while a list is looked at. */
const NEWS = 60_000;

let me = null;
let view = null;
let turn = 0;
const places = new Map();

/** The view of an address, for this person. */
function viewOf(hash, person) {
  const [pattern, show] = VIEWS.find(([one]) => one.test(hash)) ?? [/^/, () => ({ redirect: "#" })];
  return show(person, ...pattern.exec(hash).slice(1));
}

/** Draws what the address says. */
async function draw() {
  turn += 1;
  const mine = turn;
  const hash = location.hash.slice(1);
  find("[data-menu]").open = false;
  me = await whoever();
  const next = me ? await viewOf(hash, me) : nobody();
  const showStatus = await status();
  if (mine !== turn) { next.leave?.(); return; }
  if (next.redirect !== undefined) {
    history.replaceState(null, "", next.redirect === "#" ? location.pathname : next.redirect);
    return draw();
  }
  const moved = view?.hash !== hash;
  view?.leave?.();
  view = { ...next, hash, marker: me?.marker ?? null };
  put(view);
  view.ready?.();
  showStatus();
  if (moved && document.activeElement?.id !== "field-name") {
    scrollTo(0, places.get(hash) ?? 0);
    if (turn > 1) find("main").focus({ preventScroll: true });
  }
}

/** Nobody has signed in on this phone, or whoever had has gone. */
function nobody() {
  const isAsking = link.phase === "start";
  const title = "Daftar hadir di ponsel";
  // Whoever signed in just now: the one before is not shown in their place.
  if (isNamed() && link.phase !== "signin") {
    return { title, seen: `${isAsking} named`, content: isAsking ? "" : empty("Daftar Anda belum ada di ponsel ini", "Kegiatan Anda diambil begitu ada sinyal, lalu terbuka di ponsel ini juga tanpa sinyal.") };
  }
  return {
    title, seen: String(isAsking),
    content: isAsking ? "" : empty("Masuk sekali saat ada sinyal", "Sesudah itu daftar hadir kegiatan Anda terbuka di ponsel ini juga tanpa sinyal, dan tanda dikirim sendiri begitu ada sinyal."),
  };
}

/**
 * What is always in sight: the link, what waits, and whether somebody else's marks wait here. Read first, and shown
 * when the view is, so that the two never say different things.
 */
async function status() {
  const queue = me ? await queued(me.marker) : [];
  const aside = queue.filter((item) => link.aside.has(item.id) || link.aside.has(item.participant_id)).length;
  const news = me ? (await refused(me.marker)).length : 0;
  const others = await queuedByOthers(me?.marker);
  return () => {
    showLink(link.phase, queue.length, aside, Boolean(me) || isNamed());
    write(find("[data-who]"), me?.name ?? (isNamed() ? "Memeriksa siapa yang masuk …" : "Belum masuk"));
    document.querySelectorAll("[data-signed-in]").forEach((item) => { item.hidden = !me; });
    find("[data-told]").hidden = news === 0;
    write(find("[data-told] a"), `${news} kabar tentang tanda Anda`);
    if (others > 0) note(`${others} tanda orang lain di ponsel ini belum terkirim. Tanda itu terkirim bila yang membuatnya masuk di sini.`);
  };
}

let again = false;
let busy = false;

/** Brings what is shown up to date; a storm of news ends in one more look. */
async function refresh() {
  again = true;
  if (busy) return;
  busy = true;
  try {
    while (again) {
      again = false;
      await look();
    }
  } finally {
    busy = false;
  }
}

async function look() {
  const now = await whoever();
  if ((now?.marker ?? null) !== (view?.marker ?? null)) return draw();
  const looked = view;
  const show = await view?.refresh?.();
  if (!view?.refresh && view?.seen !== undefined) {
    const next = now ? await viewOf(view.hash, now) : nobody();
    if (next.redirect !== undefined || next.seen !== view.seen) return draw();
  }
  const showStatus = await status();
  // Something changed while this was read: it is read again, and nothing is shown that is half old.
  if (again || view !== looked) return undefined;
  show?.();
  showStatus();
  return undefined;
}

async function keepOnPhone() {
  if (me) localStorage.setItem(HOLDS, "ada");
  // Asked once there is something to keep: then browsers say yes.
  if (me) await navigator.storage?.persist?.();
  const apple = /iP(hone|ad|od)/.test(navigator.userAgent);
  if (me && apple && !navigator.standalone) {
    note("Pasang halaman ini di layar utama (Bagikan, lalu Tambah ke Layar Utama): Safari menghapus data situs yang tujuh hari tidak dibuka.", "sejawat.hadir.layar");
  }
}

addEventListener("hashchange", () => { draw(); });
addEventListener("scroll", () => { if (view) places.set(view.hash, scrollY); }, { passive: true });
watch(refresh);
// Somebody else may have signed in while the page was out of sight.
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") refresh(); });
addEventListener("pageshow", (shown) => { if (shown.persisted) refresh(); });
setInterval(() => { if (document.visibilityState === "visible" && view?.event) contact({ event: view.event }); }, NEWS);
history.scrollRestoration = "manual";

try {
  await draw();
} catch {
  write(find("[data-link-state]"), "Ponsel ini tidak mengizinkan halaman menyimpan data. Tutup mode penyamaran, atau pakai daftar hadir biasa.");
}
navigator.serviceWorker?.register(find("[data-worker]").dataset.worker, { scope: location.pathname, updateViaCache: "none" }).catch(() => { /* without it, the page works while there is signal */ });
await contact({ all: true });
await keepOnPhone();
