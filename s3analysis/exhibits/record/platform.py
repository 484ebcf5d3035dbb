"""The exhibits of the platform: who does what, how it is governed, which money is named."""

import pandas as pd

from s3analysis.exhibits import passages
from s3analysis.exhibits.charts import diagrams, style
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.words import BRIEF
from s3analysis.vocabulary import amount, and_join

PASSAGE = {"gist": "What the text says", "quote": "Passage"}
GOVERNANCE_WORDS = {
    "composition": "Composition",
    "chairing": "Chairing",
    "management": "Management",
    "frequency": "Meetings",
    "task": "Task",
    "challenge": "Question put to it",
    "funding_layer": "Layer of funding",
    "next_step": "Next step",
    "takeaway": "Takeaway",
}
EXPECTED = ("enterprises-new-products", "start-ups-supported", "jobs-created")
"""The quantities that the brief prints as expected results of European programmes."""


def links(links: pd.DataFrame, statements: pd.DataFrame) -> Exhibit:
    """Return Figure 4 of the brief from its text: a row is who does what to whom."""
    said = statements[["statement_id", *PASSAGE]]
    rows = links.sort_values("position").merge(said, "left", "statement_id", validate="m:1")
    parties = set(rows["actor"]) | set(rows["acted_on"])
    of_platform = statements["occasion"] == "platform"
    composition = statements.loc[of_platform & (statements["kind"] == "composition"), "gist"]
    labels = {"actor": "From", "link": "Link", "acted_on": "To"} | PASSAGE
    counted = f"{amount(len(rows), 'link')} between {amount(len(parties), 'party / parties')}"
    return Exhibit(
        key="platform-links",
        title=f"The brief's text describes {counted} in and around the platform",
        subtitle="Who does what to whom, according to the text of the brief",
        table=rows[list(labels)].rename(columns=labels),
        **style.drawings(diagrams.network, rows, key="platform-links"),
        alt=f"Diagram of {counted}. Commission services, regions and the Steering Committee stand "
        "around the platform, thematic partnerships and joint investment projects below it.",
        source=f"{BRIEF}, the text around its Figure 4, on the Steering Committee and on progress",
        note=" ".join(["The picture is lost: this follows the text only.", *composition]),
        reproduces="Figure 4 of the brief, from its text",
    )


def governance(statements: pd.DataFrame) -> Exhibit:
    """Return how the Steering Committee works: a row is one statement on it."""
    order = {kind: place for place, kind in enumerate(GOVERNANCE_WORDS)}
    of_committee = statements.loc[
        (statements["occasion"] == "steering-committee") & statements["kind"].isin(order)
    ]
    rows = of_committee.assign(rank=of_committee["kind"].map(order)).sort_values(
        ["rank", "number", "statement_id"], ignore_index=True
    )
    unnumbered = (rows["kind"] == "task") & rows["number"].isna()
    what = rows["kind"].map(GOVERNANCE_WORDS).mask(unnumbered, "Role")
    tasks, layers = int((what == "Task").sum()), int((what == "Layer of funding").sum())
    return Exhibit(
        key="governance",
        title=f"The Steering Committee has {amount(tasks, 'task')}; "
        f"{amount(layers, 'layer of funding was / layers of funding were')} presented to it",
        subtitle="Composition, chairing, meetings, tasks and takeaways, in our words",
        table=pd.DataFrame({"What": what, "What the text says": rows["gist"]}),
        source=f"{BRIEF}, section on the Steering Committee",
        note="The passages are in the record annex.",
    )


