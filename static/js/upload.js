// A form with a file: says how far it has got, and keeps the chosen file when the line breaks. Without it the browser
// sends the form itself.

const form = document.querySelector("[data-upload]");
const file = form?.querySelector("input[type=file]");
const progress = form?.querySelector("[data-progress]");

const say = (text) => { progress.hidden = text === ""; progress.textContent = text; };

if (form && file && progress) {
  const most = Number(form.dataset.most);
  file.addEventListener("change", () => {
    const chosen = file.files[0];
    const megabytes = (n) => (n / 1048576).toLocaleString("id-ID", { maximumFractionDigits: 1 });
    file.setCustomValidity(chosen && chosen.size > most
      ? `Berkas ini ${megabytes(chosen.size)} MB, paling besar ${megabytes(most)} MB. Hapus gambar dan lembar yang tidak perlu.`
      : "");
    file.reportValidity();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = form.querySelector("button:not([type=button])");
    const request = new XMLHttpRequest();
    const stop = (sentence) => { button.disabled = false; say(sentence); };
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      say(loaded < total ? `Mengirim ${Math.floor((loaded / total) * 100)}% …` : "Memeriksa setiap baris …");
    });
    request.addEventListener("load", () => {
      if (request.status === 200) { location.assign(request.responseURL); return; }
      document.open();
      document.write(request.responseText);
      document.close();
    });
    request.addEventListener("error", () => stop("Belum terkirim: sambungan terputus. Berkas Anda masih terpilih; kirim lagi."));
    request.open("POST", form.action);
    request.send(new FormData(form, event.submitter));
    button.disabled = true;
    say("Mengirim …");
  });
}
