// The panels of explore.ipynb, in JupyterLab or Voila, under a mouse and a keyboard.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const job = JSON.parse(readFileSync(0, "utf-8"));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf-8");
const browser = await chromium.launch({
  executablePath: job.chromium,
  args: ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"],
});
const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
const page = await context.newPage();
const told = { before: [], steps: [], away: [], times: {}, axe: {}, errors: [] };
page.setDefaultTimeout(job.patience * 1000);
const isAway = ({ protocol, hostname }) => /^(http|ws)s?:$/.test(protocol) && hostname !== "127.0.0.1";
const asked = new Map(); // what is stopped by the page's own policy never leaves the browser
page.on("request", (request) => { if (isAway(new URL(request.url()))) asked.set(request, request.url()); });
page.on("requestfailed", (request) => { if (request.failure().errorText === "csp") asked.delete(request); });
page.on("pageerror", (error) => told.errors.push(String(error)));

const panel = (name) => page.locator(`.s3-panel-${name}`);
const state = (name) => panel(name).evaluate((box) => ({
  status: box.querySelector("[role=status], [role=alert]").textContent.trim(),
  alert: !!box.querySelector("[role=alert]"),
  titles: [...box.querySelectorAll("[role=region] > p:first-child")].map((title) => title.textContent),
  rows: [...box.querySelectorAll("[role=region]")].map((each) => each.querySelectorAll("tbody tr").length),
  cells: [...box.querySelectorAll("[role=region] tbody tr")].slice(0, 20)
    .map((row) => [...row.cells].map((cell) => cell.textContent)),
  code: box.querySelector("pre")?.textContent ?? "",
  files: [...box.querySelectorAll("a[download]")].map((link) => link.download),
}));
const settled = async (name, before) => {
  await page.waitForFunction(([name, before]) => {
    const said = document.querySelector(`.s3-panel-${name} :is([role=status], [role=alert])`)?.textContent;
    return said && !said.startsWith("Working") && said !== before;
  }, [name, before]);
  return state(name);
};

const use = async ({ panel: name, label, way, value, keys, run }) => {
  if (run) {
    const ran = spawnSync(run[0], run.slice(1), { encoding: "utf-8", env: { ...process.env, ...job.env } });
    return { kind: "run", code: ran.status, said: ran.stderr };
  }
  const box = panel(name);
  const before = (await state(name)).status;
  const control = box.getByLabel(label, { exact: true });
  await control.scrollIntoViewIfNeeded();
  const kind = await control.evaluate((element) => element.tagName);
  if (way === "keyboard") {
    await control.focus();
    if (kind === "INPUT") {
      await page.keyboard.press("Control+A");
      await page.keyboard.type(value);
      await page.keyboard.press("Enter");
    } else {
      for (const key of keys) await page.keyboard.press(key);
    }
  } else if (kind === "INPUT") {
    await control.click({ clickCount: 3 });
    await page.keyboard.type(value);
    await box.locator("[role=region] > p:first-child").first().click(); // elsewhere: the reader is done
  } else {
    await control.selectOption(value === null ? [] : [].concat(value).map((words) => ({ label: words })));
  }
  const after = await settled(name, before).catch((error) => {
    throw new Error(`${label}, by ${way}: nothing changed`, { cause: error });
  });
  return { kind, ...after };
};

if (job.start) {
  await page.goto(job.start);
  const heading = page.locator(".jp-MarkdownViewer h1");
  await heading.waitFor();
  told.start = await heading.textContent();
  if (job.shots) await page.screenshot({ path: `${job.shots}/start.png` });
  await page.locator(".jp-MarkdownViewer a", { hasText: job.open }).first().click();
  await page.locator(".jp-Notebook .jp-Cell").first().waitFor();
  await page.getByText("| Idle").first().waitFor(); // the kernel is there
  told.fresh = await page.locator(".jp-OutputArea .jp-RenderedHTMLCommon strong").first().textContent();
  for (const word of job.menu) await page.getByRole("menuitem", { name: word, exact: true }).first().click();
} else {
  await page.goto(job.url);
}
for (const name of job.panels) told[name] = await settled(name, null);

for (const step of job.before ?? []) told.before.push(await use(step));

for (const { panel: name, label, values } of job.clocked) {
  const times = { first: [], all: [] };
  for (let turn = 0; turn < 22; turn += 1) {
    const [first, all] = await panel(name).evaluate((box, [label, words]) => new Promise((done, fail) => {
      setTimeout(() => fail(new Error(`${label}: no answer`)), 20000);
      const labels = [...box.querySelectorAll("label")];
      const select = document.getElementById(labels.find((each) => each.textContent === label).htmlFor);
      const title = () => box.querySelector("[role=region] > p:first-child")?.textContent;
      const before = title(), status = box.querySelector("[role=status]").textContent;
      let first = 0;
      const start = performance.now();
      const watch = new MutationObserver(() => {
        const now = performance.now() - start;
        if (!first && title() && title() !== before) first = now;
        const said = box.querySelector("[role=status]")?.textContent ?? status;
        if (first && said !== status && !said.startsWith("Working")) { watch.disconnect(); done([first, now]); }
      });
      watch.observe(box, { childList: true, subtree: true, characterData: true });
      select.selectedIndex = [...select.options].findIndex((option) => option.value === words);
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }), [label, values[turn % 2]]);
    if (turn > 1) { times.first.push(first); times.all.push(all); }
  }
  told.times[name] = times;
}

page.setDefaultTimeout(job.patience * 250);
for (const step of job.steps) told.steps.push(await use(step));

told.inputs = await page.locator(".jp-InputArea-editor, .jp-CodeMirrorEditor").count();
await page.evaluate(axe);
for (const name of job.panels) {
  const found = await page.evaluate((name) => window.axe.run(document.querySelector(`.s3-panel-${name}`)), name);
  told.axe[name] = {
    passes: found.passes.length,
    violations: found.violations.map(({ id, nodes }) => `${id}: ${nodes.length}, ${nodes[0].html.slice(0, 200)}`),
  };
  told.axe[name].focus = await panel(name).evaluate((box) => [...box.querySelectorAll("select, input, button, a[href], [tabindex='0'], summary")]
    .map((each) => each.tagName));
  if (job.shots) {
    await page.setViewportSize({ width: 1280, height: 4000 });
    await panel(name).scrollIntoViewIfNeeded();
    await panel(name).screenshot({ path: `${job.shots}/${name}.png` });
  }
}
told.away = [...asked.values()];
await browser.close();
process.stdout.write(JSON.stringify(told));
