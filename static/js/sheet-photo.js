// A photo of a signed sheet: made small on the phone, where what the camera writes into it is lost as well, kept until the
// server has it, and sent when there is a line. Without this the browser sends the file as it is.

import { uuid7 } from "./uuid7.js";

const LONGEST = 2000;
const line = document.querySelector("[data-photo-state]");
const refusal = document.querySelector("[data-photo-refused]");
const { marker } = line.dataset;

let opened = null;
function open() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open("sejawat-foto", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("waiting", { keyPath: "id" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => { opened = null; reject(asked.error); };
  });
  return opened;
}

async function store(mode, work) {
  const db = await open();
  return new Promise((resolve, reject) => {
    const change = db.transaction("waiting", mode, { durability: "strict" });
    const asked = work(change.objectStore("waiting"));
    change.oncomplete = () => resolve(asked.result);
    change.onerror = () => reject(change.error);
    change.onabort = () => reject(change.error);
  });
}

// Of this person alone: whoever else uses the phone neither sees nor sends them.
const own = async () => (await store("readonly", (photos) => photos.getAll())).filter((photo) => photo.marker === marker);
const waiting = async () => (await own()).filter((photo) => !photo.refused);
const keep = (photo) => store("readwrite", (photos) => photos.put(photo));
const drop = (photo) => store("readwrite", (photos) => photos.delete(photo.id));

function say(text, meaning = "way") {
  line.hidden = text === "";
  line.textContent = text;
  line.className = `link-state ${meaning}`;
}

async function tell(why = "akan dikirim saat ada sinyal.") {
  const n = (await waiting()).length;
  say(n === 0 ? "" : `${n} foto belum terkirim, ${why}`);
  // What the server does not take stays until somebody has read why: the camera may have kept nothing.
  const refused = (await own()).find((photo) => photo.refused);
  refusal.hidden = refused === undefined;
  refusal.querySelector("span").textContent = refused ? `Foto ditolak: ${refused.refused}` : "";
  refusal.querySelector("[data-again]").onclick = async () => { await keep({ ...refused, refused: undefined }); await flush(); };
  refusal.querySelector("[data-drop]").onclick = async () => { await drop(refused); await tell(); };
}

async function shrink(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const pen = canvas.getContext("2d");
  // What can be seen through becomes paper, not ink.
  pen.fillStyle = "white";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/jpeg", 0.8);
  });
}

// What the server does not take, whenever it is sent.
const NEVER = new Set([400, 413, 422]);

/** Sends one: "" when it is settled, or why it waits on. */
async function send(photo) {
  const body = new FormData();
  body.append("id", photo.id);
  body.append("file", photo.blob, "lembar.jpg");
  const answer = await fetch(photo.action, { method: "POST", body });
  // It is there when the server leads back to the page: neither a page to sign in nor a hotel's does that.
  const page = new URL(photo.action.replace(/\/foto$/, ""), location.href).pathname;
  const html = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (answer.ok && new URL(answer.url).pathname === page) {
    const list = html.querySelector("[data-photo-list]");
    if (list && page === location.pathname) document.querySelector("[data-photo-list]").replaceWith(list);
    await drop(photo);
    return "";
  }
  if (NEVER.has(answer.status) && html.querySelector("main")) {
    await keep({ ...photo, refused: html.querySelector("main p")?.textContent.trim() || "Foto ini tidak dapat disimpan." });
    return "";
  }
  return answer.status === 401 ? "masuk lagi untuk mengirimnya." : "akan dicoba lagi.";
}

async function flushAll() {
  let sent = 0, why;
  for (let [photo] = await waiting(); photo; [photo] = await waiting()) {
    say("Mengirim foto …");
    try { why = await send(photo); } catch { why = undefined; break; }
    if (why) break;
    sent += 1;
  }
  await tell(why || undefined);
  if (sent > 0 && (await own()).length === 0) say("Foto terkirim.", "done");
}
// One tab sends, and once at a time.
let flushing = Promise.resolve();
const flush = () => (flushing = flushing
  .then(() => (navigator.locks ? navigator.locks.request("sejawat-foto", flushAll) : flushAll()))
  .catch((error) => console.info("photos wait", error)));

const form = document.querySelector("[data-photo]");
form?.addEventListener("submit", async (event) => {
  const field = form.querySelector("input[type=file]");
  const file = field.files[0];
  if (!file) return;
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const blob = await shrink(file).catch(() => file);
    const action = new URL(form.action).pathname;
    await keep({ id: uuid7(), action, marker, blob, at: Date.now() });
    field.value = "";
    await tell();
    await flush();
  } catch {
    // Nothing can be kept here: the browser sends the file itself.
    form.submit();
  } finally {
    button.disabled = false;
  }
});

flush();
window.addEventListener("online", flush);
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") flush(); });
setInterval(async () => { if ((await waiting()).length > 0) flush(); }, 60_000);
