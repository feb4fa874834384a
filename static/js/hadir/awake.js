// Keeps the screen on, when asked.

let lock = null;
let wanted = false;

async function hold() {
  try {
    lock = await navigator.wakeLock.request("screen");
  } catch { /* the battery is low; the screen goes its own way */ }
}

// The system takes the lock away with the page's sight.
document.addEventListener("visibilitychange", () => { if (wanted && document.visibilityState === "visible") hold(); });

/** Makes a button of it, where the phone can. */
export function awakeButton(button) {
  button.hidden = !("wakeLock" in navigator);
  button.setAttribute("aria-pressed", String(wanted));
  button.addEventListener("click", async () => {
    wanted = !wanted;
    button.setAttribute("aria-pressed", String(wanted));
    if (wanted) await hold();
    else { await lock?.release(); lock = null; }
  });
}
