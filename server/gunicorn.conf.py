# ruff: noqa: N999  gunicorn looks for a file of this name
"""Gunicorn's settings: `gunicorn --config server/gunicorn.conf.py 'server.app:create_app()'`.

One process with many threads: whoever waits for news holds a thread and nothing else, and one watcher looks
for all of them. SQLite has one writer at a time anyway; with PostgreSQL more processes may help
(WEB_CONCURRENCY).
"""

import os

from server.config import read_config

_config = read_config(os.environ)

bind = f"{_config.host}:{_config.port}"
worker_class = "gthread"
workers = _config.web_processes
threads = _config.web_threads
timeout = 120  # of a worker that does not answer its master; requests may wait longer
graceful_timeout = 3  # writes take less; who waits for news asks again
keepalive = 30
errorlog = "-"
accesslog = None  # server.access_log writes one without persons in it
control_socket_disable = True  # it would be one socket in the home folder for every server of this user
