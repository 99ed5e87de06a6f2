"""Kill workers again and again in the middle of an import, then count what is there."""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import dataclass
from io import BytesIO

import openpyxl
from sqlalchemy import func, select

from app.kit.audit import AuditEvent
from app.kit.jobs.models import DONE, RUNNING, WAITING
from app.kit.sheets.models import ImportRow
from app.organizations.models import Organization
from tests.person import Person
from tests.proving.places import Place
from tests.proving.servers import eventually

HEAD = ("单位名称", "统一社会信用代码", "上级单位", "单位类别", "单位属地")
ROOT = "示范市人力资源和社会保障局"
ROWS, KILLS = 10_000, 20
MARK = "断电测试单位"


@dataclass
class Proof:
    """An import of units that somebody kills; what it must have become at its end."""

    place: Place
    rows: int
    job: int = 0
    hits: int = 0
    seconds: float = 0
    longest: float = 0.1  # between progress that is seen and the kill

    def upload(self) -> None:
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet()
        sheet.append(HEAD)
        for number in range(self.rows):
            sheet.append((f"{MARK}{number}", None, ROOT, "用人单位", "示范市"))
        book.save(data := BytesIO())
        form = {"file": (BytesIO(data.getvalue()), "units.xlsx")}
        answer = self.who.post("/imports/new/organizations", form, content_type="multipart/form-data")
        assert answer.status_code == 303, answer.get_data(as_text=True)[-2000:]
        self.job = int(answer.location.rsplit("/", 1)[1])

    @property
    def who(self) -> Person:
        return Person(self.place.app, "dl1")

    def confirm_when_asked(self) -> bool:
        """Say yes where the import waits for it; whether it did."""
        if self.place.job(self.job).status != WAITING:
            return False
        assert self.who.post(f"/imports/{self.job}/confirm").status_code == 303
        return True

    def kill_workers(self, times: int) -> None:
        """Each worker dies at a random moment after progress of its own, all of them spread over both phases."""
        for turn in range(times):
            worker = self.place.start()
            self.wait_for_progress(2 * self.rows * (turn + 1) // (times + 1))
            time.sleep(random.random() * self.longest)
            worker.kill()
            self.hits += self.place.job(self.job).status == RUNNING

    def preview(self) -> None:
        """Up to the owner's yes, with nobody killed."""
        self.upload()
        worker = self.place.start()
        eventually(self.confirm_when_asked)
        worker.kill()

    def wait_for_progress(self, goal: int = 0) -> None:
        """Until the worker has come further, and to the goal: a row, those of the second phase counted on."""
        goal = max(goal, self._done() + 1)
        eventually(lambda: self.is_over() or self._done() >= goal, 300)

    def _done(self) -> int:
        now = self.place.job(self.job)
        return now.cursor + (self.rows if now.phase == "apply" else 0)

    def is_over(self) -> bool:
        """Whether it has ended; on the way to that its owner says yes."""
        self.confirm_when_asked()
        return self.place.job(self.job).status not in ("queued", "running", WAITING)

    def finish(self) -> None:
        """Let a last worker end what is left."""
        worker = self.place.start()
        eventually(self.is_over, 300)
        worker.stop()

    def faults_so_far(self) -> list[str]:
        """What is wrong already: units of which no row tells, or rows that found their unit there."""
        with self.place.reading() as session:
            there = session.scalar(select(func.count(Organization.id)).where(Organization.name.startswith(MARK)))
            mine = (ImportRow.job_id == self.job, ImportRow.applied.is_(True))
            per = session.execute(
                select(ImportRow.outcome, func.count()).where(*mine).group_by(ImportRow.outcome)
            ).all()
        said = {one.outcome: one[1] for one in per}
        return [f"{there} units, {said}"] * (said.get("new", 0) != there or len(said) > 1)

    def faults(self) -> list[str]:
        """What is not as it would be had nobody died."""
        job = self.place.job(self.job)
        found = [] if job.status == DONE else [f"{job.status}: {job.message}"]
        with self.place.reading() as session:
            names = Counter(session.scalars(select(Organization.name).where(Organization.name.startswith(MARK))))
            mine = ImportRow.job_id == self.job
            per = session.execute(select(ImportRow.outcome, ImportRow.applied, func.count()).where(mine)
                                  .group_by(ImportRow.outcome, ImportRow.applied)).all()  # fmt: skip
            targets = session.scalar(select(func.count(ImportRow.target_id.distinct())).where(mine))
            said = (AuditEvent.event == "organizations:import", AuditEvent.subject_id == str(self.job))
            told = session.scalar(select(func.count(AuditEvent.id)).where(*said))
        found += [f"{self.rows - len(names)} rows lost"] * (len(names) < self.rows)
        found += [f"{names.total() - len(names)} rows twice"] * (names.total() > len(names))
        found += [f"rows say {per}"] * ([tuple(one) for one in per] != [("new", True, self.rows)])
        found += [f"{targets} targets"] * (targets != self.rows)
        found += [f"{told} audit events"] * (told != 1)
        return found


def prove(place: Place, rows: int, kills: int, longest: float = 0.1) -> Proof:
    """The whole proof: import, kill, finish; its `faults()` are to be looked at."""
    proof, began = Proof(place, rows, longest=longest), time.monotonic()
    try:
        proof.upload()
        proof.kill_workers(kills)
        proof.finish()
    finally:
        place.close()
    proof.seconds = time.monotonic() - began
    return proof


def table_line(name: str, proof: Proof) -> str:
    job = proof.place.job(proof.job)
    verdict = "; ".join(proof.faults()) or "0 lost, 0 twice"
    figures = f"{proof.rows:>7} rows{proof.hits:>4} kills{job.attempts:>4} attempts{proof.seconds:>6.0f} s"
    return f"{name:<28}{figures}  {verdict}"
