// Reads QR codes in pictures, beside the page's own thread. Before this stand READER and WASM: where its two parts are.

importScripts(READER);

const OPTIONS = { formats: ["QRCode"], tryHarder: true, tryInvert: false, tryRotate: false, tryDownscale: false, maxNumberOfSymbols: 4, textMode: "Plain" };

const ready = (async () => {
  const answer = await fetch(WASM, { credentials: "same-origin" });
  if (!answer.ok) throw new TypeError(`${WASM}: ${answer.status}`);
  await ZXingWASM.prepareZXingModule({ overrides: { wasmBinary: await answer.arrayBuffer() }, fireImmediately: true });
  self.postMessage({ ready: true });
})();
ready.catch((error) => { self.postMessage({ broken: String(error) }); });

self.onmessage = async ({ data: picture }) => {
  try {
    await ready;
    const found = await ZXingWASM.readBarcodes(picture, OPTIONS);
    self.postMessage({ words: found.map((one) => one.text) });
  } catch (error) {
    self.postMessage({ broken: String(error) });
  }
};
