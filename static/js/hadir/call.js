// The roll call of one session: drawn once, then one row changes with each tap.

import { events } from "./store.js";
import { SomebodyElse, bounced } from "./mark.js";
import { roll } from "./roster.js";
import { changed, mark } from "./sync.js";
import { empty, find, made, moreWait, note, say, write } from "./frame.js";
import { awakeButton } from "./awake.js";
import { counts, tally } from "./tally.js";
import { readAhead } from "./reader.js";
import { CLASSES, WORDS, day, hour } from "./words.js";

/** "nuraini" finds "Nur'aini". */
const plain = (text) => text.toLowerCase().replace(/[^\p{L}\p{N} ]/gu, "");
const CONFLICT = "Ditandai berbeda oleh dua petugas; keduanya disimpan, dan panitia memutuskan.";

export async function call(me, event, session) {
  const [first, head] = await Promise.all([roll(event, session, me.marker), events().then((all) => all.find((one) => one.id === event))]);
  const back = { href: `#acara/${event}`, label: head?.title ?? "Sesi" };
  if (!first?.session) {
    const content = first ? empty("Sesi ini tidak ada di ponsel ini", "Mungkin agenda berubah. Tanda yang sudah Anda buat tetap dikirim.")
      : empty("Belum diambil ke ponsel ini", "Nama peserta diambil sekali saat ada sinyal, lalu terbuka tanpa sinyal.");
    return { title: "Daftar hadir", back, content, seen: first ? "gone" : "unknown" };
  }
  const { title, starts_at, ends_at, zone } = first.session;
  const content = made("call");
  const actions = made("call-actions");
  const it = {
    groups: { peserta: find("[data-group=peserta]", content), lain: find("[data-group=lain]", content) },
    others: find("[data-others]", content), locked: find("[data-locked]", content), none: find("[data-none]", content),
    search: find("[data-search] input", content), rest: find("[data-rest]", actions), undo: find("[data-undo]", actions),
    guest: find("[data-guest]", content),
  };
  const rows = new Map();
  let undo = [];

  find("[data-scan]", content).href = `#pindai/${event}/${session}`;
  it.guest.hidden = !head?.may_add;
  it.guest.href = `#tamu/${event}/${session}`;
  awakeButton(find("[data-awake]", content));

  /** Keeps marks, shows each, and offers to take them back. */
  async function put(people, state, what) {
    const before = people.map(({ id }) => rows.get(id).person).map(({ id, state: was, note: text }) => ({ event_id: event, session_id: session, participant_id: id, state: was, note: text }));
    const marks = people.map((person) => ({ event_id: event, session_id: session, participant_id: person.id, state: state ?? person.state, note: person.note }));
    try {
      await mark(me.marker, marks);
    } catch (error) {
      if (error instanceof SomebodyElse) return changed();
      note("Tanda belum tersimpan di ponsel ini: penyimpanannya penuh atau dimatikan. Kosongkan ruang, muat ulang halaman, lalu ketuk lagi.");
      return undefined;
    }
    undo = before;
    people.forEach((person) => show({ ...person, state: state ?? person.state, unsent: person.unsent + 1 }));
    count();
    // With the row, and not a moment later: nobody reads that all is sent beside what they have just tapped.
    moreWait(people.length);
    it.undo.hidden = false;
    write(find("span", it.undo), `: ${what}`);
    return undefined;
  }

  function tapped(button) {
    const { person } = rows.get(button.closest(".person").dataset.person);
    // A finger that bounces is one tap, and does not take its own mark back.
    if (bounced(session, person.id, button.value)) return;
    const state = button.value === person.state ? "cleared" : button.value;
    put([{ ...person, note: state === "cleared" ? "" : person.note }], state, `${person.name}, ${WORDS[state]}`);
  }

  function draw(person) {
    const row = made("person").firstElementChild;
    row.dataset.person = person.id;
    row.id = `p-${person.id}`;
    write(find("legend", row), `Tanda hadir ${person.name}`);
    find("[name=note]", row).setAttribute("aria-label", `Catatan untuk ${person.name}`);
    find("[data-swap] a", row).href = `#tamu/${event}/${session}/${person.id}`;
    write(find("[data-swap] .sr", row), ` orang lain: ${person.name}`);
    const parts = {
      row, person: {}, name: find(".person-name", row), from: find(".person-from", row), word: find("[data-state-word]", row),
      unsent: find("[data-unsent]", row), kept: find("[data-kept-note]", row), gone: find("[data-gone]", row), said: find("[data-said]", row),
      box: find("[data-note]", row), note: find("[name=note]", row), swap: find("[data-swap]", row), marks: [...row.querySelectorAll(".mark")],
    };
    rows.set(person.id, parts);
    it.groups[person.kind === "peserta" ? "peserta" : "lain"].append(row);
    return parts;
  }

  function show(person) {
    const parts = rows.get(person.id) ?? draw(person);
    if (JSON.stringify(parts.person) === JSON.stringify(person)) return;
    parts.person = person;
    write(parts.name, person.name);
    write(parts.from, person.library ?? "");
    write(parts.word, WORDS[person.state]);
    parts.word.className = `status ${CLASSES[person.state]}`;
    parts.marks.forEach((button) => button.setAttribute("aria-pressed", String(button.value === person.state)));
    parts.unsent.hidden = person.unsent === 0;
    say(parts.kept, person.note && `Catatan: ${person.note}`);
    say(parts.gone, person.gone);
    say(parts.said, person.said || (person.conflict ? CONFLICT : ""));
    parts.box.toggleAttribute("data-off", person.state === "cleared");
    if (document.activeElement !== parts.note) parts.note.value = person.note;
    parts.swap.hidden = !head?.may_add || !counts(person);
  }

  function count() {
    const open = tally([...rows.values()].map((row) => row.person)).cleared ?? 0;
    write(it.rest, `Tandai sisanya hadir (${open})`);
    // What is not in view is not marked: while a name is searched for, one marks by name.
    it.rest.hidden = open === 0 || it.search.value.trim() !== "";
  }

  function search() {
    const wanted = plain(it.search.value.trim());
    let found = 0;
    for (const { row, person } of rows.values()) {
      row.hidden = !plain(`${person.name} ${person.library ?? ""}`).includes(wanted);
      if (!row.hidden) found += 1;
    }
    it.none.hidden = found > 0;
    it.others.hidden = ![...it.groups.lain.children].some((row) => !row.hidden);
    count();
  }

  function showAll(now) {
    const still = new Set(now.people.map((person) => person.id));
    for (const [id, { row }] of rows) if (!still.has(id)) { row.remove(); rows.delete(id); }
    now.people.forEach(show);
    it.locked.hidden = !now.session?.locked;
    search();
  }

  for (const group of Object.values(it.groups)) {
    group.addEventListener("click", (tap) => {
      const button = tap.target.closest("button.mark");
      if (button) tapped(button);
    });
    group.addEventListener("submit", (sent) => {
      sent.preventDefault();
      const { person, box } = rows.get(sent.target.closest(".person").dataset.person);
      put([{ ...person, note: sent.target.elements.note.value.trim() }], null, `catatan ${person.name}`);
      box.open = false;
    });
  }
  it.search.addEventListener("input", search);
  it.rest.addEventListener("click", () => {
    const open = [...rows.values()].map((row) => row.person).filter((person) => counts(person) && person.state === "cleared");
    if (open.length > 0) put(open, "present", `${open.length} orang hadir`);
  });
  it.undo.addEventListener("click", async () => {
    const back = undo;
    undo = [];
    it.undo.hidden = true;
    it.rest.focus();
    try {
      await mark(me.marker, back);
    } catch (error) {
      if (!(error instanceof SomebodyElse)) throw error;
      changed();
    }
  });

  showAll(first);
  return {
    title, back, content, actions, event,
    lead: `${day(starts_at, zone)}, ${hour(starts_at, zone)}-${hour(ends_at, zone)} ${zone}`,
    ready: () => { find("[data-counts]").hidden = false; count(); readAhead(); if (rows.size === 0) find("[data-view]").append(empty("Belum ada orang di daftar ini", "Peserta yang didaftarkan muncul di sini dan langsung dapat ditandai.")); },
    refresh: async () => { const now = await roll(event, session, me.marker); return () => { if (now) showAll(now); }; },
  };
}
