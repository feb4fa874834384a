// What is said on the screen.

export const MARKS = ["present", "late", "excused", "sick", "absent"];
export const WORDS = { present: "Hadir", late: "Terlambat", excused: "Izin", sick: "Sakit", absent: "Tidak hadir", cleared: "Belum" };
export const CLASSES = { present: "done", late: "late", excused: "way", sick: "sick", absent: "refused", cleared: "neutral" };

const ZONES = { WIB: "Asia/Jakarta", WITA: "Asia/Makassar", WIT: "Asia/Jayapura" };

const written = (time, zone, how) => new Intl.DateTimeFormat("id-ID", { timeZone: ZONES[zone] ?? ZONES.WIB, ...how }).format(new Date(time));

/** `09.05` */
export const hour = (time, zone) => written(time, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).replace(":", ".");

/** `Selasa, 2 Agustus 2022` */
export const day = (time, zone) => written(time, zone, { weekday: "long", day: "numeric", month: "long", year: "numeric" });

/** `2-3 Agustus 2022` */
export function days(from, to) {
  const [first, last] = [from, to].map((date) => written(`${date}T12:00:00+07:00`, "WIB", { day: "numeric", month: "long", year: "numeric" }).split(" "));
  const same = [2, 1, 0].find((n) => first[n] !== last[n]);
  return same === undefined ? last.join(" ") : `${first.slice(0, same + 1).join(" ")}${same === 0 ? "-" : " - "}${last.join(" ")}`;
}

/** What the link and the queue are, in words, and their meaning. */
export function linkState(phase, unsent, aside = 0) {
  switch (phase) {
    case "start": return [unsent > 0 ? `${unsent} belum terkirim` : "Memeriksa yang baru …", "way"];
    case "sending": return unsent > 0 ? [`${unsent} sedang dikirim`, "way"] : ["Memeriksa yang baru …", "way"];
    case "signin": return unsent > 0 ? [`Masuk lagi untuk mengirim ${unsent} tanda`, "late"] : ["Masuk lagi untuk mengirim dan mengambil yang baru", "late"];
    case "other": return [`Orang lain sudah masuk di ponsel ini. ${unsent} tanda Anda tetap tersimpan.`, "late"];
    case "portal": return [`Wi-Fi ini meminta masuk dulu di halamannya.${unsent > 0 ? ` ${unsent} belum terkirim.` : ""}`, "late"];
    // An answer that is none says nothing of what was sent.
    case "broken": case "gone": case "busy": return [`Server belum menerima.${unsent > 0 ? ` ${unsent} belum terkirim, akan dicoba lagi.` : ""}`, "late"];
    case "offline": return unsent > 0 ? [`${unsent} belum terkirim, akan dikirim saat ada sinyal`, "way"] : ["Tanpa sinyal. Tanda disimpan di ponsel ini.", "way"];
    case "aside": return [`${aside} belum dapat disimpan server, akan dicoba lagi.${aside === unsent ? " Lainnya terkirim." : ""}`, "late"];
    default: return unsent > 0 ? [`${unsent} belum terkirim`, "way"] : ["Semua tanda terkirim", "done"];
  }
}
