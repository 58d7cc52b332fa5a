"""What an operator uses besides the bot: the lock, the image, compose, Prometheus, Grafana, systemd, the catalogue."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from bot.operations.metrics import Metrics
from tests.conftest import PROJECT

DEPLOY = PROJECT / "docs" / "deploy"
LOCK = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
SETTING = re.compile(r"(?<!\.)\b(?:BOT|TELEGRAM)_[A-Z_]+[A-Z]\b")


def locked() -> list[Requirement]:
    """Each pinned package, with the Pythons it is for."""
    return [Requirement(line.rstrip(" \\")) for line in LOCK.splitlines() if re.match(r"\w", line)]


def wanted() -> Iterator[Requirement]:
    """What the image needs by pyproject.toml, its extras resolved."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    [image] = map(Requirement, extras["image"])
    assert image.name == project["name"]
    for group in (project["dependencies"], *(extras[name] for name in image.extras)):
        yield from map(Requirement, group)


class TestLock:
    @pytest.mark.parametrize("requirement", [*wanted()], ids=lambda requirement: str(requirement.name))
    def test_holds_what_the_project_needs(self, requirement: Requirement) -> None:
        name = canonicalize_name(requirement.name)
        pins = [pin for pin in locked() if canonicalize_name(pin.name) == name]
        assert pins, f"{name} is not in requirements.lock; run: make lock"
        versions = [next(iter(pin.specifier)).version for pin in pins]
        assert [one for one in versions if Version(one) not in requirement.specifier] == []

    def test_every_package_is_pinned_with_hashes(self) -> None:
        entries = re.split(r"\n(?=\w)", LOCK.strip())
        assert len(entries) == len(locked()) > 20
        assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []

    def test_names_no_place_to_load_from(self) -> None:
        assert [word for word in ("://", "--index", "--find-links", " @ ") if word in LOCK] == []


class TestImage:
    def test_runs_without_rights_and_tells_its_health(self) -> None:
        last = (PROJECT / "Dockerfile").read_text(encoding="utf-8").split("\nFROM ")[-1]
        for line in ("USER 10001:10001", "STOPSIGNAL SIGINT", "HEALTHCHECK", '["python", "-m", "bot", "health"]'):
            assert line in last
        assert "--require-hashes" in (PROJECT / "Dockerfile").read_text(encoding="utf-8")


def compose() -> Any:
    """compose.yaml with its merges and anchors resolved."""
    return yaml.safe_load((PROJECT / "compose.yaml").read_text(encoding="utf-8"))


class TestCompose:
    def test_two_replicas_share_all_but_their_data(self) -> None:
        services = compose()["services"]
        assert services["bot-1"] == services["bot-2"]
        bot = services["bot-1"]
        assert bot["read_only"] is True
        assert bot["cap_drop"] == ["ALL"]
        assert bot["environment"]["BOT_STORE_URL"] == "valkey://valkey:6379/0"
        assert [mount.partition(":")[0] for mount in bot["tmpfs"]] == ["/data"]

    def test_what_is_referred_to_exists(self) -> None:
        description = compose()
        services = description["services"].values()
        mounts = [mount.split(":")[0] for service in services for mount in service.get("volumes", ())]
        files = [PROJECT / mount for mount in mounts if mount.startswith("./")]
        assert files
        assert [file for file in files if not file.is_file()] == []
        assert {mount for mount in mounts if not mount.startswith("./")} == set(description["volumes"])
        assert {name for service in services for name in service.get("depends_on", ())} <= set(description["services"])
        assert {name for service in services for name in service.get("secrets", ())} == set(description["secrets"])

    def test_only_the_proxy_is_open_to_the_world(self) -> None:
        ports = {name: service["ports"] for name, service in compose()["services"].items() if "ports" in service}
        assert set(ports) == {"caddy", "prometheus"}
        assert all(port.startswith("127.0.0.1:") for port in ports["prometheus"])

    def test_proxy_and_prometheus_know_every_replica(self) -> None:
        bots = sorted(name for name in compose()["services"] if name.startswith("bot-"))
        proxy = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
        scraped = yaml.safe_load((DEPLOY / "prometheus.yml").read_text(encoding="utf-8"))["scrape_configs"]
        assert sorted(re.findall(r"(bot-\d):8080", proxy)) == bots
        assert [target for job in scraped for target in job["static_configs"][0]["targets"]] == [
            f"{bot}:8080" for bot in bots
        ]


