"""An S3 server of moto on a port of its own, which is printed; it ends with its standard input.

As on S3, a conditional write is one step: moto looks first and writes then, so requests wait for each other.
"""

import sys
import threading

import boto3
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

served = DomainDispatcherApplication(create_backend_app)
one_at_a_time = threading.Lock()


def application(environ, start_response):
    # What is sent is read before: a connection that breaks keeps nobody waiting, and a part of an object is none.
    length = int(environ.get("CONTENT_LENGTH") or 0)
    body = environ["wsgi.input"].read(length)
    if len(body) < length:
        start_response("400 Bad Request", [])
        return [b""]
    environ["wsgi.input"] = __import__("io").BytesIO(body)
    with one_at_a_time:
        return list(served(environ, start_response))


class Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, *_):
        pass


server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=Quiet)
threading.Thread(target=server.serve_forever, daemon=True).start()
boto3.client(
    "s3",
    endpoint_url=f"http://127.0.0.1:{server.server_port}",
    region_name="us-east-1",
    aws_access_key_id="test",
    aws_secret_access_key="test",
).create_bucket(Bucket="shop")
print(server.server_port, flush=True)
sys.stdin.read()
