// A long table under the keyboard: sorted, searched, filtered.
import { answer, job, open } from "./browser.mjs";

const { page, seen } = await open(job.page, job.context);
await page.evaluate((id) => {
  const figure = document.getElementById(id);
  figure.querySelectorAll("details").forEach((box) => { box.open = true; });
  window.shown = () => [...figure.querySelector("tbody").rows].filter((row) => !row.hidden)
    .map((row) => [...row.cells].map((cell) => cell.textContent.trim()));
}, job.figure);
const at = (selector) => page.locator(`#${job.figure} ${selector}`);
const state = async () => ({
  rows: await page.evaluate(() => window.shown()),
  said: await at(".count").textContent(),
});
const told = { whole: await state(), sorts: [] };
for (const column of job.columns) {
  await at(`thead th:nth-child(${column + 1}) button`).focus();
  const ways = [];
  for (const key of ["Enter", "Space", "Enter"]) {
    await page.keyboard.press(key);
    const way = await at(`thead th:nth-child(${column + 1})`).getAttribute("aria-sort");
    ways.push({ way, sorted: await at("thead th[aria-sort]").count(), ...(await state()) });
  }
  told.sorts.push(ways);
}
await at(".tools input").focus();
await page.keyboard.type(job.word);
told.searched = await state();
await page.keyboard.press("Control+A");
await page.keyboard.press("Delete");
told.again = await state();
await page.keyboard.press("Tab");
told.filter = await page.evaluate(() => document.activeElement.tagName);
await page.keyboard.press("ArrowDown");
told.choice = await page.evaluate(() => document.activeElement.selectedOptions[0].textContent);
told.filtered = await state();
await answer({ ...told, ...seen });