def instruments(instruments: pd.DataFrame) -> Exhibit:
    """Return Figure 3 of the brief from its text: a row is one instrument, and what it is for."""
    of_figure = instruments["figure_3"] == "yes"
    sentence = instruments.loc[of_figure, "instrument"].drop_duplicates().tolist()
    elsewhere = instruments.loc[~of_figure, "named_for"].nunique()
    order = instruments["instrument"].drop_duplicates()
    there, other = (
        order.map(rows.groupby("instrument")["named_for"].agg("; ".join)).fillna("none").tolist()
        for rows in (instruments.loc[of_figure], instruments.loc[~of_figure])
    )
    return Exhibit(
        key="instruments",
        title=f"The brief names {and_join(sentence)} for innovation across regions",
        subtitle="European instruments, and for what the brief names them",
        table=pd.DataFrame(
            {
                "Instrument": order.tolist(),
                "In the sentence of Figure 3 of the brief": there,
                "Elsewhere in the brief": other,
            }
        ),
        source=f"{BRIEF}, the sentence that points to its Figure 3 and "
        f"{amount(elsewhere, 'other passage')}",
        note="The picture is lost: this follows the text only, which gives no order. ESI Funds: "
        "European Structural and Investment Funds, which include the ERDF. EFSI: European Fund for "
        "Strategic Investments. EIB, EIF: European Investment Bank and Fund.",
        reproduces="Figure 3 of the brief, from its text",
    )


def outlook(statements: pd.DataFrame, claims: pd.DataFrame) -> Exhibit:
    """Return what the brief expects, sees as challenges and concludes: a row is one statement."""
    brief = statements.loc[statements["document_id"] == "brief"]
    last = brief["section"].isin(["progress", "conclusions"])
    next_steps, contributions = (brief["kind"] == kind for kind in ("next_step", "contribution"))
    challenges = (brief["kind"] == "challenge") & (brief["occasion"] == "communication-2017")
    expected = claims.loc[claims["quantity"].isin(EXPECTED) & (claims["document_id"] == "brief")]
    numbers = expected["value_printed"] + ": " + expected["gist"]
    parts = {
        "Expected result": expected.assign(gist=numbers),
        "Challenge": brief.loc[challenges],
        "Contribution": brief.loc[contributions & (brief["occasion"] == "platform")],
        "Conclusion": brief.loc[last & ~next_steps],
        "Next step": brief.loc[last & next_steps],
    }
    table = pd.concat([rows.assign(what=what) for what, rows in parts.items()], ignore_index=True)
    counts = [amount(len(rows), what.lower()) for what, rows in parts.items()]
    return Exhibit(
        key="outlook",
        title=f"The brief states {and_join(counts)}",
        subtitle="Expectations, challenges, contributions of the platform, conclusions and next "
        "steps, in our words",
        table=table[["what", "gist"]].rename(columns={"what": "What", "gist": PASSAGE["gist"]}),
        source=f"{BRIEF}, sections on policy background, platform, progress and conclusions",
        note="The expected results are those of European programmes as a whole. The record annex "
        "has the passages.",
    )


def funding(funding: pd.DataFrame) -> Exhibit:
    """Return the amounts that the documents name, the largest first: a row is one."""
    rows = funding.sort_values(["amount", "funding_id"], ascending=[False, True], ignore_index=True)
    printed = rows["value_printed"]
    return Exhibit(
        key="funding",
        title=f"The documents name {amount(len(rows), 'amount')} of money: from "
        f"{printed.iloc[-1]} to {printed.iloc[0]}",
        subtitle="Amounts as printed, the largest first",
        table=pd.DataFrame(
            {
                "Fund": rows["fund"],
                "As printed": printed,
                "What for": rows["purpose"],
                "For whom": rows["scope"],
                "Years": _years(rows),
                "Status": rows["status"].replace("unknown", "not given"),
                "Where": passages.named(rows),
            }
        ),
        source="Brief, support document and ECCP news, as printed",
        note="The amounts must not be added up: some rows give the same money with and without "
        "national co-financing.",
    )


def _years(rows: pd.DataFrame) -> "pd.Series[str]":
    begin, end = rows["period_from"].fillna(""), rows["period_to"].fillna("")
    return (
        (begin + "-" + end)
        .mask(begin == end, begin)
        .mask(begin == "", "until " + end)
        .mask(end == "", "from " + begin)
        .mask((begin == "") & (end == ""), "not printed")
    )
