"""What goes with sharing partnerships, and with leading one, and what a list cannot say of it.

The documents hold no covariates but country, role, size and the place of a region. A coefficient
here says what goes together in one list of one month; it is no effect of anything. Sizes (how many
partnerships a region is in, how many regions a partnership has) enter as margins only: a region in
seven meets more others than a region in one whatever the distance. What the margins alone would
give two regions is the offset, from the configuration model. The product of their partnerships,
the usual offset of gravity models, would not do: it lets a region in seven of nine partnerships
meet more than there is to meet, and moves the coefficients of networks drawn at random off zero.

Whether a region is in the Vanguard Initiative is in no document, and a partnership's being a pilot
is part of the outcome: neither is a covariate here.

Leads are too few for a model (22 in Table 4): they are compared with the other members of their
own partnerships, by an exact test that takes each partnership's number of leads as given.
"""

from collections.abc import Sequence
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import false_discovery_control

from s3analysis.measures.partnerships import comembership, configuration_model
from s3analysis.measures.partnerships.membership import member_states
from s3analysis.measures.partnerships.null_model import upper_limit
from s3analysis.measures.partnerships.regression import (
    CONSTANT,
    Fit,
    NotEstimable,
    after_gates,
    coefficients,
    fitted,
    node_clustered,
)

Numbers = NDArray[np.float64]

RADIUS_KM = 6371.0088  # mean radius of the Earth

STEPS = 50
BATCH = 100


def dyads(members: pd.DataFrame, regions: pd.DataFrame) -> pd.DataFrame:
    """Return every two regions that take part: a row is one pair, tied or not.

    Columns: `region_id` and `other_id` (first in the alphabet first); `shared` (partnerships);
    `distance_km` (great circle between their points) and `log_distance` (natural); `same_country`
    (1 or 0); `expected` (partnerships shared if margins alone decided: see
    configuration_model.pairs) and `log_expected`, the offset. Raises NotEstimable for fewer than
    two regions, for a region without a point, and for two at one point.

    >>> members = pd.DataFrame({"partnership_id": ["a", "a"], "region_id": ["norte", "skane"],
    ...                         "country_id": ["PT", "SE"]})
    >>> regions = pd.DataFrame({"region_id": ["norte", "skane"], "latitude": [41.15, 55.6],
    ...                         "longitude": [-8.61, 13.0]})
    >>> dyads(members, regions)[["shared", "distance_km", "same_country"]].round().iloc[0].to_list()
    [1.0, 2247.0, 0.0]
    """
    held = members.groupby("region_id").size()
    points = _points(regions, held.index)
    if len(held) < 2:
        raise NotEstimable("empty", [], "there is no pair of fewer than two regions")
    country = members.drop_duplicates("region_id").set_index("region_id")["country_id"]
    one, other = np.triu_indices(len(held), k=1)
    ids = held.index.to_numpy()
    pairs = pd.DataFrame({"region_id": ids[one], "other_id": ids[other]}).merge(
        comembership.pairs(members), on=["region_id", "other_id"], how="left", validate="one_to_one"
    )
    distance = _great_circle(points, one, other)
    if (distance == 0).any():
        where = (pairs["region_id"] + " and " + pairs["other_id"]).loc[distance == 0]
        raise NotEstimable("missing", ["log_distance"], f"at one point: {', '.join(where)}")
    expected = configuration_model.pairs(members)["expected"]
    homes = country.reindex(ids).to_numpy()
    return pairs.rename(columns={"partnerships": "shared"}).assign(
        shared=lambda rows: rows["shared"].fillna(0).astype("int64"),
        distance_km=distance,
        log_distance=np.log(distance),
        same_country=(homes[one] == homes[other]).astype("int64"),
        expected=expected,
        log_expected=np.log(expected),
    )


def _points(regions: pd.DataFrame, region_ids: pd.Index) -> Numbers:
    """Return latitude and longitude of each region; raise NotEstimable where one has none."""
    points = regions.set_index("region_id")[["latitude", "longitude"]].reindex(region_ids)
    absent = points.index[points.isna().any(axis="columns")].tolist()
    if absent:
        raise NotEstimable("missing", ["distance_km"], f"no point for {', '.join(absent)}")
    return points.to_numpy(dtype="float64")


