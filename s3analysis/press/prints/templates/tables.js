"use strict";
// Sorts a long table by its headers, finds and filters its rows; a box that scrolls takes the Tab key. Without it all is there.
const LONG = 20, FEW = 12, FILTERS = 4;
const text = (cell) => cell.textContent.trim();
const make = (name, words, ...inside) => {
  const made = Object.assign(document.createElement(name), words);
  made.append(...inside);
  return made;
};
const number = (cell) => {
  const value = parseFloat(text(cell).replace(/[,\s%]/g, "").replace("\u2212", "-"));
  return Number.isNaN(value) ? -Infinity : value;
};
const order = new Intl.Collator("en", { numeric: true }).compare;

function sortable(table, heads, rows) {
  heads.forEach((head, at) => {
    const button = make("button", { type: "button" }, ...head.childNodes);
    button.addEventListener("click", () => {
      const next = { none: "ascending", ascending: "descending", descending: "none" };
      const way = next[head.getAttribute("aria-sort") || "none"];
      const compare = head.classList.contains("number")
        ? (a, b) => number(a.cells[at]) - number(b.cells[at])
        : (a, b) => order(text(a.cells[at]), text(b.cells[at]));
      const sign = way === "descending" ? -1 : 1;
      for (const other of heads) other.removeAttribute("aria-sort");
      if (way !== "none") head.setAttribute("aria-sort", way);
      table.tBodies[0].append(...(way === "none" ? rows : [...rows].sort((a, b) => sign * compare(a, b))));
    });
    head.append(button);
  });
}

function searchable(table, heads, rows) {
  const box = table.closest(".scroll"), name = box.dataset.name;
  const said = make("span", { role: "status", className: "count" });
  const search = make("input", { type: "search", autocomplete: "off" });
  const filters = heads.map((head, at) => {
    const values = [...new Set(rows.map((row) => text(row.cells[at])))].sort(order);
    if (!at || head.classList.contains("number") || values.length < 2 || values.length > FEW) return null;
    const choices = values.map((value) => make("option", { value: `=${value}` }, value));
    const choice = make("select", {}, make("option", { value: "" }, "all"), ...choices);
    return { at, choice, label: make("label", {}, `${text(head)} `, choice) };
  }).filter(Boolean).slice(0, FILTERS);
  const show = () => {
    const sought = search.value.trim().toLocaleLowerCase("en");
    let shown = 0;
    for (const row of rows) {
      const kept = row.textContent.toLocaleLowerCase("en").includes(sought)
        && filters.every(({ at, choice }) => !choice.value || `=${text(row.cells[at])}` === choice.value);
      row.hidden = !kept;
      shown += kept;
    }
    said.textContent = `${shown} of ${rows.length} rows`;
  };
  search.addEventListener("input", show);
  for (const { choice } of filters) choice.addEventListener("change", show);
  const tools = make("div", { className: "tools" },
    make("label", {}, "Search ", search), ...filters.map(({ label }) => label), said);
  tools.setAttribute("role", "group");
  tools.setAttribute("aria-label", `Find rows: ${name}`);
  box.before(tools);
  show();
}

for (const table of document.querySelectorAll("main .scroll table")) {
  const rows = [...table.tBodies[0].rows], heads = [...table.tHead.rows[0].cells];
  if (rows.length <= LONG) continue;
  searchable(table, heads, rows);
  sortable(table, heads, rows);
}

const reach = (box) => {
  const scrolls = box.scrollWidth > box.clientWidth;
  const said = { role: "region", tabindex: "0", "aria-label": box.dataset.name };
  for (const [name, value] of Object.entries(said)) scrolls ? box.setAttribute(name, value) : box.removeAttribute(name);
};
const watch = new ResizeObserver((seen) => seen.forEach(({ target }) => reach(target)));
for (const box of document.querySelectorAll(".scroll")) watch.observe(box);
