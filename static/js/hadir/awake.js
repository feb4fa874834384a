// Keeps the screen on, when asked, and while cards are scanned.

let lock = null;
let wanted = false;
let scans = false;

async function hold() {
  try {
    lock ??= await navigator.wakeLock.request("screen");
    // Let go of while it was asked for.
    await letGo();
  } catch { /* the battery is low; the screen goes its own way */ }
}

// The system takes the lock away with the page's sight.
document.addEventListener("visibilitychange", () => {
  lock = null;
  if ((wanted || scans) && document.visibilityState === "visible") hold();
});

async function letGo() {
  if (wanted || scans) return;
  await lock?.release();
  lock = null;
}

/** Keeps it on while a camera runs, and no longer. */
export function awakeWhileScanning(runs) {
  scans = runs;
  if (runs) hold();
  else letGo();
}

/** Makes a button of it, where the phone can. */
export function awakeButton(button) {
  button.hidden = !("wakeLock" in navigator);
  button.setAttribute("aria-pressed", String(wanted));
  button.addEventListener("click", async () => {
    wanted = !wanted;
    button.setAttribute("aria-pressed", String(wanted));
    if (wanted) await hold();
    else await letGo();
  });
}
