// Tables to be filled in by keyboard, as in a spreadsheet: Enter goes down to where the row was begun, arrows go up and
// down, Ctrl+Enter saves. The page for many people grows by it, and a list copied from a spreadsheet goes through the
// import's look at every row, or fills the rows beside what is typed already. Without it, everything is typed and rows are
// added by the button.

const quick = document.querySelector("[data-quick]");
const form = quick ?? document.querySelector("[data-cells]");
const body = form?.querySelector("tbody");
const MOST = 500;
const rows = () => [...body.rows];
const cells = (row) => [...row.querySelectorAll("input:not([type=hidden]), select")];

const addRow = () => {
  const last = rows().at(-1);
  const number = rows().length + 1;
  if (!quick || !last || number > MOST) return null;
  const row = last.cloneNode(true);
  row.classList.remove("row-problem");
  row.querySelectorAll(".problem").forEach((problem) => problem.remove());
  row.querySelector("th").textContent = number;
  row.querySelectorAll("label").forEach((label) => {
    label.htmlFor = label.htmlFor.replace(/\d+$/, number);
    label.textContent = label.textContent.replace(/\d+$/, number);
  });
  cells(row).forEach((cell) => {
    cell.id = cell.id.replace(/\d+$/, number);
    cell.value = "";
    cell.removeAttribute("aria-invalid");
    cell.removeAttribute("aria-describedby");
    cell.removeAttribute("autofocus");
  });
  body.append(row);
  return row;
};

const put = (cell, text) => {
  if (!(cell instanceof HTMLSelectElement)) { cell.value = text; return; }
  const wanted = text.toLowerCase();
  const option = [...cell.options].find((o) => o.value && (o.text.toLowerCase() === wanted || o.value.toLowerCase() === wanted))
    ?? [...cell.options].find((o) => o.value && wanted && (cell.name === "sex" ? wanted.startsWith(o.value.toLowerCase()) : o.text.toLowerCase().includes(wanted)));
  cell.value = option ? option.value : "";
};

// What a pasted heading means: the column it goes into, the numbering, or something that has no place here.
const NUMBER = -2;
const UNKNOWN = -1;
const HEADINGS = [
  [/^(nama|nama lengkap|nama peserta)$/, 0],
  [/^(l\/?p|jk|jenis kelamin|kelamin)$/, 1],
  [/^(perpustakaan|instansi|asal instansi|asal|lembaga|unit kerja|nama perpustakaan|perpustakaan atau instansi)$/, 2],
  [/^(kategori|kategori peserta)$/, 3],
  [/^(telepon|no\.? ?(hp|wa|telp|telepon)|no\.? ?hp ?\/ ?wa|hp|wa|whatsapp|nomor (hp|wa|telepon|whatsapp))$/, 4],
  [/^(no|no\.|nomor|nomor urut)$/, NUMBER],
];
const named = (heading) => HEADINGS.find(([words]) => words.test(heading.toLowerCase()))?.[1] ?? UNKNOWN;

if (form && body) {
  // More rows without a reload, and on to the first of them.
  form.querySelector("button[value=more]")?.addEventListener("click", (event) => {
    event.preventDefault();
    const added = Array.from({ length: 10 }, addRow).find(Boolean);
    if (added) cells(added)[0].focus();
  });
  form.addEventListener("rows", (event) => { while (rows().length < event.detail && addRow()); });
  // The column in which the row was begun: where one goes on in the next row.
  const here = (cell) => { const row = cell?.closest("tbody tr"); return { row, column: row ? cells(row).indexOf(cell) : 0 }; };
  let begun = here(document.activeElement);
  let tabbed = false;
  document.addEventListener("keydown", (event) => { tabbed = event.key === "Tab"; }, true);
  document.addEventListener("pointerdown", () => { tabbed = false; }, true);
  body.addEventListener("focusin", (event) => {
    const row = event.target.closest("tr");
    if (row && !(tabbed && begun.row === row)) begun = here(event.target);
  });
  const go = (row, column) => {
    const cell = row && cells(row)[column];
    if (cell) { cell.focus(); cell.select?.(); }
  };
  body.addEventListener("keydown", (event) => {
    const row = event.target.closest("tr");
    if (!row || event.isComposing || event.metaKey || event.altKey) return;
    const at = rows().indexOf(row);
    const column = cells(row).indexOf(event.target);
    if (event.key === "Enter" && event.ctrlKey) {
      event.preventDefault();
      form.requestSubmit(form.querySelector(".form-actions button"));
    } else if (event.key === "Enter") {
      event.preventDefault();
      go(rows()[at + 1] ?? addRow(), begun.row === row ? begun.column : column);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && (event.ctrlKey || event.target.type !== "select-one")) {
      event.preventDefault();
      go(rows()[at + (event.key === "ArrowDown" ? 1 : -1)], column);
    }
  });
  const send = (text) => {
    const pasted = document.querySelector("[data-pasted]");
    for (const [name, value] of [["kind", form.elements.kind?.value ?? ""], ["province", form.elements.province?.value ?? ""], ["pasted", text]]) {
      pasted.elements[name].value = value;
    }
    pasted.requestSubmit();
  };
  const isTyped = () => rows().some((row) => cells(row).some((cell) => cell.name !== "sex" && cell.name !== "category" && cell.value.trim()));
  body.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!quick || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    if (!isTyped()) {
      // The cells stand in the order of the table, unless they bring their headings.
      const first = text.trim().split("\n")[0].split("\t");
      const column = cells(event.target.closest("tr")).indexOf(event.target);
      const titles = ["Nama lengkap", "L/P", "Instansi", "Kategori", "No. HP"].slice(column);
      const numbered = /^\d+$/.test(first[0].trim()) ? ["No.", ...titles] : titles;
      const known = first.filter((heading) => named(heading.trim()) >= 0).length;
      send(known >= 2 ? text : `${numbered.slice(0, first.length).join("\t")}\n${text}`);
      return;
    }
    const start = event.target.closest("tr");
    let lines = text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").map((line) => line.split("\t").map((value) => value.trim()));
    const headings = lines[0].map(named);
    const first = cells(start).indexOf(event.target);
    // Which of our columns each pasted one goes into; by its heading, else in the order it stands.
    let into = lines[0].map((_, i) => first + i);
    let left = 0;
    if (headings.filter((column) => column >= 0).length >= 2) {
      into = headings;
      left = headings.filter((column) => column === UNKNOWN).length;
      lines = lines.slice(1);
    } else if (lines.length > 1 && lines.every((line, i) => line[0] === String(Number(lines[0][0]) + i))) {
      into = lines[0].map((_, i) => (i === 0 ? NUMBER : first + i - 1));
    }
    let at = rows().indexOf(start);
    for (const line of lines) {
      const row = rows()[at++] ?? addRow();
      if (!row) { document.querySelector("[data-rows-full]").hidden = false; break; }
      line.forEach((value, i) => { const cell = cells(row)[into[i]]; if (cell) put(cell, value); });
    }
    const unknown = document.querySelector("[data-columns-left]");
    unknown.hidden = left === 0;
    unknown.textContent = `${left} kolom yang tidak dikenali tidak ikut ditempel.`;
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
