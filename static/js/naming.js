// The PIC's form on a telephone whose line breaks: what is typed is kept on this phone until it is known to be saved, and
// sent again by itself once the line is back. Without script the browser sends the form, and a second sending does no harm.

const PREFIX = "sejawat.utusan.";
const LASTS = 7 * 24 * 3600 * 1000;
const store = {
  get(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  set(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* a private window: nothing is kept */ } },
  drop(key) { try { localStorage.removeItem(key); } catch { /* a private window */ } },
  keys() { try { return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)); } catch { return []; } },
};

// What is old is nobody's any more.
for (const key of store.keys()) {
  if (!(store.get(key)?.at > Date.now() - LASTS)) store.drop(key);
}

function watch(form) {
  const key = PREFIX + form.dataset.draft;
  const note = document.querySelector("[data-unsent]");
  const say = (text, meaning = "late") => { note.hidden = text === ""; note.textContent = text; note.className = `note ${meaning}`; };
  const id = form.elements.namedItem("id");
  const version = () => (form.elements.namedItem("version")?.value ?? "").split(" ")[0];
  const fields = () => [...form.elements].filter((el) => el.name && !["hidden", "submit", "button", "fieldset"].includes(el.type));
  const typed = () => fields().some((el) => (el.type === "radio" ? el.checked : el.value.trim() !== ""));
  const keep = () => {
    if (!typed()) { store.drop(key); return; }
    store.set(key, { id: id.value, version: version(), at: Date.now(), fields: fields().map((el) => [el.name, el.value, el.checked ?? null]) });
  };

  // What was kept is either on the list by now, or still to be sent.
  const kept = store.get(key);
  const saved = kept && (kept.version !== version() || document.querySelector(`[data-named="${CSS.escape(kept.id)}"]`));
  if (saved) store.drop(key);
  else if (kept && !document.querySelector("[data-focus]")) {
    id.value = kept.id;
    for (const [name, value, checked] of kept.fields) {
      for (const el of fields().filter((el) => el.name === name)) {
        if (el.type !== "radio") el.value = value;
        else if (el.value === value) el.checked = checked;
      }
    }
    say("Isian Anda tadi masih ada di ponsel ini, dan belum tersimpan. Periksa, lalu simpan.", "way");
  }

  form.addEventListener("input", keep);
  let sending = false;
  let waiting = 0;
  const send = async () => {
    if (sending) return;
    sending = true;
    clearTimeout(waiting);
    say("Menyimpan …", "way");
    const patience = new AbortController();
    const end = setTimeout(() => patience.abort(), 15000);
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.action, { method: "POST", body, redirect: "manual", signal: patience.signal });
      if (answer.type === "opaqueredirect") { location.assign(form.dataset.done); return; }
      if (answer.status < 500) {
        // The page again with what is wrong: sent once more in the usual way, which the server takes for the same.
        form.dataset.plain = "1";
        form.requestSubmit();
        return;
      }
      throw new Error("the server failed");
    } catch {
      sending = false;
      say("Belum tersimpan: sambungan terputus. Isian Anda aman di ponsel ini dan dikirim lagi begitu ada sinyal.");
      waiting = setTimeout(send, 5000);
    } finally {
      clearTimeout(end);
    }
  };
  form.addEventListener("submit", (event) => {
    if (form.dataset.plain) return;
    event.preventDefault();
    keep();
    send();
  });
  window.addEventListener("online", () => { if (waiting) send(); });
  // Typing on means that it is not meant to be sent as it was.
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = 0; });
}

document.querySelectorAll("[data-draft]").forEach(watch);
// Once the list is full there is no form: what was kept of a person on the list is forgotten.
document.querySelectorAll("[data-named]").forEach((line) => {
  for (const key of store.keys()) {
    if (store.get(key)?.id === line.dataset.named && store.get(key)?.version === "") store.drop(key);
  }
});
