"""Many phones against one server: random work, bad lines, deaths; and an oracle that counts what was lost.

    python -m tests.simulator --seed 1 --phones 50 --steps 20000

`schedule` decides what happens, by the seed alone; `world` makes it happen over real HTTP with real
processes; `phone` keeps the rules of the real phone (pwa/src/replication); `oracle` looks at journal, store
and phones when all have synchronised; `shrink` looks for the few steps that a failure needs.
"""