def expressions() -> Iterator[str]:
    """Every Prometheus expression of the dashboard and the alarms."""
    dashboard = json.loads((DEPLOY / "grafana-dashboard.json").read_text(encoding="utf-8"))
    yield from (target["expr"] for panel in dashboard["panels"] for target in panel["targets"])
    alarms = yaml.safe_load((DEPLOY / "alarms.yml").read_text(encoding="utf-8"))
    yield from (rule["expr"] for group in alarms["groups"] for rule in group["rules"])


@pytest.fixture(scope="module")
def known_metrics() -> set[str]:
    """The names under which a bot's metrics can be asked for."""
    metrics = Metrics("v1")
    metrics.received("message")
    metrics.replied("answered", "de", "private")
    metrics.answered("private", 1.0)
    metrics.called("sendMessage", 200)
    return {re.split(r"[ {]", line)[0] for line in metrics.text().splitlines() if line[0] != "#"} | {"up"}


@pytest.mark.parametrize("expression", [*expressions()])
def test_dashboard_and_alarms_name_metrics_that_exist(expression: str, known_metrics: set[str]) -> None:
    named = set(re.findall(r"\b(?:(?:bot|process)_\w+|up\b)", re.sub(r'"[^"]*"', '""', expression)))
    assert named
    assert named <= known_metrics


def test_unit_is_hardened_and_names_existing_settings() -> None:
    unit = (DEPLOY / "city-networks-bot.service").read_text(encoding="utf-8")
    options = [line.split("=", 1) for line in unit.splitlines() if "=" in line and not line.startswith("#")]
    hardening = {"NoNewPrivileges": "yes", "ProtectSystem": "strict", "DynamicUser": "yes", "CapabilityBoundingSet": ""}
    assert hardening.items() <= dict(options).items()
    assert "StateDirectory=city-networks-bot" in unit


def test_deploy_page_explains_every_setting() -> None:
    read = "".join(file.read_text(encoding="utf-8") for file in (PROJECT / "bot").rglob("*.py"))
    page = (PROJECT / "docs" / "deploy.md").read_text(encoding="utf-8")
    table = {name for line in page.splitlines() if line.startswith("| `") for name in SETTING.findall(line)}
    assert set(SETTING.findall(read)) - table == set()


class TestCatalogue:
    """publiccode.yml by the rules of the standard, https://yml.publiccode.tools/schema.core.html, version 0.4."""

    PAGE = yaml.load((PROJECT / "publiccode.yml").read_text(encoding="utf-8"), yaml.BaseLoader)  # as typed

    @pytest.mark.parametrize(
        "key",
        [
            "publiccodeYmlVersion",
            "name",
            "url",
            "platforms",
            "categories",
            "developmentStatus",
            "softwareType",
            "description",
            "legal.license",
            "maintenance.type",
            "localisation.localisationReady",
            "localisation.availableLanguages",
        ],
    )
    def test_has_what_is_mandatory(self, key: str) -> None:
        value = self.PAGE
        for part in key.split("."):
            value = value[part]
        assert value

    def test_values_are_of_the_standards_lists(self) -> None:
        page = self.PAGE
        assert page["publiccodeYmlVersion"] == "0.4"
        assert page["developmentStatus"] in {"concept", "development", "beta", "stable", "obsolete"}
        assert page["softwareType"] in {"standalone/web", "standalone/backend", "standalone/other"}
        assert page["maintenance"]["type"] in {"none"} or page["maintenance"]["contacts"]
        assert set(page["categories"]) <= CATEGORIES
        assert set(page["intendedAudience"]["scope"]) <= SCOPES
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", page["releaseDate"])
        assert re.match(r"https://\S+$", page["url"])

    @pytest.mark.parametrize("language", ["de", "en"])
    def test_description_has_the_right_length(self, language: str) -> None:
        description = self.PAGE["description"][language]
        assert len(description["shortDescription"]) <= 150
        assert 150 <= len(description["longDescription"]) <= 10_000
        assert 5 <= len(description["features"]) <= 20

    def test_agrees_with_the_project(self) -> None:
        project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        assert self.PAGE["softwareVersion"] == project["version"]
        assert self.PAGE["legal"]["license"] == project["license"]


CATEGORIES = {"communications", "customer-service-and-support", "instant-messaging", "knowledge-management"}
"""Those of the standard's list that suit this software."""
SCOPES = {"local-authorities", "foreign-affairs", "society", "education", "culture"}


def test_no_file_of_the_deployment_holds_a_secret() -> None:
    files = [PROJECT / "compose.yaml", *DEPLOY.iterdir()]
    assert [file.name for file in files if re.search(r"\d{6,}:[\w-]{30,}", Path(file).read_text("utf-8"))] == []
