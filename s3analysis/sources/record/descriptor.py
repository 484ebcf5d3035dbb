"""What the tidy tables are: their datapackage.json, made from that of the printed ones."""

from typing import Any

from s3analysis.sources.record.clean import WORKING

TIDY = "-tidy"
"""How the name of a package of tidy tables ends."""


def describe_tidy(package: dict[str, Any]) -> dict[str, Any]:
    """Return the Data Package descriptor of the tidy tables, made from that of the printed ones."""
    printed = {
        resource["name"]: {key: value for key, value in resource.items() if key != "hash"}
        for resource in package["resources"]
    }
    passed = {
        name: _with_known_keys(resource, set(printed) - WORKING)
        for name, resource in printed.items()
        if name not in WORKING
    }
    passed["partnership_members"] = _tidy_members(passed["partnership_members"])
    passed["regions"] = _with_fields(
        passed["regions"],
        [
            _field("x", "integer", "East", "Easting in ETRS89-LAEA (EPSG:3035).", unit="km"),
            _field("y", "integer", "North", "Northing in ETRS89-LAEA (EPSG:3035).", unit="km"),
        ],
    )
    passed["corrections"] = _corrections_resource(printed["print_errors"])
    return package | {
        "name": f"{package['name']}{TIDY}",
        "title": package["title"].replace("as printed", "as read"),
        "description": "The tables of data/raw with the corrections log applied. Made by "
        "`s3analysis clean`; not to be edited.",
        "resources": [passed[name] for name in sorted(passed)],
    }


def _field(name: str, kind: str, title: str, description: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "title": title, "description": description, **more}


def _with_fields(resource: dict[str, Any], fields: list[dict[str, Any]]) -> dict[str, Any]:
    schema = resource["schema"]
    return resource | {"schema": schema | {"fields": schema["fields"] + fields}}


def _with_known_keys(resource: dict[str, Any], known: set[str]) -> dict[str, Any]:
    schema = resource["schema"]
    keys = [
        key for key in schema.get("foreignKeys", []) if key["reference"].get("resource") in known
    ]
    return resource | {"schema": schema | {"foreignKeys": keys}}


def _tidy_members(resource: dict[str, Any]) -> dict[str, Any]:
    schema = resource["schema"]
    role = {"required": True, "enum": ["lead", "participant", "observer", "interested", "repeated"]}
    read = {
        "region_printed": _field(
            "region_id", "string", "Region", "The region as read.", constraints={"required": True}
        ),
        "country_printed": _field(
            "country_id",
            "string",
            "Country",
            "The country as read.",
            constraints={"required": True},
        ),
        "role": _field(
            "role",
            "string",
            "Role",
            "The role as read; repeated where the print lists a lead region a second time.",
            constraints=role,
        ),
    }
    fields = [read.get(field["name"], field) for field in schema["fields"]]
    keys = [
        *(key for key in schema["foreignKeys"] if not set(key["fields"]) & set(read)),
        {"fields": ["region_id"], "reference": {"resource": "regions", "fields": ["region_id"]}},
        {
            "fields": ["country_id"],
            "reference": {"resource": "countries", "fields": ["country_id"]},
        },
    ]
    return resource | {
        "title": "Members of the partnerships",
        "description": "A row is one entry of a dated member list, as read.",
        "schema": schema | {"fields": fields, "foreignKeys": keys},
    }


def _corrections_resource(errors: dict[str, Any]) -> dict[str, Any]:
    fields = [
        {key: value for key, value in field.items() if key != "constraints"}
        for field in errors["schema"]["fields"]
    ]
    locator = [
        _field("document_id", "string", "Document", "The source document."),
        _field("section", "string", "Section", "The section of that document."),
        _field("quote", "string", "Quote", "Words of the passage, as printed, to search for."),
    ]
    return errors | {
        "name": "corrections",
        "path": "corrections.csv",
        "title": "Corrections log",
        "description": "A row is one printed cell that is read otherwise, with the reason.",
        "schema": errors["schema"] | {"fields": fields + locator, "foreignKeys": []},
    }
