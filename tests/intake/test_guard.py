"""Who may see the page: whoever started the program, and nobody else on this computer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from intake.desk import ORIGIN, PORT

from roadmap_xl.intake.application import application
from roadmap_xl.intake.campaigns import Campaigns
from roadmap_xl.intake.guard import Guard, Keys
from roadmap_xl.intake.work import Work

KEYS = Keys()
"""Of one run."""


@pytest.fixture
def guard(tmp_path: Path) -> Iterator[Guard]:
    known = Campaigns(tmp_path)
    pages = application(known, Work(known.opened), lambda: None)
    yield Guard(pages, KEYS, PORT)
    known.close()


def client(guard: Guard, **headers: str) -> TestClient:
    return TestClient(guard, base_url=ORIGIN, headers=headers, follow_redirects=False)


@pytest.fixture
def owner(guard: Guard) -> TestClient:
    found = client(guard)
    assert found.get(f"/open?secret={KEYS.one_time()}").status_code == 200
    return found


def test_every_route_asks_for_the_session(guard: Guard, owner: TestClient) -> None:
    """Walked one by one, those of static files too: a page that is added is asked by itself."""
    routers = [
        one.original_router for one in guard._pages.routes if hasattr(one, "original_router")
    ]
    routes = [one for router in routers for one in router.routes if isinstance(one, APIRoute)]
    asked = [(method, route.path) for route in routes for method in route.methods or ()]
    asked += [("GET", "/static/page.css"), ("GET", "/"), ("GET", "/openapi.json"), ("GET", "/docs")]
    assert len(asked) > 10
    stranger = client(guard, Origin=ORIGIN)
    for method, path in asked:
        filled = re.sub(r"\{[\w:]+\}", "1", path)
        for place in (f"{KEYS.path}{filled}", filled):
            assert stranger.request(method, place).status_code == 403, (method, place)
        assert owner.request(method, filled).status_code == 403, filled
    assert owner.get(f"{KEYS.path}/static/page.css").status_code == 200


REFUSED = (
    ({"Host": f"evil.example:{PORT}"}, "GET", 421),
    ({"Host": "127.0.0.1"}, "GET", 421),
    ({"Sec-Fetch-Site": "cross-site"}, "GET", 403),
    ({"Sec-Fetch-Site": "same-site"}, "GET", 403),
    ({}, "POST", 403),
    ({"Origin": "null"}, "POST", 403),
    ({"Origin": "http://evil.example"}, "POST", 403),
    ({"Origin": "http://127.0.0.1:1"}, "POST", 403),
    ({"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"}, "POST", 403),
    ({"Origin": f"http://localhost:{PORT}"}, "POST", 403),
    ({"Origin": ORIGIN.replace("http", "https")}, "POST", 403),
    ({"Origin": ORIGIN.removeprefix("http://")}, "POST", 403),
    ({"Origin": ORIGIN, "Content-Length": "600000000"}, "POST", 413),
    ({"Sec-Fetch-Site": "none"}, "GET", 200),
    ({"Sec-Fetch-Site": "same-origin"}, "GET", 200),
    ({"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}, "POST", 200),
)


@pytest.mark.parametrize(("headers", "method", "status"), REFUSED)
def test_another_page_gets_nothing_although_the_browser_has_the_cookie(
    headers: dict[str, str], method: str, status: int, owner: TestClient
) -> None:
    path = f"{KEYS.path}/" if method == "GET" else f"{KEYS.path}/close"
    assert owner.request(method, path, headers=headers).status_code == status


def test_a_secret_opens_the_page_once(guard: Guard) -> None:
    secret = KEYS.one_time()
    first, second = client(guard), client(guard)
    opened = first.get(f"/open?secret={secret}")
    cookie = opened.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert f"Path={KEYS.path}" in cookie
    assert secret not in opened.text
    assert second.get(f"/open?secret={secret}").status_code == 403
    assert second.get(f"{KEYS.path}/").status_code == 403
    assert second.get("/open").status_code == 403
    assert "../" not in first.get(f"/open?secret={KEYS.one_time()}&campaign=../x").text


@pytest.mark.parametrize(
    "others",
    ["{name}=evil; {ours}", "{ours}; {name}=evil", 'a={{"b": "c, d"}}; =; @@; {ours}', "x;{ours};"],
)
def test_no_other_cookie_hides_the_session(guard: Guard, owner: TestClient, others: str) -> None:
    """Cookies know no ports: any server of this computer may have set them."""
    name, value = next(iter(owner.cookies.items()))
    cookies = others.format(name=name, ours=f"{name}={value}")
    asked = client(guard, Cookie=cookies).get(f"{KEYS.path}/")
    assert asked.status_code == 200
    for wrong in (f"{name}=evil", f"{name}={value}x", f"x{name}={value}", value, f"{name}=", ""):
        assert client(guard, Cookie=wrong).get(f"{KEYS.path}/").status_code == 403


def test_only_the_same_user_is_given_another_secret(guard: Guard) -> None:
    assert client(guard).post("/secret").status_code == 403
    assert client(guard, **{"X-Owner": "x" * 43}).post("/secret").status_code == 403
    given = client(guard, **{"X-Owner": KEYS.owner}).post("/secret")
    assert client(guard).get(f"/open?secret={given.text}").status_code == 200


CLIMBING = ("/static/../guard.py", "/static/..%2fguard.py", "/static/%2e%2e/x",
            "/static/..%5cguard.py", "/static/C:/x", "/x%00")  # fmt: skip


@pytest.mark.parametrize("path", CLIMBING)
def test_no_path_leads_out_of_the_pages(path: str, owner: TestClient) -> None:
    answer = owner.get(f"{KEYS.path}{path}")
    assert answer.status_code in (403, 404)
    assert "rebinding" not in answer.text


def test_every_answer_forbids_what_no_page_needs(guard: Guard, owner: TestClient) -> None:
    answers = (owner.get(f"{KEYS.path}/"), owner.get(f"{KEYS.path}/nothing"),
               owner.get(f"{KEYS.path}/static/page.js"), client(guard).get("/"))  # fmt: skip
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert "server" not in answer.headers
