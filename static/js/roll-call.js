// The roll call with a script: a tap is sent at once and the page stays where it is. Without a script, each tap is
// a plain form.

import { uuid7 } from "./uuid7.js";

const lists = [...document.querySelectorAll("[data-roll]")];
const state = document.querySelector("[data-link-state]");
const WORDS = { present: "Hadir", late: "Terlambat", excused: "Izin", sick: "Sakit", absent: "Tidak hadir", cleared: "Belum" };
// What is worth saying in the server's words.
const TOLD = new Set(["conflict", "superseded", "proposed"]);
const CLASSES = { present: "done", late: "late", excused: "way", sick: "sick", absent: "refused", cleared: "neutral" };

// Server minus device, from answers that took less than five seconds.
let offset = null;
let waiting = 0;
// Milliseconds within which the same tap on the same person is the same tap.
const BOUNCE = 700;
const taps = new Map();

function say(text, meaning) {
  if (!state) return;
  state.hidden = false;
  state.textContent = text;
  state.className = `link-state ${meaning}`;
}

// Counted are the participants who are expected.
const counted = () => [...document.querySelectorAll("[data-participants] [data-person]")].filter((person) => !person.dataset.gone);

function recount() {
  const numbers = {};
  counted().forEach((person) => {
    const now = person.querySelector("input[name=was]")?.value || "cleared";
    numbers[now] = (numbers[now] ?? 0) + 1;
  });
  document.querySelectorAll("[data-count]").forEach((item) => {
    item.querySelector("b").textContent = String(numbers[item.dataset.count] ?? 0);
  });
}

// "Mark the rest present" counts the participants who are still without a mark.
function recountRest() {
  const rest = document.querySelector("[data-rest]");
  if (!rest) return;
  const open = counted().filter((person) => !person.querySelector("input[name=was]")?.value).length;
  rest.querySelector("button").textContent = `Tandai sisanya hadir (${open})`;
  // What is not in view is not marked: while a name is searched for, one marks by name.
  rest.hidden = open === 0 || document.querySelector("[data-roll-search] input")?.value.trim() !== "";
}

function show(person, code) {
  person.querySelectorAll("button.mark").forEach((button) => button.setAttribute("aria-pressed", String(button.value === code)));
  person.querySelector("input[name=was]").value = code === "cleared" ? "" : code;
  const word = person.querySelector("[data-state-word]");
  word.textContent = WORDS[code];
  word.className = `status ${CLASSES[code]}`;
  const note = person.querySelector("[data-note]");
  if (note) note.toggleAttribute("data-off", code === "cleared");
  recount();
  recountRest();
}

/** The server answered, and did not take it. */
class Refused extends Error {
  constructor(status) { super(String(status)); this.status = status; }
}

const WHY = {
  403: "belum tersimpan, peran Anda di kegiatan ini sudah berakhir.",
  404: "belum tersimpan, sesi ini tidak ada lagi, atau tugas Anda di kegiatan ini sudah berakhir. Tanda sebelumnya tetap tersimpan.",
  409: "belum tersimpan, orang lain sudah masuk pada perangkat ini. Muat ulang halaman.",
};

async function send(list, mark) {
  const asked = Date.now();
  const response = await fetch(list.dataset.roll, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ device: "halaman daftar hadir", marker: list.dataset.marker, sent_at: new Date().toISOString(), marks: [mark] }),
    redirect: "error",
  });
  if (!response.ok) throw new Refused(response.status);
  const answer = await response.json();
  const took = Date.now() - asked;
  if (took < 5000) offset = Math.round(Date.parse(answer.server_time) - (asked + took / 2));
  return answer.outcomes[0];
}

for (const list of lists) {
  if (offset === null) offset = Number(list.dataset.serverTime) - Date.now();
  list.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset.marks === undefined || !event.submitter?.classList.contains("mark")) return;
    event.preventDefault();
    const person = form.closest("[data-person]");
    // A finger that bounces is one tap, and does not take its own mark back.
    const last = taps.get(person);
    if (last && last.value === event.submitter.value && Date.now() - last.at < BOUNCE) return;
    taps.set(person, { value: event.submitter.value, at: Date.now() });
    const name = person.querySelector(".person-name").textContent;
    const before = form.elements.was.value || "cleared";
    const wanted = event.submitter.value === before ? "cleared" : event.submitter.value;
    const mark = {
      id: uuid7(), session_id: list.dataset.session, participant_id: person.dataset.person, state: wanted, note: "",
      marked_at: new Date().toISOString(), clock_offset_ms: offset, source: "tap",
    };
    show(person, wanted);
    waiting += 1;
    say("Menyimpan …", "way");
    try {
      const { outcome, message } = await send(list, mark);
      waiting -= 1;
      if (outcome === "refused") {
        show(person, before);
        taps.delete(person);
        say(`Tanda ${name} ditolak. Muat ulang daftar ini.`, "refused");
      } else if (waiting === 0) {
        const said = TOLD.has(outcome) ? message : (wanted === "cleared" ? `Tanda ${name} dihapus. Ketuk lagi bila itu keliru.` : "");
        say(said || "Semua tanda tersimpan", said ? "late" : "done");
      }
    } catch (error) {
      waiting -= 1;
      show(person, before);
      taps.delete(person);
      say(error instanceof Refused
        ? `${name}: ${WHY[error.status] ?? "belum tersimpan, server tidak dapat menyimpannya. Muat ulang halaman, lalu ketuk lagi."}`
        : `${name}: belum tersimpan, tidak ada sambungan atau Anda sudah keluar. Ketuk lagi saat ada sinyal, atau muat ulang.`, "refused");
    }
  });
}

// Search by name or agency.
const search = document.querySelector("[data-roll-search]");
if (search) {
  search.hidden = false;
  // "nuraini" finds "Nur'aini".
  const plain = (text) => text.toLowerCase().replace(/[^\p{L}\p{N} ]/gu, "");
  const none = document.querySelector("[data-roll-none]");
  search.querySelector("input").addEventListener("input", (event) => {
    const wanted = plain(event.target.value.trim());
    let found = 0;
    document.querySelectorAll("[data-person]").forEach((person) => {
      person.hidden = !plain(person.querySelector(".person-head").textContent).includes(wanted);
      if (!person.hidden) found += 1;
    });
    none.hidden = found > 0;
    recountRest();
  });
}
