// The queue as a file, to be sent by another phone when this one finds no connection.

import { got, queued, read } from "./store.js";
import { wire } from "./sync.js";
import { note } from "./frame.js";

/** Hands the file to the phone's own downloads. What it holds stays in the queue: sent twice, it counts once. */
export async function save({ marker }) {
  const items = await queued(marker);
  const device = await read(["person"], async (person) => (await got(person.get("device")))?.id ?? null);
  const file = {
    format: "sejawat-antrean", version: 1, device, marker, saved_at: new Date().toISOString(),
    people: items.filter((item) => item.kind === "person").map(wire),
    marks: items.filter((item) => item.kind === "mark").map(wire),
  };
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(file, null, 1)], { type: "application/json" }));
  link.download = `antrean-hadir-${file.saved_at.slice(0, 16).replace(/[-:T]/g, "")}.json`;
  link.click();
  note("Berkas tersimpan di folder unduhan. Berikan kepada petugas lain yang mendapat sinyal: di ponselnya, buka Menu, lalu Kirim berkas titipan. Tanda Anda tetap menunggu di ponsel ini dan tidak terhitung dua kali.");
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
