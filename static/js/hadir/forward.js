// The queue of a phone that finds no connection, brought by its file and sent from here. What stands in the file is read
// strictly and believed little: the marks become proposals in their maker's name, which the office decides about.

import { events, roster } from "./store.js";
import { changed, contact } from "./sync.js";
import { ask } from "./network.js";
import { find, made, note, say, write } from "./frame.js";
import { WORDS, day, hour } from "./words.js";

const FORWARD = "/api/v1/attendance/forward";
/** The largest file, and the most that may stand in one. */
const MOST_BYTES = 4_000_000;
const MOST_ITEMS = 10_000;
/** One request's worth. */
const MOST = 200;
const MOST_PEOPLE = 100;
/** So many names are listed of an event. */
const NAMED = 12;

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const isId = (value) => typeof value === "string" && ID.test(value);
const isText = (value, most) => typeof value === "string" && value.length <= most;
const isTextOrNone = (value, most) => value === null || value === undefined || isText(value, most);
const isTime = (value) => isText(value, 40) && !Number.isNaN(Date.parse(value));
const isList = (value) => Array.isArray(value) && value.length <= MOST_ITEMS;
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const none = (value) => value ?? null;

function readMark(one) {
  const fits = isObject(one) && [one.id, one.session_id, one.participant_id].every(isId) && Object.hasOwn(WORDS, one.state) && isTextOrNone(one.note, 400)
    && isTime(one.marked_at) && (none(one.clock_offset_ms) === null || Number.isSafeInteger(one.clock_offset_ms)) && ["tap", "badge", "code", "paper"].includes(one.source);
  if (!fits) return null;
  const { id, session_id, participant_id, state, marked_at, source } = one;
  return { id, session_id, participant_id, state, note: none(one.note), marked_at, clock_offset_ms: none(one.clock_offset_ms), source };
}

function readPerson(one) {
  const fits = isObject(one) && [one.id, one.event_id].every(isId) && isText(one.name, 200) && one.name.trim() !== "" && [one.library_id, one.replaces].every((id) => none(id) === null || isId(id))
    && isTextOrNone(one.library_text, 400) && isTextOrNone(one.category, 40);
  if (!fits) return null;
  const { id, event_id, name } = one;
  return { id, event_id, name, library_id: none(one.library_id), library_text: none(one.library_text), category: none(one.category), replaces: none(one.replaces) };
}

/** What a file holds, or in words why it is none of ours. */
async function readFile(file) {
  if (file.size > MOST_BYTES) return { problem: "Berkas ini terlalu besar untuk berkas titipan. Pilih berkas bernama antrean-hadir." };
  let data;
  try {
    data = JSON.parse(await file.text());
  } catch {
    return { problem: "Berkas ini bukan berkas titipan, atau rusak. Pilih berkas bernama antrean-hadir, atau simpan sekali lagi di ponsel asalnya." };
  }
  if (!isObject(data) || data.format !== "sejawat-antrean" || !isId(data.marker) || !isList(data.marks) || !isList(data.people ?? [])) {
    return { problem: "Berkas ini bukan berkas titipan daftar hadir. Pilih berkas bernama antrean-hadir." };
  }
  if (data.version !== 1) return { problem: "Berkas ini dibuat versi Sejawat yang lain. Muat ulang halaman ini saat ada sinyal, lalu pilih lagi." };
  const marks = data.marks.map(readMark);
  const people = (data.people ?? []).map(readPerson);
  const broken = [...marks, ...people].filter((one) => !one).length;
  if (broken > 0) return { problem: `Berkas ini rusak: ${broken} isinya tidak terbaca. Simpan sekali lagi di ponsel asalnya.` };
  if (marks.length + people.length === 0) return { problem: "Berkas ini kosong: tidak ada tanda yang menunggu di dalamnya." };
  return { marker: data.marker, device: isText(data.device, 100) ? data.device : "", saved: isTime(data.saved_at) ? Date.parse(data.saved_at) : null, marks, people };
}

/** What this phone knows of what the file speaks of: only the events and names of whoever uses it. */
async function known() {
  const all = await events();
  const lists = (await Promise.all(all.map((one) => roster(one.id)))).map((list, n) => ({ event: all[n], list })).filter((one) => one.list);
  return {
    all,
    sessions: new Map(lists.flatMap(({ event, list }) => list.sessions.map((one) => [one.id, { event, title: one.title, zone: one.zone }]))),
    people: new Map(lists.flatMap(({ list }) => list.participants.map((one) => [one.id, one.name]))),
  };
}

/** Requests, each with the people first that its marks are about. */
export function requests({ marks, people }) {
  const left = [...marks].sort((a, b) => (a.session_id < b.session_id ? -1 : a.session_id > b.session_id ? 1 : 0));
  const all = [];
  for (let n = 0; n < people.length; n += MOST_PEOPLE) all.push({ people: people.slice(n, n + MOST_PEOPLE), marks: [] });
  for (let n = 0; n < left.length; n += MOST) all.push({ people: [], marks: left.slice(n, n + MOST) });
  return all;
}

/** What became of so many, in words. */
function outcomeWords({ outcome, code, message, isPerson }) {
  if (isPerson) {
    if (outcome === "stored") return ["orang baru terdaftar", "done"];
    if (outcome === "duplicate") return ["orang sudah terdaftar sebelumnya", "done"];
    return [`orang baru tidak diterima: ${message.replace(/^Ditolak: /, "")}`, "refused"];
  }
  switch (outcome) {
    case "proposed": return [code === "closed" ? "tanda menjadi usulan; sesinya sudah ditutup" : "tanda menjadi usulan dan menunggu keputusan panitia", "way"];
    case "duplicate": return [code === "proposed" ? "tanda sudah menjadi usulan sebelumnya" : "tanda sudah diterima sebelumnya", "done"];
    case "refused": return [`tanda tidak diterima: ${message.replace(/^Ditolak: /, "")}`, "refused"];
    default: return ["tanda diterima", "done"];
  }
}

