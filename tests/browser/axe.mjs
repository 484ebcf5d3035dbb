// axe-core on each page at each width and medium, all details open.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { answer, job, open } from "./browser.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf-8");
// The spacing of text that WCAG 1.4.12 asks a page to bear.
const SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }";
const found = [];
for (const path of job.pages) {
  for (const width of job.widths) {
    for (const { scheme, media, forced, spaced } of job.looks) {
      const { page, close } = await open(path, { width, scheme, media, bypassCSP: true });
      if (forced) await page.emulateMedia({ forcedColors: "active" });
      if (spaced) await page.addStyleTag({ content: SPACED });
      await page.evaluate(() => document.querySelectorAll("details").forEach((box) => { box.open = true; }));
      await page.evaluate(axe);
      const told = await page.evaluate((screen) => window.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], rules: { "target-size": { enabled: screen } }, resultTypes: ["violations"] }), media === "screen"); // paper has no targets
      found.push({
        path, width, scheme, media, forced, spaced, passes: told.passes.length,
        cut: await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
        violations: told.violations.map(({ id, nodes }) => `${id}: ${nodes.length}, ${nodes[0].html.slice(0, 200)}`),
      });
      await close();
    }
  }
}
await answer(found);
