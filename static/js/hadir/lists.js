// The events of this person, and the sessions of one.

import { events, roster } from "./store.js";
import { empty, find, made, write } from "./frame.js";
import { day, days, hour } from "./words.js";

export async function eventList() {
  const all = (await events()).filter((event) => !event.ended);
  if (all.length === 1) return { redirect: `#acara/${all[0].id}` };
  const list = document.createElement("ul");
  list.className = "cards";
  for (const event of all) {
    const it = made("event");
    const link = find("a", it);
    link.href = `#acara/${event.id}`;
    write(link, event.title);
    write(find("p", it), days(event.starts_on, event.ends_on));
    list.append(it);
  }
  const none = () => empty("Belum ada kegiatan untuk Anda tandai", "Kegiatan muncul di sini sesudah panitia menugaskan Anda, dan terbuka juga tanpa sinyal.");
  return { title: "Daftar hadir di ponsel", content: all.length > 0 ? list : none(), seen: all.map((event) => event.id).join() };
}

export async function sessionList(id) {
  const all = await events();
  const event = all.find((one) => one.id === id);
  const known = await roster(id);
  if (!event) return { redirect: "#" };
  const content = document.createElement("div");
  content.className = "stack";
  let name = "";
  for (const session of known?.sessions ?? []) {
    const heading = day(session.starts_at, session.zone);
    if (heading !== name) {
      name = heading;
      const section = made("day");
      find("h2", section).prepend(`${heading} `);
      write(find(".zone", section), session.zone);
      content.append(section);
    }
    const it = made("slot");
    const time = find(".slot-time", it);
    time.prepend(hour(session.starts_at, session.zone));
    time.querySelector("small").lastChild.textContent = ` ${hour(session.ends_at, session.zone)}`;
    const link = find("a", it);
    link.href = `#sesi/${id}/${session.id}`;
    write(link, session.title);
    write(find(".slot-body p", it), [session.room, session.locked ? "sudah ditutup" : ""].filter(Boolean).join(" · "));
    content.lastElementChild.querySelector("ol").append(it);
  }
  if (!known) content.append(empty("Belum diambil ke ponsel ini", "Sesi dan nama peserta diambil sekali saat ada sinyal, lalu terbuka tanpa sinyal."));
  else if (known.sessions.length === 0) content.append(empty("Belum ada sesi yang dicatat kehadirannya", "Sesi muncul di sini begitu agenda berisi sesi yang dicatat kehadirannya."));
  const full = document.createElement("p");
  const link = document.createElement("a");
  link.href = `/${event.place}/kegiatan/${id}/kehadiran`;
  link.textContent = "Buka kehadiran lengkap (perlu sinyal)";
  full.append(link);
  content.append(full);
  return {
    title: event.title, lead: days(event.starts_on, event.ends_on), content,
    back: all.length > 1 ? { href: "#", label: "Semua kegiatan" } : null,
    seen: JSON.stringify(known?.sessions ?? null), event: id,
  };
}
