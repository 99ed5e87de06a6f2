from sqlalchemy import *
from sqlalchemy.orm import *
from sqlalchemy.sql import visitors
from app.learners.models import Learner
from app.organizations.models import Organization
from app.classes.models import Enrollment
from app.hours.models import HourCategory
def show(st):
    out=[]
    for e in visitors.iterate(st):
        if isinstance(e, Table): out.append((e.name, e._annotations.get("parententity")))
        elif isinstance(e, Column): out.append((e.table.name if e.table is not None else None, e.name, e._annotations.get("parententity"), 'tabann', getattr(e.table,'_annotations',{}).get('parententity')))
        else: out.append(type(e).__name__)
    return out
def test_x(context):
    raw=Learner.__table__
    for st in (select(Learner), select(Learner.name).where(Learner.id==1), select(func.count()).select_from(Learner), select(Enrollment).join(Enrollment.learner).where(Learner.name=='x'),
      select(Enrollment).where(Enrollment.learner.has(Learner.name=='x')), select(Learner.id, raw.alias().c.name), select(Learner.id, raw.c.name), update(Learner).values(title='x'), delete(Learner).where(Learner.id==2), select(func.count()).where(Learner.id==1), select(aliased(Learner)).where(text('x'))):
        print("\n", st, "\n", show(st))