export async function forward(me) {
  const content = made("forward");
  const actions = made("forward-actions");
  const it = {
    file: find("input", content), problem: find("[data-problem]", content), holds: find("[data-holds]", content), made: find("[data-made]", content),
    events: find("[data-events]", content), whose: find("[data-whose]", content), result: find("[data-result]", content), progress: find("[data-progress]", content),
    outcomes: find("[data-outcomes]", content), send: find("[data-send]", actions),
  };
  let chosen = null;
  let sending = false;

  function reset() {
    chosen = null;
    [it.holds, it.result, it.send].forEach((part) => { part.hidden = true; });
    say(it.problem, "");
  }

  async function choose() {
    reset();
    const [file] = it.file.files;
    if (!file) return;
    const read = await readFile(file);
    it.file.toggleAttribute("aria-invalid", Boolean(read.problem));
    if (read.problem) { say(it.problem, read.problem); return; }
    chosen = read;
    const here = await known();
    const zone = [...here.sessions.values()][0]?.zone ?? "WIB";
    const parts = [`${read.marks.length} tanda`, read.people.length > 0 ? `${read.people.length} orang baru` : ""].filter(Boolean).join(" dan ");
    write(it.made, `${parts}${read.saved ? `, disimpan ${day(read.saved, zone)}, pukul ${hour(read.saved, zone)} ${zone}` : ""}.`);
    const added = new Map(read.people.map((one) => [one.id, one.name]));
    const byEvent = new Map();
    for (const mark of read.marks) {
      const event = here.sessions.get(mark.session_id)?.event ?? null;
      byEvent.set(event, [...(byEvent.get(event) ?? []), mark]);
    }
    it.events.replaceChildren(...[...byEvent].map(([event, marks]) => {
      const row = document.createElement("li");
      const [heading, names] = [document.createElement("p"), document.createElement("p")];
      const bold = document.createElement("b");
      bold.textContent = event ? event.title : "Kegiatan yang bukan tugas Anda";
      heading.append(bold, `: ${marks.length} tanda`);
      names.className = "muted";
      const own = [...new Set(marks.map((mark) => here.people.get(mark.participant_id) ?? added.get(mark.participant_id)).filter(Boolean))];
      names.textContent = event ? [own.slice(0, NAMED).join(", "), own.length > NAMED ? `dan ${own.length - NAMED} lainnya` : ""].filter(Boolean).join(" ") : "Tidak akan diterima dari ponsel ini.";
      row.append(heading, ...(names.textContent ? [names] : []));
      return row;
    }));
    write(it.whose, read.marker === me.marker ? "Berkas ini berisi tanda Anda sendiri: begitu terkirim, tandanya langsung berlaku."
      : "Tanda ini dibuat orang lain. Begitu terkirim, tandanya menjadi usulan atas nama pembuatnya, dengan nama Anda sebagai pengirim, sampai panitia memutuskan atau ponsel asalnya mengirim sendiri.");
    it.holds.hidden = false;
    it.send.hidden = false;
    write(it.send, `Kirim ${parts}`);
  }

  async function send() {
    if (!chosen || sending) return;
    sending = true;
    it.send.setAttribute("aria-disabled", "true");
    it.result.hidden = false;
    it.outcomes.replaceChildren();
    const told = new Map();
    const whole = chosen.marks.length + chosen.people.length;
    let done = 0;
    let failed = "";
    for (const { people, marks } of requests(chosen)) {
      write(it.progress, `Mengirim: ${done} dari ${whole} …`);
      const answer = await ask(FORWARD, { body: { device: chosen.device, marker: chosen.marker, sent_at: new Date().toISOString(), people, marks } });
      if (answer.kind !== "ok") { failed = answer.kind; break; }
      for (const one of [...answer.data.people.map((person) => ({ ...person, isPerson: true })), ...answer.data.outcomes]) {
        done += 1;
        const [words, meaning] = outcomeWords(one);
        told.set(words, { meaning, count: (told.get(words)?.count ?? 0) + 1 });
      }
      it.outcomes.replaceChildren(...[...told].map(([words, { meaning, count }]) => {
        const row = document.createElement("li");
        row.className = `note ${meaning}`;
        row.textContent = `${count} ${words}`;
        return row;
      }));
    }
    sending = false;
    it.send.removeAttribute("aria-disabled");
    const why = { offline: "tidak ada sinyal", signin: "Anda perlu masuk lagi", portal: "Wi-Fi ini meminta masuk dulu di halamannya" }[failed] ?? "server belum menerima";
    write(it.progress, failed ? `${done} dari ${whole} terkirim; sisanya belum, karena ${why}. Ketuk kirim lagi nanti: yang sudah terkirim tidak terhitung dua kali.` : `Semua isi berkas sudah dikirim (${whole}).`);
    write(it.send, failed ? "Kirim lagi" : "Kirim sekali lagi");
    it.send.className = failed ? "button" : "button secondary";
    find("h2", it.result).focus();
    if (!failed) contact({ all: true });
    changed();
  }

  it.file.addEventListener("change", () => { choose().catch((error) => { console.error(error); note("Berkas ini tidak dapat dibuka. Pilih sekali lagi."); }); });
  it.send.addEventListener("click", send);
  return { title: "Kirim berkas titipan", back: { href: "#", label: "Daftar hadir" }, content, actions };
}
