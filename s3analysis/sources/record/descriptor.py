"""What the tidy tables are: their datapackage.json, made from that of the printed ones."""

from typing import Any

from s3analysis.sources.record.clean import WORKING
from s3analysis.vocabulary import ROLES

TIDY = "-tidy"
"""How the name of a package of tidy tables ends."""


def _field(name: str, kind: str, title: str, description: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "title": title, "description": description, **more}


KNOWN = {"required": True}
ROLE = KNOWN | {"enum": [*ROLES, "repeated"]}
READ = {
    "region_printed": _field(
        "region_id", "string", "Region", "The region as read.", constraints=KNOWN
    ),
    "country_printed": _field(
        "country_id", "string", "Country", "The country as read.", constraints=KNOWN
    ),
    "role": _field(
        "role",
        "string",
        "Role",
        "The role as read; repeated where the print lists a lead region a second time.",
        constraints=ROLE,
    ),
}
"""Fields of the member lists, by the printed ones whose place they take."""
MORE = {
    "regions": [
        _field("x", "integer", "East", "Easting in ETRS89-LAEA (EPSG:3035).", unit="km"),
        _field("y", "integer", "North", "Northing in ETRS89-LAEA (EPSG:3035).", unit="km"),
    ],
    "corrections": [
        _field("document_id", "string", "Document", "The source document."),
        _field("section", "string", "Section", "The section of that document."),
        _field("quote", "string", "Quote", "Words of the passage, as printed, to search for."),
    ],
}
"""Fields that cleaning adds."""


def describe_tidy(package: dict[str, Any]) -> dict[str, Any]:
    """Return the Data Package descriptor of the tidy tables, made from that of the printed ones."""
    printed = {
        resource["name"]: {key: value for key, value in resource.items() if key != "hash"}
        for resource in package["resources"]
    }
    passed = {name: each for name, each in printed.items() if name not in WORKING}
    passed["partnership_members"] |= {
        "title": "Members of the partnerships",
        "description": "A row is one entry of a dated member list, as read.",
    }
    passed["corrections"] = printed["print_errors"] | {
        "name": "corrections",
        "path": "corrections.csv",
        "title": "Corrections log",
        "description": "A row is one printed cell that is read otherwise, with the reason.",
    }
    return package | {
        "name": f"{package['name']}{TIDY}",
        "title": package["title"].replace("as printed", "as read"),
        "description": "The tables of data/raw with the corrections log applied. Made by "
        "`s3analysis clean`; not to be edited.",
        "resources": [
            passed[name] | {"schema": _schema(name, passed[name]["schema"], set(passed))}
            for name in sorted(passed)
        ],
    }


def _schema(name: str, schema: dict[str, Any], known: set[str]) -> dict[str, Any]:
    """Return the schema of a tidy table: fields as read, keys into the tables that are there."""
    fields, keys = schema["fields"], schema.get("foreignKeys", [])
    if name == "corrections":
        fields = [{k: v for k, v in field.items() if k != "constraints"} for field in fields]
        keys = []
    if name == "partnership_members":
        fields = [READ.get(field["name"], field) for field in fields]
        keys = [key for key in keys if not set(key["fields"]) & set(READ)]
        keys += [
            {"fields": [key], "reference": {"resource": table, "fields": [key]}}
            for table, key in (("regions", "region_id"), ("countries", "country_id"))
        ]
    keys = [key for key in keys if key["reference"].get("resource") in known]
    return schema | {"fields": fields + MORE.get(name, []), "foreignKeys": keys}
