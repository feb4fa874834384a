// A form with a file: says how far it has got, and keeps the chosen file when the line breaks. Without it the browser
// sends the form itself.

const megabytes = (n) => (n / 1048576).toLocaleString("id-ID", { maximumFractionDigits: 1 });

function watch(form) {
  const file = form.querySelector("input[type=file]");
  const progress = form.querySelector("[data-progress]");
  const most = Number(form.dataset.most);
  const say = (text) => { progress.hidden = text === ""; progress.textContent = text; };
  file.addEventListener("change", () => {
    const chosen = file.files[0];
    file.setCustomValidity(chosen && chosen.size > most
      ? `Berkas ini ${megabytes(chosen.size)} MB, paling besar ${megabytes(most)} MB. Hapus gambar dan lembar yang tidak perlu.`
      : "");
    file.reportValidity();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = form.querySelector("button:not([type=button])");
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      say(loaded < total ? `Mengirim ${Math.floor((loaded / total) * 100)}% …` : "Memeriksa setiap baris …");
    });
    request.addEventListener("load", () => {
      if (request.status === 200) { location.assign(request.responseURL); return; }
      // The page again, with what is wrong.
      const answer = new DOMParser().parseFromString(request.responseText, "text/html");
      document.querySelector("main").replaceWith(answer.querySelector("main"));
      document.querySelector("[data-focus]")?.focus();
      document.querySelectorAll("[data-upload]").forEach(watch);
    });
    request.addEventListener("error", () => {
      button.disabled = false;
      say("Belum terkirim: sambungan terputus. Berkas Anda masih terpilih; kirim lagi.");
    });
    request.open("POST", form.action);
    request.send(new FormData(form, event.submitter));
    button.disabled = true;
    say("Mengirim …");
  });
}

document.querySelectorAll("[data-upload]").forEach(watch);
