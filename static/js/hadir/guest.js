// At the door: somebody who was not announced, or who comes instead of somebody. Kept as a person and a mark.

import { events, roster } from "./store.js";
import { SomebodyElse, keepGuest } from "./mark.js";
import { changed, contact } from "./sync.js";
import { find, made, note, write } from "./frame.js";

const commonest = (list) => {
  const times = new Map();
  list.forEach((one) => times.set(one, (times.get(one) ?? 0) + 1));
  return [...times].sort((a, b) => b[1] - a[1])[0]?.[0];
};

export async function guest(me, event, session, instead) {
  const [known, all] = await Promise.all([roster(event), events()]);
  const absent = known?.participants.find((one) => one.id === instead);
  const here = known?.sessions.find((one) => one.id === session);
  if (!here || !all.find((one) => one.id === event)?.may_add || (instead && !absent)) return { redirect: `#sesi/${event}/${session}` };

  const content = made("guest");
  const actions = made("guest-actions");
  const form = find("form", content);
  const { name, library, category } = form.elements;
  const to = `#sesi/${event}/${session}`;
  write(find("button", actions), absent ? "Wakil hadir" : "Tambah dan tandai hadir");
  find("a", actions).href = to;
  write(find("[data-hint]", content), absent
    ? `Instansi dan kategorinya sama. ${absent.name} tercatat digantikan.`
    : "Bila orang ini ternyata sudah terdaftar, panitia menyatukannya nanti; tandanya ikut.");
  content.querySelectorAll("[data-more]").forEach((field) => { field.hidden = Boolean(absent); });
  if (absent) write(find("label", content), "Nama wakil");

  // A library that is known already says what its people are.
  const libraries = new Map((known.participants ?? []).filter((one) => one.library && one.kind === "peserta").map((one) => [one.library, one.category]));
  find("datalist", content).append(...[...libraries.keys()].sort().map((text) => new Option(text, text)));
  const choose = (code) => { if ([...category.options].some((option) => option.value === code)) category.value = code; };
  choose(commonest(known.participants.filter((one) => one.kind === "peserta").map((one) => one.category)));
  library.addEventListener("input", () => choose(libraries.get(library.value.trim())));

  let sent = false;
  form.addEventListener("submit", async (submit) => {
    submit.preventDefault();
    const problem = find("[data-problem]", form);
    problem.hidden = Boolean(name.value.trim());
    name.toggleAttribute("aria-invalid", !name.value.trim());
    if (!name.value.trim()) {
      write(find("span", problem), "Tulis nama orang yang datang.");
      name.focus();
      return;
    }
    if (sent) return;
    sent = true;
    try {
      await keepGuest(me.marker, {
        event_id: event, name: name.value.trim().replace(/\s+/g, " "), replaces: absent?.id ?? null,
        library_text: (absent ? absent.library : library.value.trim()) || null, category: (absent ? absent.category : category.value) || null,
      }, session);
    } catch (error) {
      sent = false;
      if (error instanceof SomebodyElse) { changed(); return; }
      note("Orang ini belum tersimpan: penyimpanan ponsel penuh atau dimatikan. Kosongkan ruang, lalu coba lagi.");
      return;
    }
    changed();
    contact({ event });
    location.replace(to);
  });
  return {
    title: absent ? `Wakil ${absent.name}` : "Tambah orang yang datang",
    lead: absent?.library ? `${absent.library} · ${here.title}` : here.title,
    back: { href: to, label: here.title }, content, actions, ready: () => name.focus(),
  };
}
