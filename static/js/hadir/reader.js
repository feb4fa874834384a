// Finds QR codes in what a camera shows: by the browser itself where it can, else by a reader that is fetched once and
// then kept on the phone. Nobody who does not scan fetches it.

import { find } from "./frame.js";
import { link, watch } from "./sync.js";

/** What the reader's own pictures are at most, in points along the longer side: a card an arm's length away is plain in them. */
const LONGEST = 640;

const files = () => find("[data-reader]").dataset.reader.split(" ");

/** The browser's own reader, where it reads these codes. */
async function own() {
  try {
    return (await globalThis.BarcodeDetector?.getSupportedFormats())?.includes("qr_code") ? new BarcodeDetector({ formats: ["qr_code"] }) : null;
  } catch {
    return null;
  }
}

let ahead = null;

/** Where the browser has none, fetches the reader while there is a line and nothing else to do, so that it is there without one. */
export function readAhead() {
  if (ahead) return;
  ahead = true;
  const idle = globalThis.requestIdleCallback ?? ((work) => setTimeout(work, 2_000));
  const attempt = () => {
    if (link.phase !== "ok" || ahead !== true) return;
    ahead = "begun";
    idle(async () => {
      try {
        if (await own()) return;
        // Without the worker that keeps it, it would be fetched for nothing.
        if (!navigator.serviceWorker?.controller) throw new Error("nobody keeps it yet");
        for (const file of files()) await (await fetch(file)).arrayBuffer();
      } catch {
        ahead = true;
      }
    });
  };
  watch(attempt);
  attempt();
}

/** A reader: `read(video)` answers the texts that are in view; `close()` ends it. Fails when there is none to be had. */
export async function openReader() {
  const detector = await own();
  return detector ? fallingBack(detector) : byWorker();
}

/** The browser's own; where it turns out not to work, the other one. */
function fallingBack(detector) {
  let instead = null;
  let failures = 0;
  return {
    async read(video) {
      if (instead) return instead.read(video);
      try {
        const found = await detector.detect(video);
        failures = 0;
        return found.map((one) => one.rawValue);
      } catch (error) {
        failures += 1;
        if (failures < 3) return [];
        instead = await byWorker().catch(() => { throw error; });
        return [];
      }
    },
    close: () => instead?.close(),
  };
}

function byWorker() {
  const worker = new Worker(files()[0]);
  const canvas = document.createElement("canvas");
  const surface = canvas.getContext("2d", { willReadFrequently: true });
  let told = null;
  const answer = () => new Promise((resolve, reject) => { told = { resolve, reject }; });
  worker.onmessage = ({ data }) => { if (data.broken) told?.reject(new Error(data.broken)); else told?.resolve(data); };
  worker.onerror = (event) => { event.preventDefault(); told?.reject(new Error(event.message ?? "the reader did not come")); };
  const reader = {
    async read(video) {
      const scale = Math.min(1, LONGEST / Math.max(video.videoWidth, video.videoHeight));
      const [width, height] = [Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale)];
      if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
      surface.drawImage(video, 0, 0, width, height);
      const picture = surface.getImageData(0, 0, width, height);
      const words = answer();
      worker.postMessage(picture, [picture.data.buffer]);
      return (await words).words ?? [];
    },
    close: () => { worker.terminate(); told?.reject(new Error("closed")); },
  };
  return answer().then(() => reader, (error) => { worker.terminate(); throw error; });
}
