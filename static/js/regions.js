// Looks official regions up while one types. Without it, the button beside the field does the same.

for (const field of document.querySelectorAll("[data-regions]")) {
  const input = field.querySelector("input[name=region_query]");
  const list = field.querySelector("[data-regions-list]");
  if (!input || !list) continue;
  let latest = 0;
  let timer = 0;

  const look = async (chooseFirst) => {
    const mine = ++latest;
    const typed = input.value.trim();
    if (typed.length < 2) return;
    try {
      const answer = await fetch(`${field.dataset.regions}?cari=${encodeURIComponent(typed)}`);
      if (!answer.ok || mine !== latest) return;
      const html = await answer.text();
      if (mine !== latest) return;
      list.innerHTML = html;
      const first = list.querySelector("input[type=radio]");
      if (chooseFirst && first) { first.checked = true; first.focus(); }
    } catch { /* no connection: the button still works */ }
  };

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, 200, false); });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && input.value.trim()) {
      event.preventDefault();
      clearTimeout(timer);
      look(true);
    } else if (event.key === "ArrowDown") {
      const first = list.querySelector("input[type=radio]");
      if (first) { event.preventDefault(); first.checked = true; first.focus(); }
    }
  });
}
