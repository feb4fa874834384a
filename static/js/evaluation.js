// The evaluation on a telephone whose line breaks: what is filled in stays in this browser until the server has it, and is
// sent again by itself once the line is back. It is kept nowhere else meanwhile: on the server it would have a name.

const PREFIX = "sejawat.evaluasi.";
const store = {
  get(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  set(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* a private window: nothing is kept */ } },
  drop(key) { try { localStorage.removeItem(key); } catch { /* a private window */ } },
};

// Answered: nothing of it stays on the telephone.
const done = document.querySelector("[data-evaluated]");
if (done) store.drop(PREFIX + done.dataset.evaluated);

const form = document.querySelector("form[data-evaluation]");
if (form) {
  const key = PREFIX + form.dataset.evaluation;
  const state = form.querySelector("[data-evaluation-state]");
  const say = (text, meaning) => { state.hidden = false; state.className = `link-state ${meaning}`; state.textContent = text; };
  const fields = () => [...form.elements].filter((el) => el.name);
  const keep = () => store.set(key, fields().filter((el) => el.type !== "radio" || el.checked).map((el) => [el.name, el.value]));
  let sending = false;
  let timer = 0;
  form.addEventListener("input", () => { keep(); clearTimeout(timer); timer = 0; });

  async function send() {
    clearTimeout(timer);
    if (sending) return;
    sending = true;
    say("Mengirim …", "way");
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual", signal: AbortSignal.timeout(15_000),
      });
      if (answer.type === "opaqueredirect") { location.assign(form.dataset.evaluation); return; }
      if (answer.status >= 500) throw new Error("the server failed");
      // The page again with what is missing: sent once more in the usual way.
      form.dataset.plain = "1";
      form.requestSubmit();
    } catch {
      sending = false;
      say("Belum terkirim, sambungan terputus. Jawaban Anda aman di ponsel ini dan dikirim lagi begitu ada sinyal.", "late");
      timer = setTimeout(send, 5000);
    }
  }
  form.addEventListener("submit", (event) => {
    if (form.dataset.plain) return;
    event.preventDefault();
    keep();
    send();
  });
  window.addEventListener("online", () => { if (timer) send(); });

  const kept = store.get(key);
  if (Array.isArray(kept) && !document.querySelector("[data-focus]")) {
    for (const [name, value] of kept) {
      for (const el of fields().filter((el) => el.name === name)) {
        if (el.type === "radio") el.checked = el.value === value;
        else el.value = value;
      }
    }
    say("Jawaban yang belum terkirim sudah dipulihkan.", "way");
  }
}
