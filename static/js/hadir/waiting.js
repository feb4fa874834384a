// What is not sent yet, and what its maker has to be told.

import { change, events, queued, refused, roster } from "./store.js";
import { changed, contact } from "./sync.js";
import { find, made, write } from "./frame.js";
import { save } from "./handoff.js";
import { WORDS, hour } from "./words.js";

const TITLES = { refused: "Tidak diterima", proposed: "Menjadi usulan", conflict: "Ditandai berbeda" };
/** So many are named; the rest is counted. */
const NAMED = 100;

export async function waiting(me) {
  const content = made("waiting");
  const actions = made("waiting-actions");
  const none = find("[data-none]", content);
  const list = find("[data-queue]", content);
  const news = find("[data-news]", content);
  const send = find("[data-send]", actions);
  const saveAs = find("[data-save]", actions);
  send.addEventListener("click", () => contact({ all: true }));
  saveAs.addEventListener("click", () => save(me));
  let seen = "";

  async function refresh() {
    const [queue, told] = await Promise.all([queued(me.marker), refused(me.marker)]);
    const now = JSON.stringify([queue.map((item) => item.id), told.map((item) => item.id)]);
    if (now === seen) return null;
    const names = await naming();
    return () => {
      seen = now;
      write(none, queue.length === 0 ? "Semua sudah terkirim." : `${queue.length} menunggu sinyal. Tanda-tanda ini aman di ponsel ini selama data situs tidak dihapus.`);
      list.replaceChildren(...queue.slice(0, NAMED).map((item) => row(item, names, item.kind === "person" ? "orang baru, belum terkirim" : "belum terkirim", null)));
      if (queue.length > NAMED) none.textContent += ` ${NAMED} yang pertama:`;
      send.hidden = queue.length === 0;
      saveAs.hidden = queue.length === 0;
      news.hidden = told.length === 0;
      find("ul", news).replaceChildren(...told.map((item) => row(item, names, `${TITLES[item.outcome] ?? "Kabar"}: ${item.message}`, async () => {
        await change(["refusals"], (refusals) => { refusals.delete(item.id); });
        changed();
      })));
    };
  }
  (await refresh())?.();
  return { title: "Belum terkirim dan kabar", back: { href: "#", label: "Daftar hadir" }, content, actions, refresh };
}

/** Names of people and sessions of all events on this phone. */
async function naming() {
  const known = (await Promise.all((await events()).map((event) => roster(event.id)))).filter(Boolean);
  return {
    people: new Map(known.flatMap((one) => one.participants).map((one) => [one.id, one.name])),
    sessions: new Map(known.flatMap((one) => one.sessions).map((one) => [one.id, one])),
  };
}

function row(item, names, text, close) {
  const it = made("item").firstElementChild;
  const session = names.sessions.get(item.session_id);
  const name = item.name ?? names.people.get(item.participant_id) ?? "Seseorang yang tidak ada lagi di daftar";
  it.classList.add(close ? "late" : "way");
  write(find("b", it), item.kind === "person" ? name : `${name}: ${WORDS[item.state]}`);
  write(it.querySelectorAll("p")[1], [session?.title, `dibuat ${hour(item.time, session?.zone ?? "WIB")} ${session?.zone ?? "WIB"}`, text].filter(Boolean).join(" · "));
  const button = find("button", it);
  if (close) button.addEventListener("click", close);
  else button.remove();
  return it;
}
