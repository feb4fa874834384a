// The camera: which, its light, and why there is none, in words.

const CHOICE = "sejawat.hadir.kamera";

/** Why it does not show anything, and what to do. */
export function whyNot(error) {
  if (!navigator.mediaDevices?.getUserMedia) return "Peramban ini tidak memberi halaman akses ke kamera. Buka Sejawat lewat alamat yang berawalan https di Chrome atau Safari, atau ketik kode kartu di bawah.";
  switch (error?.name) {
    case "NotAllowedError": case "SecurityError":
      return "Kamera tidak diizinkan. Ketuk ikon di samping alamat halaman, buka Izin, izinkan Kamera, lalu ketuk Coba lagi. Sementara itu, ketik kode kartu di bawah.";
    case "NotFoundError": case "OverconstrainedError":
      return "Perangkat ini tidak punya kamera yang dapat dipakai. Ketik kode kartu di bawah.";
    case "NotReadableError": case "AbortError":
      return "Kamera sedang dipakai aplikasi lain. Tutup aplikasi itu, lalu ketuk Coba lagi; atau ketik kode kartu di bawah.";
    default:
      return "Kamera tidak dapat dibuka. Ketuk Coba lagi, atau ketik kode kartu di bawah.";
  }
}

/** A camera that shows itself in this element. */
export function cameraIn(video) {
  let stream = null;
  let wanted = false;
  let lit = false;
  const track = () => stream?.getVideoTracks()[0] ?? null;

  function stop() {
    wanted = false;
    lit = false;
    stream?.getTracks().forEach((one) => one.stop());
    stream = null;
    video.srcObject = null;
  }

  return {
    get runs() { return Boolean(stream) && track()?.readyState === "live" && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA; },
    stop,
    /** Opens it; says whether it is still wanted then. `ended` is called when the system takes it away. */
    async start(ended) {
      stop();
      wanted = true;
      const kept = localStorage.getItem(CHOICE);
      const size = { width: { ideal: 1280 }, height: { ideal: 720 } };
      const ask = (which) => navigator.mediaDevices.getUserMedia({ audio: false, video: { ...size, ...which } });
      const back = { facingMode: { ideal: "environment" } };
      const opened = kept ? await ask({ deviceId: { exact: kept } }).catch((error) => { if (error.name !== "OverconstrainedError") throw error; return ask(back); }) : await ask(back);
      if (!wanted) {
        opened.getTracks().forEach((one) => one.stop());
        return false;
      }
      stream = opened;
      track().addEventListener("ended", ended);
      video.srcObject = stream;
      await video.play().catch(() => { /* it plays once it is in view */ });
      return wanted;
    },
    /** Whether it has a light. */
    canLight: () => Boolean(track()?.getCapabilities?.().torch),
    /** Switches the light; says how it is now. */
    async light() {
      try {
        await track().applyConstraints({ advanced: [{ torch: !lit }] });
        lit = !lit;
      } catch { /* it stays as it is */ }
      return lit;
    },
    /** The other cameras. */
    async others() {
      const here = track()?.getSettings().deviceId;
      const all = (await navigator.mediaDevices.enumerateDevices()).filter((one) => one.kind === "videoinput" && one.deviceId);
      const at = all.findIndex((one) => one.deviceId === here);
      return [...all.slice(at + 1), ...all.slice(0, Math.max(at, 0))];
    },
    /** Remembers that this is the one to use. */
    choose: (device) => localStorage.setItem(CHOICE, device.deviceId),
  };
}
