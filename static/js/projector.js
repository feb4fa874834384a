// The hall's screen: picks the scene of the moment and counts minutes, also without a network, and follows changes.

const EVERY = 5_000;
const SELDOM = 60_000;
const PATIENCE = 8_000;

const root = document.querySelector("[data-screen]");
const part = (name) => document.querySelector(`[data-${name}]`);
let state = JSON.parse(root.dataset.state);
// How far the server's clock is ahead of this device's.
let ahead = Number(root.dataset.now) - Date.now();
let asOf = Number(root.dataset.now);
let tag = null;

const now = () => Date.now() + ahead;
const two = (n) => String(n).padStart(2, "0");
const clock = (at) => {
  const local = new Date(at + state.ahead * 60_000);
  return `${two(local.getUTCHours())}.${two(local.getUTCMinutes())}`;
};

// What is left is rounded up, what has passed is rounded down.
export const words = (count, at) => {
  const gap = count.since ? Math.max(at - count.at, 0) : Math.max(count.at - at, 0);
  if (gap < 60_000) return `${count.word} kurang dari 1 menit`;
  const minutes = count.since ? Math.floor(gap / 60_000) : Math.ceil(gap / 60_000);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [count.word, hours && `${hours} jam`, (rest || !hours) && `${rest} menit`].filter(Boolean).join(" ");
};
export const sceneAt = (scenes, at) => scenes.findLast((scene) => scene.from === null || scene.from <= at);

const made = (tag, text, kind = "") => {
  const element = document.createElement(tag);
  element.textContent = text;
  if (kind) element.className = kind;
  return element;
};
// Only what differs is touched, so that nothing flickers or is read out again.
const put = (name, text) => { if (part(name).textContent !== text) part(name).textContent = text; };
let drawn = "";
const draw = () => {
  const at = now();
  const scene = sceneAt(state.scenes, at);
  put("clock", clock(at));
  put("count", scene.count ? words(scene.count, at) : "");
  const looks = JSON.stringify([state.title, state.zone, scene]);
  if (looks === drawn) return;
  drawn = looks;
  put("title", state.title);
  put("zone", state.zone);
  put("label", scene.label);
  put("then", scene.then);
  part("next").hidden = scene.next.length === 0;
  part("now-list").replaceChildren(...scene.now.map((item) => {
    const box = made("div", "", item.size);
    box.append(made("p", item.title, "big"), made("p", item.sub));
    return box;
  }));
  part("next-list").replaceChildren(...scene.next.map((item) => {
    const line = made("p", "");
    line.append(made("b", item.title), " ", made("span", item.sub));
    return line;
  }));
};

// ---- Following changes ----
let wait = EVERY;
let timer = 0;
const fails = (why) => { put("line", `${why}, data ${clock(asOf)}`); };
const ask = async () => {
  clearTimeout(timer);
  const sent = Date.now();
  try {
    const answer = await fetch(root.dataset.poll, {
      headers: tag ? { "if-none-match": tag } : {}, cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) {
      fails("Tidak lagi masuk: muat ulang halaman untuk mengikuti perubahan");
      wait = SELDOM;
    } else if (answer.status === 200 || answer.status === 304) {
      const fresh = answer.status === 200 ? await answer.json() : null;
      const server = Number(answer.headers.get("sejawat-clock"));
      const got = Date.now();
      if (server > 0 && got - sent < 5_000) ahead = server + (got - sent) / 2 - got;
      if (fresh) {
        state = fresh;
        tag = answer.headers.get("etag");
      }
      asOf = now();
      wait = EVERY;
      put("line", "");
      draw();
    } else {
      throw new Error(String(answer.status));
    }
  } catch {
    fails("Tanpa jaringan");
    wait = Math.min(wait * 2, SELDOM);
  }
  timer = setTimeout(ask, wait);
};
window.addEventListener("online", () => { wait = EVERY; ask(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden) { draw(); wait = EVERY; ask(); } });

// ---- The screen itself ----
const full = part("full");
if (document.fullscreenEnabled) {
  full.hidden = false;
  full.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen().catch(() => {});
  });
  document.addEventListener("fullscreenchange", () => { full.textContent = document.fullscreenElement ? "Keluar dari layar penuh" : "Layar penuh"; });
}
const awake = part("awake");
let lock = null;
let wanted = false;
// The browser gives the lock back whenever the page is hidden.
const hold = async () => {
  try {
    lock = await navigator.wakeLock.request("screen");
    lock.addEventListener("release", () => { if (!wanted) awake.setAttribute("aria-pressed", "false"); });
    awake.setAttribute("aria-pressed", "true");
  } catch {
    awake.setAttribute("aria-pressed", "false");
  }
};
if ("wakeLock" in navigator) {
  awake.hidden = false;
  awake.addEventListener("click", () => {
    wanted = !wanted;
    if (wanted) hold();
    else { lock?.release(); awake.setAttribute("aria-pressed", "false"); }
  });
  document.addEventListener("visibilitychange", () => { if (wanted && !document.hidden) hold(); });
}

draw();
setInterval(draw, 1_000);
ask();
