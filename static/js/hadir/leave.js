// Signing out on a phone that may still hold marks.

import { change, forget, nameNobody, named, queued } from "./store.js";
import { changed, contact, finishLeaving } from "./sync.js";
import { find, made, write } from "./frame.js";

/** The office's pages ask this before they sign somebody out: whether this phone holds anything of the roll call. */
export const HOLDS = "sejawat.hadir";

/** Ends the sign-in; without signal, as soon as there is some. Every name goes at once; what waits stays. */
export async function leave() {
  nameNobody();
  await change(["person"], (person) => { person.put({ key: "leaving", named: named() }); });
  await forget();
  localStorage.removeItem(HOLDS);
  if (await finishLeaving()) location.replace("/masuk?lanjut=/hadir");
}

export async function leaving(me) {
  if ((await queued(me.marker)).length === 0) {
    await leave();
    return { redirect: "#" };
  }
  contact();
  const content = made("leave");
  const actions = made("leave-actions");
  const send = find("[data-send]", actions);
  send.addEventListener("click", () => contact({ all: true }));
  find("[data-go]", actions).addEventListener("click", async () => { await leave(); changed(); location.replace("#"); });
  const refresh = async () => {
    const left = (await queued(me.marker)).length;
    return () => {
      write(find("[data-view] p"), left === 0 ? "Semua tanda sudah terkirim." : `${left} tanda belum terkirim dari ponsel ini. Kirim dulu bila ada sinyal, supaya panitia segera melihatnya.`);
      send.hidden = left === 0;
      write(find("[data-actions] [data-go]"), left === 0 ? "Keluar" : "Keluar, kirim nanti");
    };
  };
  return { title: "Keluar dari ponsel ini", back: { href: "#", label: "Daftar hadir" }, content, actions, ready: async () => (await refresh())(), refresh };
}
