// What a page is, for the checks that axe does not make.
import { answer, job, open } from "./browser.mjs";

function facts() {
  const text = (element) => (element ? element.textContent.trim() : "");
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  all("details").forEach((box) => { box.open = true; });
  return {
    language: document.documentElement.lang,
    title: document.title,
    headings: all("h1, h2, h3, h4, h5, h6").map((heading) => Number(heading.tagName[1])),
    twice: all("[id]").map(({ id }) => id).filter((id, at, ids) => ids.indexOf(id) !== at),
    dead: all('a[href^="#"]').map((link) => link.getAttribute("href").slice(1))
      .filter((id) => !document.getElementById(id)),
    links: all("a[href]").map((link) => link.getAttribute("href"))
      .filter((address) => !address.startsWith("#")),
    tabindexes: all("[tabindex]").map((element) => element.tabIndex),
    alts: all(".drawing").map((box) => box.getAttribute("aria-label") || ""),
    smallest: Math.min(...all(".drawing text").map((label) => {
      const svg = label.closest("svg");
      return parseFloat(getComputedStyle(label).fontSize) * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    }).filter(Boolean), 99),
    layouts: all(".drawing").map((box) => all("svg", box).filter((svg) => svg.checkVisibility()).length),
    unread: all(".large").filter((foot) => foot.checkVisibility()).length,
    described: all(".drawing").every((box) => text(box.nextElementSibling) === box.getAttribute("aria-label")
      && all("svg", box).every((svg) => svg.getAttribute("aria-hidden") === "true")),
    figures: all("figure").map((figure) => ({
      id: figure.id,
      caption: text(figure.querySelector("figcaption strong")),
      source: all(".foot", figure).map(text).filter((foot) => /^Source: \S/.test(foot)).length,
      downloads: all(".downloads a", figure).map(text),
      tables: all("table", figure).length,
    })),
    tables: all("main table").map((table) => ({
      caption: text(table.caption),
      heads: all("thead th", table).every((head) => head.scope === "col" && text(head)),
      rows: all("tbody tr", table).every((row) => row.cells[0].tagName === "TH" && row.cells[0].scope === "row"),
      scrolls: getComputedStyle(table.closest(".scroll")).overflowX === "auto"
        && table.closest(".scroll").getBoundingClientRect().right <= document.documentElement.clientWidth + 1,
      regular: new Set(all("tr", table).map((row) => row.cells.length)).size === 1,
    })),
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    finding: (() => {
      const first = document.querySelector("main p strong");
      return first && { bottom: first.getBoundingClientRect().bottom, links: all("a").filter((link) => link.compareDocumentPosition(first) & 4).length };
    })(),
    tools: all(".tools").length,
    letters: document.body.textContent.length,
    cells: all("tbody th, tbody td").map(text),
  };
}

const told = [];
for (const path of job.pages) {
  const { page, seen, close } = await open(path, job.context);
  const stops = await page.evaluate(() => [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")]
    .filter((element) => element.checkVisibility() && !element.closest("details:not([open]) > :not(summary)")).length);
  const first = await page.evaluate(facts);
  const order = [];
  for (let press = 0; press < job.tabs; press += 1) {
    await page.keyboard.press("Tab");
    order.push(await page.evaluate(() => {
      const here = document.activeElement, before = window.last || document.body;
      window.last = here;
      return {
        tag: here.tagName,
        forward: here === document.body || Boolean(before.compareDocumentPosition(here) & 4),
        skip: here.className === "skip" && here.getBoundingClientRect().left >= 0,
      };
    }));
  }
  told.push({ path, stops, ...first, ...seen, order });
  await close();
}
await answer(told);
