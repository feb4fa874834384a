// Cards before the camera, one after another: each person is marked at once, and said in large letters. What a card says is
// looked up on the phone, so that it works without a line.

import { events, roster } from "./store.js";
import { SomebodyElse } from "./mark.js";
import { roll } from "./roster.js";
import { changed, contact, mark } from "./sync.js";
import { find, made, moreWait, note, say, write } from "./frame.js";
import { cameraIn, whyNot } from "./camera.js";
import { openReader } from "./reader.js";
import { held, maybe, ownerOf, typedWord, wordIn } from "./card.js";
import { signal, wakeSounds } from "./signal.js";
import { awakeWhileScanning } from "./awake.js";
import { tally } from "./tally.js";
import { WORDS, hour } from "./words.js";

/** A look at the picture every so many milliseconds, at most. */
const BETWEEN = 90;
/** So many scans are listed. */
const LISTED = 8;
/** So often the list is asked for because of a card that is not in it. */
const ASK_AGAIN = 20_000;
const NO_READER = "Pembaca kartu belum ada di ponsel ini. Buka halaman ini sekali saat ada sinyal, lalu ketuk Coba lagi. Sementara itu, ketik kode kartu di bawah.";

export async function scan(me, event, session) {
  const [first, all] = await Promise.all([roll(event, session, me.marker), events()]);
  const to = `#sesi/${event}/${session}`;
  if (!first?.session) return { redirect: to };
  const { title, starts_at, ends_at, zone } = first.session;
  const content = made("scan");
  const actions = made("scan-actions");
  const it = {
    stage: find("[data-stage]", content), video: find("video", content), trouble: find("[data-trouble]", content), said: find("[data-said]", content),
    anyway: find("[data-anyway]", content), late: find("[data-late]", content), light: find("[data-light]", content), other: find("[data-other]", content),
    form: find("[data-typed]", content), problem: find("[data-problem]", content), maybe: find("[data-maybe]", content), log: find("[data-log]", content),
    locked: find("[data-locked]", content), undo: find("[data-undo]", actions),
  };
  find("[data-done]", actions).href = to;
  const camera = cameraIn(it.video);
  const cards = held();
  let known = first;
  let people = new Map();
  let reader = null;
  let isHere = true;
  let isLate = false;
  let undo = null;
  let card = null;
  let askedAt = -ASK_AGAIN;
  let turn = 0;

  /** Says what came of a scan: in large letters, by a sound, by shaking, and in the list below. */
  function tell(kind, meaning, text, more, line = null) {
    it.said.className = `scan-said ${meaning}`;
    write(find("b", it.said), text);
    write(find("span", it.said), more ?? "");
    signal(kind);
    if (!line) return;
    const row = made("scanned").firstElementChild;
    const [state, name, when] = row.children;
    state.className = `status ${meaning}`;
    write(state, line.word);
    write(name, line.name);
    write(when, hour(Date.now(), zone));
    row.dataset.at = String(Math.round(performance.now()));
    row.dataset.word = line.name;
    const list = find("ol", it.log);
    list.prepend(row);
    while (list.children.length > LISTED) list.lastElementChild.remove();
    it.log.hidden = false;
  }

  /** Marks somebody by the card, and offers to take it back. */
  async function put(person, state) {
    const of = (word, text) => ({ event_id: event, session_id: session, participant_id: person.id, state: word, note: text });
    try {
      await mark(me.marker, [of(state, person.note ?? "")], "badge");
    } catch (error) {
      if (error instanceof SomebodyElse) { changed(); return; }
      tell("wrong", "refused", "Belum tersimpan", "Penyimpanan ponsel ini penuh atau dimatikan. Kosongkan ruang, muat ulang halaman, lalu pindai lagi.");
      note("Tanda belum tersimpan di ponsel ini: penyimpanannya penuh atau dimatikan.");
      return;
    }
    const was = WORDS[person.state];
    undo = { mark: of(person.state, person.note ?? ""), name: person.name, id: person.id, card };
    people.set(person.id, { ...person, state, at: Date.now() });
    tally(people.values());
    moreWait(1);
    it.undo.hidden = false;
    write(find("span", it.undo), `: ${person.name}`);
    const changedFrom = person.state === "cleared" ? "" : `Tadinya ${was.toLowerCase()}.`;
    tell("done", state === "late" ? "late" : "done", `${WORDS[state]}: ${person.name}`, [person.library, person.gone, changedFrom].filter(Boolean).join(" · "), { word: WORDS[state], name: person.name });
  }

  /** What a card of this person means now. */
  async function came(person) {
    it.anyway.hidden = true;
    const wanted = isLate ? "late" : "present";
    const there = people.get(person.id) ?? { ...person, state: "cleared", note: "", at: 0 };
    if (["present", "late"].includes(there.state)) {
      const at = there.at ? ` pukul ${hour(there.at, zone)}` : "";
      const how = there.state === "late" ? "sudah ditandai terlambat" : "sudah hadir";
      tell("again", there.state === "late" ? "late" : "done", `${there.name} ${how}${at}`, there.library, { word: "Sudah", name: there.name });
    } else if (there.gone) {
      // Whether somebody who left the list is marked after all is for whoever stands at the door to say.
      tell("wrong", "late", `${there.name} tidak lagi di daftar`, `${there.gone}. Belum ditandai.`, { word: "Tidak di daftar", name: there.name });
      const button = find("button", it.anyway);
      write(button, `Tetap tandai ${WORDS[wanted].toLowerCase()}`);
      button.onclick = () => { it.anyway.hidden = true; put(there, wanted); };
      it.anyway.hidden = false;
    } else {
      await put(there, wanted);
    }
  }

  /** Whose card of another event this is, as far as this phone knows. */
  async function elsewhere(word) {
    for (const other of all.filter((one) => one.id !== event)) {
      const person = ownerOf(word, (await roster(other.id))?.participants ?? []);
      if (person) return { person, title: other.title };
    }
    return null;
  }

  async function saw(text) {
    const word = wordIn(text);
    const name = word ? ownerOf(word, known.participants) : null;
    if (name) { await came(name); return; }
    it.anyway.hidden = true;
    if (!word) {
      tell("wrong", "refused", "Bukan kartu Sejawat", "Pindai kode pada kartu nama acara ini.", { word: "Ditolak", name: "Bukan kartu Sejawat" });
      return;
    }
    const there = await elsewhere(word);
    tell("wrong", "refused", "Kartu dari acara lain", there ? `${there.person.name} · ${there.title}` : "Atau kartu baru yang belum ada di ponsel ini: daftarnya diambil lagi saat ada sinyal.",
      { word: "Ditolak", name: there ? `${there.person.name}, acara lain` : "Kartu dari acara lain" });
    // A card that was made after the list was fetched.
    if (!there && performance.now() - askedAt > ASK_AGAIN) {
      askedAt = performance.now();
      contact({ event });
    }
  }

  function trouble(text) {
    it.stage.hidden = true;
    it.light.hidden = true;
    it.other.hidden = true;
    find("p", it.trouble).textContent = text;
    it.trouble.hidden = false;
    if (find("b", it.said).textContent.startsWith("Arahkan")) it.said.hidden = true;
  }

  /** Looks again and again, until told otherwise. */
  async function look(mine) {
    while (mine === turn) {
      const began = performance.now();
      if (camera.runs) {
        let texts = [];
        try {
          texts = await reader.read(it.video);
        } catch (error) {
          if (mine !== turn) return;
          console.error(error);
          stop();
          trouble(NO_READER);
          return;
        }
        if (mine !== turn) return;
        it.stage.dataset.looks = String(Number(it.stage.dataset.looks ?? 0) + 1);
        for (const text of cards.anew(texts, performance.now())) {
          card = text;
          await saw(text);
          card = null;
        }
      }
      await new Promise((done) => { setTimeout(done, Math.max(0, BETWEEN - (performance.now() - began))); });
    }
  }

  function stop() {
    turn += 1;
    camera.stop();
    reader?.close();
    reader = null;
    awakeWhileScanning(false);
    it.light.setAttribute("aria-pressed", "false");
  }

  async function start() {
    stop();
    const mine = turn;
    it.trouble.hidden = true;
    it.stage.hidden = false;
    it.said.hidden = false;
    wakeSounds();
    try {
      if (!(await camera.start(() => { if (mine === turn) { stop(); trouble(whyNot({ name: "AbortError" })); } }))) return;
    } catch (error) {
      if (mine === turn) { stop(); trouble(whyNot(error)); }
      return;
    }
    if (mine !== turn) return;
    it.light.hidden = !camera.canLight();
    it.other.hidden = (await camera.others()).length === 0;
    try {
      const opened = await openReader();
      if (mine !== turn) { opened.close(); return; }
      reader = opened;
    } catch (error) {
      if (mine !== turn) return;
      console.error(error);
      stop();
      trouble(NO_READER);
      return;
    }
    awakeWhileScanning(true);
    look(mine);
  }

  function drawMaybe() {
    const word = typedWord(it.form.elements.word.value);
    const found = maybe(word, known.participants);
    it.problem.hidden = true;
    it.maybe.replaceChildren(...found.map((person) => {
      const row = document.createElement("li");
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "button quiet", textContent: [person.name, person.library].filter(Boolean).join(" · ") });
      button.addEventListener("click", () => { typed(person); });
      row.append(button);
      return row;
    }));
    return { word, found };
  }

  async function typed(person) {
    it.form.reset();
    drawMaybe();
    it.said.hidden = false;
    await came(person);
    it.form.elements.word.focus();
  }

  const seen = () => { if (isHere && document.visibilityState === "visible") start(); else stop(); };
  it.form.addEventListener("input", drawMaybe);
  it.form.addEventListener("submit", async (sent) => {
    sent.preventDefault();
    wakeSounds();
    const { word, found } = drawMaybe();
    const whole = ownerOf(word, known.participants);
    if (whole ?? (found.length === 1)) { await typed(whole ?? found[0]); return; }
    const none = word.length < 3 ? "Ketik paling sedikit tiga huruf atau angka pertama dari kode kartu."
      : found.length > 1 ? "Beberapa kartu cocok: pilih orangnya, atau ketik lebih banyak."
        : "Tidak ada kartu dengan kode ini di acara ini. Periksa lagi, atau cari namanya di daftar hadir.";
    say(it.problem, none);
    if (found.length === 0) signal("wrong");
  });
  it.late.addEventListener("click", () => {
    isLate = !isLate;
    it.late.setAttribute("aria-pressed", String(isLate));
    wakeSounds();
  });
  it.light.addEventListener("click", async () => it.light.setAttribute("aria-pressed", String(await camera.light())));
  it.other.addEventListener("click", async () => {
    const [next] = await camera.others();
    if (next) { camera.choose(next); await start(); }
  });
  find("[data-again]", content).addEventListener("click", start);
  it.undo.addEventListener("click", async () => {
    const back = undo;
    undo = null;
    it.undo.hidden = true;
    if (!back) return;
    if (back.card) cards.keep(back.card);
    try {
      await mark(me.marker, [back.mark]);
    } catch (error) {
      if (!(error instanceof SomebodyElse)) throw error;
      changed();
      return;
    }
    const person = people.get(back.id);
    if (person) people.set(back.id, { ...person, state: back.mark.state });
    tally(people.values());
    moreWait(1);
    tell("again", "neutral", `Diurungkan: ${back.name}`, `Kembali ${WORDS[back.mark.state].toLowerCase()}.`, { word: "Diurungkan", name: back.name });
  });
  content.firstElementChild.addEventListener("pointerdown", wakeSounds);
  document.addEventListener("visibilitychange", seen);
  addEventListener("pagehide", stop);

  function showAll(now) {
    known = now;
    people = new Map(now.people.map((person) => [person.id, person]));
    it.locked.hidden = !now.session?.locked;
    tally(people.values());
  }
  return {
    title: "Pindai kartu", back: { href: to, label: title }, content, actions, event,
    lead: `${hour(starts_at, zone)}-${hour(ends_at, zone)} ${zone}`,
    ready: () => { find("[data-counts]").hidden = false; showAll(first); start(); },
    refresh: async () => { const now = await roll(event, session, me.marker); return () => { if (now?.session) showAll(now); }; },
    leave: () => {
      isHere = false;
      stop();
      document.removeEventListener("visibilitychange", seen);
      removeEventListener("pagehide", stop);
    },
  };
}
