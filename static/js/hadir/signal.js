// What a scan sounds and feels like: told apart without looking.

let sounds = null;
/** Browsers let a page sound and shake only once it was touched. */
const wasTouched = () => navigator.userActivation?.hasBeenActive ?? true;

/** Heard only after a touch: asked for when scanning begins. */
export function wakeSounds() {
  if (!wasTouched()) return;
  try {
    sounds ??= new AudioContext();
    if (sounds.state === "suspended") sounds.resume().catch(() => { /* it stays silent */ });
  } catch { /* no sound here */ }
}

/** Tones one after another: how high, and for how long, in seconds. */
function play(tones) {
  if (sounds?.state !== "running") return;
  let at = sounds.currentTime;
  for (const [pitch, length] of tones) {
    const tone = sounds.createOscillator();
    const volume = sounds.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.25, at);
    volume.gain.exponentialRampToValueAtTime(0.001, at + length);
    tone.connect(volume).connect(sounds.destination);
    tone.start(at);
    tone.stop(at + length);
    at += length;
  }
}

const KINDS = {
  /** Marked now. */
  done: { tones: [[880, 0.08], [1320, 0.14]], shake: [60] },
  /** Marked before. */
  again: { tones: [[660, 0.1]], shake: [30] },
  /** Not to be marked, or to be looked at. */
  wrong: { tones: [[220, 0.18], [180, 0.28]], shake: [80, 60, 80, 60, 80] },
};

export function signal(kind) {
  play(KINDS[kind].tones);
  if (wasTouched()) navigator.vibrate?.(KINDS[kind].shake);
}