def roles(members: pd.DataFrame, countries: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Return the memberships with what may go with leading: a row is one region in a partnership.

    Columns: `partnership_id`, `region_id`, `country_id`; `lead` (1 or 0); `others` (further
    partnerships that the region is in); `regions` (of the partnership); `compatriots` (other
    members of the partnership from the same country); `eu13` (1 for a Member State that acceded
    from 2004 on, 0 for any other country).

    >>> members = pd.DataFrame({"partnership_id": ["a", "a"], "region_id": ["norte", "skane"],
    ...                         "country_id": ["PT", "SE"], "role": ["lead", "participant"]})
    >>> countries = pd.DataFrame({"country_id": ["PT", "SE"], "joined": "1995", "left": "",
    ...                           "accession_group": "EU-15"})
    >>> roles(members, countries, "2017-07")[["region_id", "lead", "regions"]].to_numpy().tolist()
    [['norte', 1, 2], ['skane', 0, 2]]
    """
    states = member_states(countries, as_of)
    newer = states.loc[states["accession_group"] == "EU-13", "country_id"]
    ordered = members.sort_values(["partnership_id", "region_id"], ignore_index=True)
    of_country = ordered.groupby(["partnership_id", "country_id"])["region_id"]
    return ordered[["partnership_id", "region_id", "country_id"]].assign(
        lead=(ordered["role"] == "lead").astype("int64"),
        others=ordered.groupby("region_id")["region_id"].transform("size") - 1,
        regions=ordered.groupby("partnership_id")["region_id"].transform("size"),
        compatriots=of_country.transform("size") - 1,
        eu13=ordered["country_id"].isin(newer).astype("int64"),
    )


def leads(roles: pd.DataFrame, traits: Sequence[str], draws: int, seed: int) -> pd.DataFrame:
    """Return what leads have that other members of the same partnerships have not: a row a trait.

    Columns: `trait`; `leads` (its mean over leads) and `others` (what it would be if the leads of
    each partnership were drawn among its members); `p` (two-sided) from `draws` such drawings, and
    `q`: corrected for all traits, on the upper limit of each p that the draws leave open. Only
    partnerships with some leads and some other members count; without any there is no row.

    >>> roles = pd.DataFrame({"partnership_id": list("aaaa"), "lead": [1, 0, 0, 0],
    ...                       "eu13": [1, 0, 0, 1]})
    >>> leads(roles, ["eu13"], draws=999, seed=1)[["leads", "others", "p"]].to_numpy().tolist()
    [[1.0, 0.5, 1.0]]
    """
    share = roles.groupby("partnership_id")["lead"].transform("mean")
    rows = roles.loc[(share > 0) & (share < 1)].sort_values("partnership_id", kind="stable")
    columns = ["trait", "leads", "others", "p", "q"]
    if rows.empty:
        return pd.DataFrame(columns=columns).astype(dict.fromkeys(columns[1:], "float64"))
    leading = rows["lead"].to_numpy() > 0
    random = np.random.default_rng(seed)
    drawn = np.concatenate(
        [
            random.permuted(np.tile(one.to_numpy() > 0, (draws, 1)), axis=1)
            for _, one in rows.groupby("partnership_id")["lead"]
        ],
        axis=1,
    )
    values = rows[list(traits)].to_numpy(dtype="float64")
    chance = rows.groupby("partnership_id")["lead"].transform("mean").to_numpy()
    expected = chance @ values / leading.sum()
    observed = values[leading].mean(axis=0)
    far = np.abs(drawn @ values / leading.sum() - expected) >= np.abs(observed - expected) - 1e-9
    extreme = far.sum(axis=0)
    q = false_discovery_control(upper_limit(extreme, draws))
    p = (1 + extreme) / (1 + draws)
    return pd.DataFrame(dict(zip(columns, [traits, observed, expected, p, q], strict=True)))


def by_distance(dyads: pd.DataFrame, bands: int) -> pd.DataFrame:
    """Return what pairs of regions share by how far apart they are: a row is a band of distance.

    Bands hold as many pairs each, as near as that goes; the nearest come first. Columns: `nearest`
    and `farthest` (kilometres), `pairs`, `tied` (pairs that share a partnership), `shared`
    (partnerships, added up), `expected` (if margins alone decided) and `ratio` of these two.

    >>> dyads = pd.DataFrame({"distance_km": [100.0, 300.0, 900.0, 200.0], "shared": [2, 0, 1, 1],
    ...                       "expected": [1.0, 0.5, 0.5, 1.0]})
    >>> by_distance(dyads, 2)[["farthest", "tied", "ratio"]].to_numpy().tolist()
    [[200.0, 2.0, 1.5], [900.0, 1.0, 1.0]]
    """
    rank = dyads["distance_km"].rank(method="min") - 1
    found = (
        dyads.assign(band=(rank * bands / len(dyads)).astype("int64"), tied=dyads["shared"] > 0)
        .groupby("band")
        .agg(
            nearest=("distance_km", "min"),
            farthest=("distance_km", "max"),
            pairs=("shared", "size"),
            tied=("tied", "sum"),
            shared=("shared", "sum"),
            expected=("expected", "sum"),
        )
    )
    return found.assign(ratio=found["shared"] / found["expected"]).reset_index(drop=True)


def pairs_after_gates(
    dyads: pd.DataFrame, covariates: Sequence[str], draws: int, seed: int
) -> pd.DataFrame:
    """Return `of_pairs` without the covariates that a gate refuses, and why: see after_gates."""
    return after_gates(lambda kept: of_pairs(dyads, kept, draws, seed), covariates)


def without_one(
    members: pd.DataFrame, regions: pd.DataFrame, covariates: Sequence[str]
) -> pd.DataFrame:
    """Return the model of pairs as often as there are partnerships, each without one of them.

    A row is one covariate without one partnership (`left_out`); columns are those of `coefficients`
    and `refused` (see after_gates). What holds in all of these depends on no single partnership.
    """
    found = []
    for left_out in sorted(members["partnership_id"].unique()):
        pairs = dyads(members.loc[members["partnership_id"] != left_out], regions)
        model = after_gates(partial(_coefficients, pairs), covariates)
        found.append(model.loc[model["term"] != CONSTANT].assign(left_out=left_out))
    return pd.concat(found, ignore_index=True)


def of_pairs(dyads: pd.DataFrame, covariates: Sequence[str], draws: int, seed: int) -> pd.DataFrame:
    """Return what goes with sharing partnerships: a row is one term of the Poisson model.

    `dyads` is what the function of that name returns. Columns: those of `coefficients`, where
    `se_clustered` lets any two pairs with a region in common go together (Aronow, Samii and
    Assenova 2015, arXiv:1312.3398): clusters of the first and of the second region would depend on
    the alphabet. Beside them `p_permuted`, from `draws` relabellings of the regions (see
    `permuted`). Raises NotEstimable.

    >>> members = pd.DataFrame({
    ...     "partnership_id": list("aaabbccdd"), "region_id": list("wxyxzwzxz"),
    ...     "country_id": "SE"}).merge(pd.DataFrame({"copy": range(2)}), how="cross")
    >>> members["partnership_id"] += members.pop("copy").astype("str")
    >>> regions = pd.DataFrame({
    ...     "region_id": list("wxyz"), "latitude": [50, 51, 55, 60], "longitude": 10.0})
    >>> found = of_pairs(dyads(members, regions), ["log_distance"], draws=19, seed=1)
    >>> found[["term", "coefficient"]].round(3).to_numpy().tolist()
    [['constant', -0.575], ['log_distance', 0.055]]
    """
    fit, found = _model(dyads, covariates)
    p = permuted(fit, dyads, "shared", "log_expected", draws, seed)
    return found.assign(p_permuted=found["term"].map(p).astype("Float64"))


def _coefficients(dyads: pd.DataFrame, covariates: Sequence[str]) -> pd.DataFrame:
    return _model(dyads, covariates)[1]


def _model(dyads: pd.DataFrame, covariates: Sequence[str]) -> tuple[Fit, pd.DataFrame]:
    """Return the Poisson model of pairs, and its coefficients."""
    fit = fitted(dyads, "shared", covariates, "log_expected")
    regions = len({*dyads["region_id"], *dyads["other_id"]})
    return fit, coefficients(fit, node_clustered(fit, dyads), regions)


def permuted(
    fit: Fit, dyads: pd.DataFrame, outcome: str, offset: str, draws: int, seed: int
) -> "pd.Series[float]":
    """Return p-values of the covariates from relabelled regions (QAP), by term.

    What others do not tell of a covariate (its residual) is laid over the pairs anew, by shuffling
    the regions, and the model fitted again (double semi-partialling: Dekker, Krackhardt and
    Snijders 2007, doi 10.1007/s11336-007-9016-1; compared by the robust z). The margins stay with
    the outcome. p is (1 + draws as far from 0) / (1 + draws); a draw that cannot be fitted counts
    as far. The constant has none.
    """
    y, known = dyads[outcome].to_numpy(dtype="float64"), dyads[offset].to_numpy(dtype="float64")
    ids = sorted({*dyads["region_id"], *dyads["other_id"]})
    place = pd.Series(range(len(ids)), ids)
    one, other = (dyads[column].map(place).to_numpy() for column in ("region_id", "other_id"))
    random = np.random.default_rng(seed)
    shuffles = random.permuted(np.tile(np.arange(len(ids)), (draws, 1)), axis=1)
    observed = np.abs(fit.estimate) / np.sqrt(np.diag(fit.robust))
    found = {}
    for column in range(1, len(fit.terms)):
        rest = np.delete(fit.design, column, axis=1)
        own = fit.design[:, column]
        residual = own - rest @ np.linalg.lstsq(rest, own, rcond=None)[0]
        square = np.zeros((len(ids), len(ids)))
        square[one, other] = square[other, one] = residual
        z = np.concatenate(
            [
                _refitted(y, known, rest, square[batch[:, one], batch[:, other]])
                for batch in np.array_split(shuffles, range(BATCH, draws, BATCH))
            ]
        )
        found[fit.terms[column]] = (1 + int((z >= observed[column] - 1e-9).sum())) / (1 + draws)
    return pd.Series(found, dtype="float64", name="p_permuted")


def _refitted(y: Numbers, known: Numbers, rest: Numbers, covariate: Numbers) -> Numbers:
    """Return |robust z| of a covariate (draws x pairs) in Poisson models, by Newton's method."""
    draws = len(covariate)
    design = np.concatenate(
        [np.broadcast_to(rest, (draws, *rest.shape)), covariate[:, :, None]], axis=2
    )
    turned = design.transpose(0, 2, 1)
    estimate = np.zeros((draws, design.shape[2]))
    estimate[:, 0] = np.log(y.sum() / np.exp(known).sum())
    done = np.zeros(draws, dtype=bool)
    for _ in range(STEPS):
        mean = np.exp(np.clip(np.matmul(design, estimate[:, :, None])[:, :, 0] + known, -500, 500))
        slope = np.matmul(turned, (y - mean)[:, :, None])
        curve = np.matmul(turned * mean[:, None, :], design)
        step = (np.linalg.pinv(curve, hermitian=True) @ slope)[:, :, 0]
        done = np.abs(step).max(axis=1) < 1e-10
        if done.all():
            break
        estimate = estimate + np.clip(step, -2, 2)
    bread = np.linalg.pinv(curve, hermitian=True)
    scores = turned * (y - mean)[:, None, :]
    variance = (bread @ (scores @ scores.transpose(0, 2, 1)) @ bread)[:, -1, -1]
    z = np.full(draws, np.inf)
    fitted_well = done & (variance > 0)
    z[fitted_well] = np.abs(estimate[fitted_well, -1]) / np.sqrt(variance[fitted_well])
    return z


def _great_circle(points: Numbers, one: NDArray[np.intp], other: NDArray[np.intp]) -> Numbers:
    """Return kilometres between points (latitude, longitude in degrees) by the haversine."""
    latitude, longitude = np.radians(points).T
    chord = (
        np.sin((latitude[one] - latitude[other]) / 2) ** 2
        + np.cos(latitude[one])
        * np.cos(latitude[other])
        * np.sin((longitude[one] - longitude[other]) / 2) ** 2
    )
    return np.asarray(2 * RADIUS_KM * np.arcsin(np.sqrt(chord)))
