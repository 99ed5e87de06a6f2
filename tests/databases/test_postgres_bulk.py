"""The same by COPY and by arrays, on PostgreSQL."""

import pytest

from tests.kit.test_bulk import *  # noqa: F403  # the tests themselves

pytestmark = pytest.mark.services
