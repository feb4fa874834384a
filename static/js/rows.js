// The page for many people: Enter goes to the same column of the next row, and a list copied from a spreadsheet
// fills the table. Without it, everything is typed and rows are added by the button.

const form = document.querySelector("[data-quick]");
const body = form?.querySelector("tbody");
const MOST = 500;
const rows = () => [...body.rows];
const cells = (row) => [...row.querySelectorAll("input, select")];

const addRow = () => {
  const last = rows().at(-1);
  const number = rows().length + 1;
  if (!last || number > MOST) return null;
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

if (form && body) {
  body.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const row = event.target.closest("tr");
    const column = cells(row).indexOf(event.target);
    const next = rows()[rows().indexOf(row) + 1] ?? addRow();
    const cell = next && cells(next)[column];
    if (cell) { cell.focus(); cell.select?.(); }
  });
  body.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    const start = event.target.closest("tr");
    const column = cells(start).indexOf(event.target);
    let at = rows().indexOf(start);
    for (const line of text.replace(/\r/g, "").replace(/\n+$/, "").split("\n")) {
      const row = rows()[at++] ?? addRow();
      if (!row) { document.querySelector("[data-rows-full]").hidden = false; break; }
      line.split("\t").forEach((value, i) => { const cell = cells(row)[column + i]; if (cell) put(cell, value.trim()); });
    }
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
