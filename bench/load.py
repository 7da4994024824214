"""Side-by-side load test of web applications described by JSON files; standard library only.

  python bench/load.py bench/targets/floor.json bench/targets/tryeza.json --var N=1000 PEERS=folder --json out.json

All targets are started first, then every round visits every target, so ratios come from one run.
See README.md for the fields of a target.
"""

import argparse
import http.client
import itertools
import json
import os
import random
import re
import shlex
import signal
import statistics
import subprocess
import sys
import threading
import time
from html import unescape
from urllib.parse import urlencode, urljoin, urlsplit

KNOWN = re.compile(r"\{(\w+)\}")
SERIAL = itertools.count(int(time.time()) % 10**7 * 1000)


def fill(text, values):
    """Replace {name} where name is known; leave every other brace alone."""
    return KNOWN.sub(lambda m: str(values[m[1]]) if m[1] in values else m[0], text)


class Client:
    """One logged-in user on one keep-alive connection."""

    def __init__(self, target, values):
        self.t, self.v, self.cookies = target, dict(values), {}
        self.base = urlsplit(fill(target["base"], values))
        self.con = http.client.HTTPConnection(self.base.hostname, self.base.port, timeout=300)
        for step in target.get("login", []):
            status, head, body = self.send(
                step.get("method", "GET"), self.path(step["path"]), self.body(step)
            )
            check(step, status, body, "login")
            self.take(step.get("fields", {}), body)

    def path(self, p):
        return self.base.path + fill(p, self.v)

    def body(self, step):
        if "form" in step:
            return urlencode({k: fill(v, self.v) for k, v in step["form"].items()}).encode()

    def take(self, fields, body):
        for name, pattern in fields.items():
            m = re.search(fill(pattern, self.v), body, re.S)
            if not m:
                raise SystemExit(f"{self.t['name']}: field {name} not found in the page:\n{body[:1500]}")
            self.v[name] = unescape(m[1])

    def send(self, method, path, body=None):
        head = {"Host": self.base.netloc, "User-Agent": "bench"}
        if self.cookies:
            head["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        if body is not None:
            head["Content-Type"] = "application/x-www-form-urlencoded"
            head["Referer"] = head["Origin"] = f"http://{self.base.netloc}"
            head["Referer"] += path
        for attempt in (1, 2):  # a server may have closed an idle kept-alive connection
            try:
                self.con.request(method, path, body, head)
                r = self.con.getresponse()
                break
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                self.con.close()
                if attempt == 2 or (method != "GET" and not self.t.get("retry_post", True)):
                    raise
        data = r.read().decode("utf-8", "replace")
        for c in r.headers.get_all("Set-Cookie") or []:
            k, _, v = c.partition(";")[0].partition("=")
            self.cookies[k.strip()] = v.strip()
        return r.status, r.headers, data


def check(req, status, body, where):
    want = req.get("status", [200])
    if status not in want:
        raise SystemExit(f"{where}: status {status}, expected {want}\n{body[:1500]}")
    if "expect" in req and body.count(req["expect"]) < req.get("count", 1):
        raise SystemExit(
            f"{where}: {body.count(req['expect'])} times {req['expect']!r}, "
            f"expected {req.get('count', 1)}\n{body[:3000]}"
        )


def prepare(c, req, lo, hi):
    """Values of one call, and for a form the token page, outside the clock."""
    c.v["id"], c.v["n"] = random.randint(lo, hi), next(SERIAL)
    for name, values in c.t.get("picked", {}).items():
        c.v[name] = random.choice(values)
    if "token" in req:
        tok = req["token"]
        status, _, body = c.send("GET", c.path(tok["path"]))
        check(tok, status, body, f"{c.t['name']} {req['name']} token page")
        c.take(tok["fields"], body)
    paths = req["path"] if isinstance(req["path"], list) else [req["path"]]
    return [c.path(p) for p in paths], c.body(req), dict(c.v)


def cell(clients, req, seconds, most, least, ids):
    """One request at one concurrency: latencies in ms and requests per second."""
    if req.get("write"):
        most = min(most, req.get("most", 16))
    jobs = [[] for _ in clients]
    if req.get("write"):  # token pages first, all of them
        for k in range(most):
            jobs[k % len(clients)].append(prepare(clients[k % len(clients)], req, *ids))
    lock, times, errors, left = threading.Lock(), [], [], [most]
    gate = threading.Barrier(len(clients) + 1)

    def work(c, mine):
        gate.wait()
        try:
            while True:
                with lock:
                    if left[0] <= 0 or (time.perf_counter() > stop[0] and len(times) >= least):
                        return
                    if req.get("write") and not mine:
                        return
                    left[0] -= 1
                paths, body, values = mine.pop() if mine else prepare(c, req, *ids)
                t = time.perf_counter()
                for p in paths:
                    status, head, text = c.send(req.get("method", "GET"), p, body)
                t = time.perf_counter() - t
                check(req, status, text, f"{c.t['name']} {req['name']}")
                with lock:
                    times.append(t)
            return
        except (SystemExit, Exception) as e:
            errors.append(e)
        finally:
            last[:] = [(c, head, values)] if "head" in locals() else last

    stop, last = [time.perf_counter() + seconds], []
    threads = [threading.Thread(target=work, args=(c, j)) for c, j in zip(clients, jobs)]
    for th in threads:
        th.start()
    began = time.perf_counter()
    gate.wait()
    for th in threads:
        th.join()
    wall = time.perf_counter() - began
    if errors:
        raise errors[0]
    if "follow" in req and last:  # the write really shows on the next page
        c, head, values = last[0]
        where = head.get("Location") or fill(req.get("follow_path", ""), values)
        if where:
            u = urlsplit(urljoin(c.base.geturl(), where))
            status, _, body = c.send("GET", u.path + ("?" + u.query if u.query else ""))
            check({"expect": fill(req["follow"], values)}, status, body, f"{c.t['name']} after {req['name']}")
    ms = sorted(1000 * t for t in times)
    return {
        "p50": statistics.median(ms),
        "p95": ms[min(len(ms) - 1, int(len(ms) * 0.95))],
        "rps": len(ms) / wall,
        "n": len(ms),
    }


def tree(pid):
    kids = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True
    ).stdout.split()
    return [pid] + [p for k in kids for p in tree(int(k))]


