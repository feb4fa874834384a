// The notulen on a telephone whose line breaks: an entry is kept in this browser from the first letter until the server has
// it, and sent again by itself. It belongs to whoever wrote it: another person on this device neither sees nor sends it.
// Without script the form is a plain form.

const form = document.querySelector("form[data-minutes]");
const PREFIX = "sejawat.notulen.";
const LONGEST = 60_000;

/** A UUID of version 7: later ones sort after earlier ones. */
function uuid7() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let time = Date.now();
  for (let i = 5; i >= 0; i -= 1) { bytes[i] = time % 256; time = Math.floor(time / 256); }
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

if (form) {
  const state = document.querySelector("[data-minutes-state]");
  const list = document.querySelector("[data-minutes-waiting]");
  const problem = form.querySelector("[data-minutes-problem]");
  const mine = `${PREFIX}${form.dataset.writer}.`;
  const key = mine + form.dataset.minutes;
  const store = {
    get(at) { try { return JSON.parse(localStorage.getItem(at)); } catch { return null; } },
    set(at, value) { try { localStorage.setItem(at, JSON.stringify(value)); } catch { /* a private window: it is kept as long as the page */ } },
    drop(at) { try { localStorage.removeItem(at); } catch { /* a private window */ } },
    keys() { try { return Object.keys(localStorage).filter((at) => at.startsWith(mine)); } catch { return []; } },
  };
  // What waits to be sent from here, and what is being typed.
  const kept = { waiting: [], draft: null, ...store.get(key) };
  const keep = () => { if (kept.waiting.length || kept.draft) store.set(key, kept); else store.drop(key); };
  const kind = () => form.querySelector("input[name=kind]:checked")?.value ?? "";
  const read = () => ({ kind: kind(), body: form.elements.body.value, answers: form.elements.answers.value, raised_by: form.elements.raised_by.value });
  const write = (entry) => {
    for (const radio of form.querySelectorAll("input[name=kind]")) radio.checked = radio.value === entry.kind;
    for (const name of ["body", "answers", "raised_by"]) form.elements[name].value = entry[name];
  };
  const say = (text, meaning) => { state.hidden = false; state.className = `link-state ${meaning}`; state.textContent = text; };
  let sending = false;
  let tries = 0;
  let timer = 0;
  const later = (pause) => { clearTimeout(timer); timer = setTimeout(send, pause); };

  function show() {
    list.hidden = kept.waiting.length === 0;
    list.replaceChildren(...kept.waiting.map((entry) => {
      const line = document.createElement("li");
      const words = document.createElement("span");
      words.textContent = `${entry.problem ? `Ditolak: ${entry.problem}` : "Belum terkirim"} · ${entry.body}`;
      const back = document.createElement("button");
      back.type = "button";
      back.className = "button secondary small";
      back.textContent = "Ambil ke isian";
      back.addEventListener("click", () => {
        if (form.elements.body.value.trim() !== "") { problem.hidden = false; problem.textContent = "Simpan atau kosongkan dulu isian di bawah."; return; }
        kept.waiting = kept.waiting.filter((other) => other !== entry);
        write(entry);
        typed();
        show();
        form.elements.body.focus();
      });
      line.append(words, back);
      return line;
    }));
  }

  // The page as the server has it now, without leaving what is being typed.
  async function refresh() {
    try {
      const answer = await fetch(location.pathname, { signal: AbortSignal.timeout(15_000), redirect: "error" });
      if (!answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      const entries = fresh.querySelector("[data-minutes-entries]");
      const answers = fresh.querySelector("form[data-minutes] select[name=answers]");
      if (!entries || !answers) return;
      document.querySelector("[data-minutes-entries]").replaceChildren(...entries.childNodes);
      const chosen = form.elements.answers.value;
      form.elements.answers.replaceChildren(...answers.childNodes);
      form.elements.answers.value = [...form.elements.answers.options].some((option) => option.value === chosen) ? chosen : "";
    } catch { /* the next entry brings it */ }
  }

  // One entry: true when the server has it, false when it refuses it; it throws when the line is gone.
  async function deliver(url, entry) {
    const answer = await fetch(url, {
      method: "POST",
      body: new URLSearchParams({ id: entry.id, kind: entry.kind, body: entry.body, answers: entry.answers, raised_by: entry.raised_by }),
      headers: { accept: "application/json" },
      redirect: "error",
      signal: AbortSignal.timeout(15_000),
    });
    if (answer.ok) return true;
    if (answer.status >= 500) throw new Error("the server failed");
    if (answer.status === 401) throw new Error("signed out");
    const told = await answer.json().catch(() => ({}));
    entry.problem = told.problem ?? (answer.status === 404 ? "sesi ini tidak ada lagi, atau tugas Anda di sini sudah berakhir." : "server tidak menerimanya.");
    return false;
  }

  async function send() {
    clearTimeout(timer);
    if (sending) return;
    sending = true;
    let stored = 0;
    try {
      // What was written on the pages of other sessions is sent from here, too.
      for (const at of store.keys().filter((other) => other !== key)) {
        const other = store.get(at);
        for (const entry of [...(other?.waiting ?? [])].filter((entry) => !entry.problem)) {
          if (await deliver(at.slice(mine.length), entry)) other.waiting = other.waiting.filter((one) => one.id !== entry.id);
          if (other.waiting.length || other.draft) store.set(at, other); else store.drop(at);
        }
      }
      for (let next; (next = kept.waiting.find((entry) => !entry.problem));) {
        say("Menyimpan …", "way");
        if (await deliver(form.dataset.minutes, next)) {
          kept.waiting = kept.waiting.filter((entry) => entry !== next);
          stored += 1;
        }
        keep();
        show();
      }
      tries = 0;
      if (stored) {
        await refresh();
        say("Semua butir tersimpan", "done");
      }
      if (kept.waiting.length) say(`${kept.waiting.length} butir ditolak server. Perbaiki di bawah.`, "refused");
    } catch (error) {
      tries += 1;
      const why = error.message === "signed out" ? "Anda sudah keluar; masuklah lagi" : "sambungan terputus";
      say(`${kept.waiting.length} butir belum terkirim, ${why}. Catatan Anda aman di perangkat ini dan dikirim lagi sendiri.`, "late");
      later(Math.min(LONGEST, 2000 * 2 ** Math.min(tries, 5)));
    }
    sending = false;
    keep();
    show();
    // What was written meanwhile.
    if (tries === 0 && kept.waiting.some((entry) => !entry.problem)) later(0);
  }

  function typed() {
    const now = read();
    kept.draft = now.body.trim() === "" ? null : now;
    keep();
  }
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const entry = read();
    problem.hidden = true;
    const missing = entry.body.trim() === "" ? "Tulis butirnya." : entry.kind === "solution" && entry.answers === "" ? "Pilih tantangan yang dijawab solusi ini." : "";
    if (missing) { problem.textContent = missing; problem.hidden = false; (entry.body.trim() === "" ? form.elements.body : form.elements.answers).focus(); return; }
    kept.waiting.push({ id: uuid7(), ...entry });
    form.elements.body.value = "";
    kept.draft = null;
    keep();
    show();
    form.elements.body.focus();
    send();
  });
  // With a keyboard Enter saves; on glass it makes a line, and the button is under the thumb.
  if (!matchMedia("(pointer: coarse)").matches) {
    form.querySelector("[data-minutes-keys]").hidden = false;
    form.elements.body.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
    });
  }
  window.addEventListener("online", () => later(0));

  if (kept.draft && form.elements.body.value.trim() === "") {
    write(kept.draft);
    say("Isian yang belum tersimpan sudah dipulihkan.", "way");
  }
  show();
  send();
}
