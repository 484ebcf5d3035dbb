// Whether anything in a page runs, with its policy and without; and what each cell says.
import { answer, job, open } from "./browser.mjs";

const told = [];
for (const bypassCSP of [false, true]) {
  const { page, seen, close } = await open(job.page, { bypassCSP });
  await page.waitForTimeout(500);
  told.push(await page.evaluate(() => ({
    ran: Boolean(window.ran),
    cells: [...document.querySelectorAll("tbody th, tbody td")].map((cell) => cell.textContent),
    words: [...document.querySelectorAll("figcaption, .foot")].map((words) => words.textContent),
    drawn: [...document.querySelectorAll(".drawing text")].map((words) => words.textContent),
    labels: [...document.querySelectorAll(".drawing")].map((box) => box.getAttribute("aria-label")),
    scripts: document.scripts.length,
  })).then((page) => ({ ...page, ...seen })));
  await close();
}
await answer(told);