def memory(pid):
    rss = pss = 0
    for p in tree(pid):
        try:
            t = open(f"/proc/{p}/smaps_rollup").read()
        except OSError:
            continue
        rss += int(re.search(r"^Rss:\s+(\d+)", t, re.M)[1])
        pss += int(re.search(r"^Pss:\s+(\d+)", t, re.M)[1])
    return {"processes": len(tree(pid)), "rss_mb": rss // 1024, "pss_mb": pss // 1024}


def start(t, values):
    """Start the server in its own process group; seconds until the first answer."""
    if "start" not in t:
        return None, None
    env = dict(os.environ, **{k: fill(v, values) for k, v in t.get("env", {}).items()})
    log = open(f"{values['PEERS']}/log-{t['name']}.txt", "w")
    began = time.perf_counter()
    proc = subprocess.Popen(
        shlex.split(fill(t["start"], values)),
        env=env,
        stdout=log,
        stderr=log,
        cwd=fill(t.get("cwd", "."), values),
        start_new_session=True,
    )
    base = urlsplit(fill(t["base"], values))
    while time.perf_counter() - began < 90:
        if proc.poll() is not None:
            raise SystemExit(f"{t['name']} ended at once, see {log.name}")
        try:
            c = http.client.HTTPConnection(base.hostname, base.port, timeout=60)
            c.request("GET", base.path + t.get("ready", "/"))
            if c.getresponse().status < 500:
                return proc, time.perf_counter() - began
        except OSError:
            time.sleep(0.02)
    raise SystemExit(f"{t['name']} did not answer in 90 s")


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("targets", nargs="+")
    a.add_argument(
        "--var", nargs="*", default=[], help="NAME=VALUE for the {NAME} in the targets; N and PEERS"
    )
    a.add_argument("--rounds", type=int, default=3)
    a.add_argument("--seconds", type=float, default=1.5, help="per request, concurrency and round")
    a.add_argument("--most", type=int, default=2000, help="most calls per cell")
    a.add_argument("--least", type=int, default=3)
    a.add_argument("--concurrency", default="1,8")
    a.add_argument("--only", default="", help="comma-separated request names")
    a.add_argument("--json")
    a = a.parse_args()
    base = {
        "HERE": os.path.dirname(os.path.abspath(__file__)),
        "PEERS": os.environ.get("PEERS", "."),
        "N": "1000",
        **dict(v.split("=", 1) for v in a.var),
    }
    base["LAST"] = int(base["N"]) // 2 - 25  # offset of the last page of open issues
    base["PAGES"] = int(base["N"]) // 50  # their number, 25 a page
    levels = [int(c) for c in a.concurrency.split(",")]
    only = set(filter(None, a.only.split(",")))
    running, out = [], {"N": int(base["N"]), "targets": {}}
    try:
        for f in a.targets:
            t = json.load(open(f))
            values = {
                **{k: fill(v, base) for k, v in t.items() if k.isupper() and isinstance(v, str)},
                **base,
            }
            proc, secs = start(t, values)
            running.append((t, proc))
            # a target that has no running numbers in its addresses names files of values to pick from
            t["picked"] = {k: open(fill(f, values)).read().split() for k, f in t.get("pick", {}).items()}
            t["clients"] = [Client(t, values) for _ in range(max(levels))]
            t["requests"] = [r for r in t["requests"] if not only or r["name"] in only]
            out["targets"][t["name"]] = {"start_s": secs, "cells": {}}
        for write in (False, True):
            for rnd in range(a.rounds):
                for t, _ in running:
                    ids = [int(fill(str(x), {**base})) for x in t.get("ids", [1, "{N}"])]
                    for r in (r for r in t["requests"] if bool(r.get("write")) == write):
                        if rnd == 0 and not write:
                            cell(t["clients"][:4], r, 0.3, 8, 4, ids)  # warm every worker
                        for c in levels:
                            got = cell(t["clients"][:c], r, a.seconds, a.most, a.least, ids)
                            out["targets"][t["name"]]["cells"].setdefault(f"{r['name']} {c}", []).append(got)
                            print(
                                f"round {rnd + 1} {t['name']} {r['name']} {c}: {got['p50']:.1f} ms, {got['rps']:.1f}/s",
                                file=sys.stderr,
                                flush=True,
                            )
        for t, proc in running:
            if proc:
                out["targets"][t["name"]]["memory"] = memory(proc.pid)
    finally:
        for t, proc in running:
            if proc:
                os.killpg(proc.pid, signal.SIGTERM)  # the group we made, nothing else
                try:
                    proc.wait(15)
                except subprocess.TimeoutExpired:
                    os.killpg(proc.pid, signal.SIGKILL)
    for name, t in out["targets"].items():
        t["cells"] = {k: {m: statistics.median(g[m] for g in v) for m in v[0]} for k, v in t["cells"].items()}
    floor = next(iter(out["targets"].values()))["cells"]
    print(f"N={out['N']}, medians of {a.rounds} rounds; x = p50 over the first target's same request")
    print(f"{'target':10} {'request':9} {'c':>2} {'p50 ms':>9} {'p95 ms':>9} {'req/s':>8} {'x':>7} {'n':>5}")
    for name, t in out["targets"].items():
        for k, g in t["cells"].items():
            r, c = k.split()
            x = f"{g['p50'] / floor[k]['p50']:.1f}" if k in floor else "-"
            print(
                f"{name:10} {r:9} {c:>2} {g['p50']:9.2f} {g['p95']:9.2f} {g['rps']:8.1f} {x:>7} {g['n']:5.0f}"
            )
        print(f"{name:10} start {t['start_s'] or 0:.2f} s, memory {t.get('memory')}")
    if a.json:
        json.dump(out, open(a.json, "w"), indent=1)


if __name__ == "__main__":
    main()
