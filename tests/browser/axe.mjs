// axe-core on each page at each width and medium, all details open.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { answer, job, open } from "./browser.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf-8");
const found = [];
for (const path of job.pages) {
  for (const width of job.widths) {
    for (const { scheme, media } of job.looks) {
      const { page, close } = await open(path, { width, scheme, media, bypassCSP: true });
      await page.evaluate(() => document.querySelectorAll("details").forEach((box) => { box.open = true; }));
      await page.evaluate(axe);
      const told = await page.evaluate(() => window.axe.run({ resultTypes: ["violations"] }));
      found.push({
        path, width, scheme, media, passes: told.passes.length,
        violations: told.violations.map(({ id, nodes }) => `${id}: ${nodes.length}, ${nodes[0].html.slice(0, 200)}`),
      });
      await close();
    }
  }
}
await answer(found);
