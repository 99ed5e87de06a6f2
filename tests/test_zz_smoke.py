import pytest
from tests.conftest import Person
def test_smoke(app, person):
    p=person("dl1")
    for a in ["/routeview/list/","/routeview/add","/routeview/edit/1","/routeview/show/1","/menuview/list/","/menuview/list/?role=3","/menuview/add","/menuview/edit/1","/menuview/1/heading","/holidayview/list/","/holidayview/list/?year=2026","/holidayview/official","/holidayview/add","/levelview/list/","/levelview/add","/roleview/list/","/roleview/2/words","/organizationview/list/"]:
        r=p.get(a); print(a, r.status_code)
        assert r.status_code==200, (a, r.get_data(as_text=True)[-1500:])
    s=person("admin")
    for a in ["/platformview/list/","/platformview/add","/platformview/edit/1"]:
        r=s.get(a); print(a,r.status_code); assert r.status_code==200
    r=s.post("/platformview/add", dict(name="新平台",code="newone",zone="Asia/Shanghai",preset="empty",root_name="新局",root_category="bureau",credit_code="",admin_name="赵管",admin_login="newadmin", _once="tok"))
    t=r.get_data(as_text=True); print(r.status_code, t[t.find("<h1"):][:1500])
