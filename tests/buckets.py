"""A server that speaks S3, started by the tests that need one and stopped by those that see it away."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import boto3
from moto.server import ThreadedMotoServer

KEYS = {"AWS_ACCESS_KEY_ID": "xueshi", "AWS_SECRET_ACCESS_KEY": "xueshi-secret", "AWS_REGION": "cn-north-1"}


class BucketServer:
    """One bucket; what is in it is told by another client than the product's."""

    def __init__(self) -> None:
        self.name = f"xueshi-{secrets.token_hex(4)}"  # the servers of one process know each other's buckets
        self._start()
        self.address = "http://{}:{}".format(*self._server.get_host_and_port())
        self.client = boto3.client("s3", endpoint_url=self.address, region_name=KEYS["AWS_REGION"])
        self.client.create_bucket(
            Bucket=self.name, CreateBucketConfiguration={"LocationConstraint": KEYS["AWS_REGION"]}
        )

    @property
    def settings(self) -> dict[str, str]:
        return {"FILES_URL": f"s3://{self.name}/of-the-tests", "FILES_ENDPOINT": self.address}

    def names(self) -> set[str]:
        """Everything in the bucket, without the prefix that FILES_URL names."""
        found = self.client.list_objects_v2(Bucket=self.name, Prefix="of-the-tests/").get("Contents", [])
        return {one["Key"].partition("/")[2] for one in found}

    def clear(self) -> None:
        for name in self.names():
            self.client.delete_object(Bucket=self.name, Key=f"of-the-tests/{name}")

    def _start(self, port: int = 0) -> None:
        self._server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
        self._server.start()

    def stop(self) -> None:
        """What is in the bucket stays: a server that starts on the same port has it."""
        self._server.stop()

    def start_again(self) -> None:
        self._start(int(self.address.rpartition(":")[2]))


@contextmanager
def bucket_server() -> Iterator[BucketServer]:
    with mock.patch.dict(os.environ, KEYS):
        server = BucketServer()
        try:
            yield server
        finally:
            server.client.close()
            server.stop()
