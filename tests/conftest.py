"""What holds for all tests: which random examples Hypothesis tries, and that somebody looks on.

The gate tries the same ones each time; `make test-all` sets HYPOTHESIS_PROFILE=fresh: new ones, and more.
"""

import os

from hypothesis import HealthCheck, settings

pytest_plugins = ("tests.support.exercised",)

SLOW_MACHINES_TOO = [HealthCheck.too_slow]

settings.register_profile(
    "gate", derandomize=True, deadline=None, database=None, suppress_health_check=SLOW_MACHINES_TOO
)
settings.register_profile(
    "fresh", max_examples=1000, deadline=None, print_blob=True, suppress_health_check=SLOW_MACHINES_TOO
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))
