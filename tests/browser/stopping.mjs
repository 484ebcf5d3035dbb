// A long answer under JupyterLab's stop button.
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const job = JSON.parse(readFileSync(0, "utf-8"));
const browser = await chromium.launch({ executablePath: job.chromium, args: ["--no-sandbox"] });
const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
page.setDefaultTimeout(job.patience * 1000);
await page.goto(job.url);
await page.getByText("| Idle").first().waitFor(); // the kernel is there
for (const word of job.menu) await page.getByRole("menuitem", { name: word, exact: true }).first().click();

const box = page.locator(`.s3-panel-${job.panel}`);
const said = box.locator("[role=status], [role=alert]");
const state = async () => ({
  status: (await said.textContent()).trim(),
  alert: (await box.locator("[role=alert]").count()) > 0,
  titles: await box.locator("[role=region] > p:first-child").allTextContents(),
});
const answered = (before) => page.waitForFunction(([name, before]) => {
  const words = document.querySelector(`.s3-panel-${name} :is([role=status], [role=alert])`)?.textContent.trim();
  return words && !words.startsWith("Working") && words !== before;
}, [job.panel, before]);

await answered();
const told = { first: await state(), turns: [] };
for (const stop of job.stops) {
  await box.getByLabel(job.label, { exact: true }).selectOption({ label: job.long });
  await box.getByText(job.begun).first().waitFor();
  const working = await state();
  if (stop.button) await page.locator("[data-command='notebook:interrupt-kernel']").first().click();
  else for (const word of stop.menu) await page.getByRole("menuitem", { name: word }).first().click();
  await answered();
  if (job.shots) await page.screenshot({ path: `${job.shots}/stopped.png` });
  const stopped = await state();
  await box.getByLabel(job.label, { exact: true }).selectOption({ label: job.quick });
  await answered(stopped.status);
  told.turns.push({ working, stopped, after: await state() });
}
told.errors = await page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr'], .jp-mod-error").count();
await browser.close();
process.stdout.write(JSON.stringify(told));
