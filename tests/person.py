"""Somebody with a demo account, for tests and measurements."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from app.accounts import identities, sessions
from app.accounts import operations as accounts
from app.extensions import db
from app.kit import scope


class Person:
    """A browser of one demo account, under one of its identities; posts carry the guard of our forms."""

    def __init__(self, app: Flask, username: str, identity: str | None = None) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        with app.app_context(), scope.everything("test"):
            user = accounts.find_login(db.session, username)
            assert user is not None, username
            self.identity, self.mine = identities.active(db.session, user.id, identity)
            session = {"_user_id": user.get_id(), "_fresh": True, "csrf_token": "c" * 40, "locale": "zh"}
            session["sid"] = sessions.begin(db.session(), user.id)
            db.session.commit()
        with self.client.session_transaction() as cookie:
            cookie.update(session)
            if identity:
                cookie["identity"] = identity

    @property
    def guard(self) -> dict[str, str]:
        token = URLSafeTimedSerializer(self.app.secret_key or "", salt="wtf-csrf-token").dumps("c" * 40)
        return {"csrf_token": str(token), "_identity": self.identity.key if self.identity else ""}

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(path, **more)

    def post(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        return self.client.post(path, data=self.guard | (data or {}), **more)

    def acting(self) -> Any:
        """The scope of this person, for calling operations."""
        assert self.identity
        return scope.using(self.identity.scope())
