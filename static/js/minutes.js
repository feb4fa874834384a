// The notulen on a telephone whose line breaks: an entry is kept in this browser from the first letter until the server has
// it, and sent again by itself. It belongs to whoever wrote it: another person on this device neither sees nor sends it.
// Without script the form is a plain form.

import { uuid7 } from "./uuid7.js";

const form = document.querySelector("form[data-minutes]");
const PREFIX = "sejawat.notulen.";
const LONGEST = 60_000;

if (form) {
  const state = document.querySelector("[data-minutes-state]");
  const list = document.querySelector("[data-minutes-waiting]");
  const problem = form.querySelector("[data-minutes-problem]");
  const url = form.dataset.minutes;
  // Each entry that waits and each text that is being typed has a place of its own, so that several tabs do not write over each
  // other's. What a private window does not keep lives as long as the page.
  const mine = `${PREFIX}${form.dataset.writer}.`;
  const loose = new Map();
  const store = {
    get(at) { try { return JSON.parse(localStorage.getItem(at)) ?? loose.get(at) ?? null; } catch { return loose.get(at) ?? null; } },
    set(at, value) { try { localStorage.setItem(at, JSON.stringify(value)); } catch { loose.set(at, value); } },
    drop(at) { loose.delete(at); try { localStorage.removeItem(at); } catch { /* a private window */ } },
    keys(of) {
      let kept = [];
      try { kept = Object.keys(localStorage); } catch { /* a private window */ }
      return [...kept, ...loose.keys()].filter((at) => at.startsWith(of)).sort();
    },
  };
  const entryAt = (id) => `${mine}butir.${id}`;
  const waiting = () => store.keys(`${mine}butir.`).map((at) => store.get(at)).filter(Boolean);
  const here = () => waiting().filter((entry) => entry.url === url);
  // A draft is a tab's own. One whose tab is gone is taken over by the next that opens the page.
  const drafts = `${mine}isian.${url}.`;
  const draftAt = drafts + uuid7();
  const isTyping = async () => new Set(((await navigator.locks?.query())?.held ?? []).map((lock) => lock.name));
  const kind = () => form.querySelector("input[name=kind]:checked")?.value ?? "";
  const read = () => ({ kind: kind(), body: form.elements.body.value, answers: form.elements.answers.value, raised_by: form.elements.raised_by.value });
  const write = (entry) => {
    for (const radio of form.querySelectorAll("input[name=kind]")) radio.checked = radio.value === entry.kind;
    for (const name of ["body", "answers", "raised_by"]) form.elements[name].value = entry[name];
    taken = entry.id ?? "";
  };
  // What is wrong stands in its field, as the server would say it.
  const settle = () => {
    problem.hidden = true;
    for (const name of ["body", "answers"]) {
      const input = form.elements[name];
      const field = input.closest(".field");
      field.classList.remove("has-problem");
      field.querySelector(".problem:not([data-minutes-problem])")?.remove();
      input.removeAttribute("aria-invalid");
      input.removeAttribute("aria-describedby");
    }
  };
  const refuse = (name, sentence) => {
    settle();
    const input = form.elements[name];
    const field = input.closest(".field");
    field.classList.add("has-problem");
    input.before(problem);
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", problem.id);
    problem.querySelector("span > span").textContent = sentence;
    problem.hidden = false;
    input.focus();
  };
  // On a low screen the kind that was chosen and the field's name stay in view with the field.
  const next = () => {
    form.elements.body.focus({ preventScroll: true });
    for (const part of [form.elements.body, form.querySelector("#field-kind")]) part.scrollIntoView({ block: "nearest" });
  };
  const say = (text, meaning) => { state.hidden = false; state.className = `link-state ${meaning}`; state.textContent = text; };
  // The id of an entry that was taken back: the server may have it already, and is then told what it has become.
  let taken = "";
  let flying = "";
  let sending = false;
  let tries = 0;
  let timer = 0;
  const later = (pause) => { clearTimeout(timer); timer = setTimeout(send, pause); };

  function show() {
    const entries = here();
    list.hidden = entries.length === 0;
    list.replaceChildren(...entries.map((entry) => {
      const line = document.createElement("li");
      const words = document.createElement("span");
      words.textContent = `${entry.problem ? `Ditolak: ${entry.problem}` : "Belum terkirim"} · ${entry.body}`;
      const back = document.createElement("button");
      back.type = "button";
      back.className = "button secondary small";
      back.textContent = "Ambil ke isian";
      back.disabled = entry.id === flying;
      back.addEventListener("click", () => {
        if (form.elements.body.value.trim() !== "") { refuse("body", "Simpan atau kosongkan dulu isian ini."); return; }
        if (entry.id === flying || !store.get(entryAt(entry.id))) { show(); return; }
        store.drop(entryAt(entry.id));
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
      if (document.activeElement === form.elements.body) next();
      form.elements.answers.value = [...form.elements.answers.options].some((option) => option.value === chosen) ? chosen : "";
    } catch { /* the next entry brings it */ }
  }

  // One entry: true when the server has it, false when it refuses it; it throws when the line is gone.
  async function deliver(entry) {
    const answer = await fetch(entry.url, {
      method: "POST",
      body: new URLSearchParams({ id: entry.id, kind: entry.kind, body: entry.body, answers: entry.answers, raised_by: entry.raised_by, writer: form.dataset.writer }),
      headers: { accept: "application/json" },
      redirect: "error",
      signal: AbortSignal.timeout(15_000),
    });
    if (answer.ok) { store.drop(entryAt(entry.id)); return true; }
    if (answer.status >= 500) throw new Error("sambungan terputus");
    if (answer.status === 401) throw new Error("Anda sudah keluar; masuklah lagi");
    // To another account these pages may not exist.
    if (answer.status === 409 || answer.status === 404) throw new Error("mungkin akun lain sedang masuk di sini; masuklah lagi dengan akun Anda");
    const told = await answer.json().catch(() => ({}));
    const problem = told.problem ?? "server tidak menerimanya.";
    if (store.get(entryAt(entry.id))) store.set(entryAt(entry.id), { ...entry, problem });
    return false;
  }

  // What was written on the pages of other sessions is sent from here, too.
  async function send() {
    clearTimeout(timer);
    if (sending) return;
    sending = true;
    let stored = 0;
    try {
      for (let next; (next = waiting().find((entry) => !entry.problem));) {
        flying = next.id;
        if (next.url === url) say("Menyimpan …", "way");
        show();
        if (await deliver(next) && next.url === url) stored += 1;
        flying = "";
        show();
      }
      tries = 0;
      if (stored) {
        await refresh();
        say("Semua butir tersimpan", "done");
      }
      const refused = here().length;
      if (refused) say(`${refused} butir ditolak server. Perbaiki di bawah.`, "refused");
    } catch (error) {
      tries += 1;
      const why = error.message.includes("akun") || error.message.includes("keluar") ? error.message : "sambungan terputus";
      const left = waiting().filter((entry) => !entry.problem).length;
      say(`${left} butir belum terkirim, ${why}. Catatan Anda aman di perangkat ini dan dikirim lagi sendiri.`, "late");
      later(Math.min(LONGEST, 2000 * 2 ** Math.min(tries, 5)));
    }
    flying = "";
    sending = false;
    show();
    // What was written meanwhile.
    if (tries === 0 && waiting().some((entry) => !entry.problem)) later(0);
  }

  function typed() {
    const now = read();
    if (now.body.trim() === "") store.drop(draftAt); else store.set(draftAt, { ...now, id: taken });
  }
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const entry = read();
    settle();
    if (entry.body.trim() === "") { refuse("body", "Tulis butirnya."); return; }
    if (entry.kind === "solution" && entry.answers === "") { refuse("answers", "Pilih tantangan yang dijawab solusi ini."); return; }
    const id = taken || uuid7();
    store.set(entryAt(id), { ...entry, id, url });
    form.elements.body.value = "";
    // The next entry is somebody else's word.
    form.elements.raised_by.value = "";
    taken = "";
    typed();
    show();
    next();
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
  // What another window of this device has written is sent from here when that window is gone.
  window.addEventListener("storage", () => { show(); if (waiting().some((entry) => !entry.problem)) later(5000); });

  async function recover() {
    const busy = await isTyping();
    navigator.locks?.request(draftAt, () => new Promise(() => {}));
    if (form.elements.body.value.trim() !== "") return;
    const left = store.keys(drafts).find((at) => !busy.has(at) && store.get(at));
    if (!left) return;
    write(store.get(left));
    store.drop(left);
    typed();
    say("Isian yang belum tersimpan sudah dipulihkan.", "way");
  }
  recover().finally(send);
  show();
}
