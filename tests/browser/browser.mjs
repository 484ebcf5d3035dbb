// What the scripts of this folder share: the job, and a Chromium without a network.
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

export const job = JSON.parse(readFileSync(0, "utf-8"));
export const browser = await chromium.launch({
  executablePath: job.chromium,
  args: ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND", "--disable-background-networking", "--disable-renderer-backgrounding"],
});

export async function open(path, { width = 1280, height = 900, scheme = "light", media = "screen", ...context } = {}) {
  const made = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, ...context });
  const page = await made.newPage();
  const seen = { requests: [], dialogs: 0, errors: [] };
  page.on("request", (request) => seen.requests.push(request.url()));
  page.on("dialog", (dialog) => { seen.dialogs += 1; dialog.dismiss(); });
  page.on("pageerror", (error) => seen.errors.push(String(error)));
  page.on("console", (said) => { if (said.type() === "error") seen.errors.push(said.text()); });
  await page.emulateMedia({ media, colorScheme: scheme });
  await page.goto(`file://${encodeURI(path)}`);
  return { page, seen, close: () => made.close() };
}

export async function answer(what) {
  await browser.close();
  process.stdout.write(JSON.stringify(what));
}
