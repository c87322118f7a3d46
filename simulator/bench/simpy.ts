/**
 * The hold model in SimPy, when Debian's `python3-simpy` is there: its own process, its own clock.
 */
import { spawnSync } from "node:child_process";
import { PENDING_COUNT } from "./hold-model.ts";

/** SimPy 3 and later, or SimPy 2: whichever is installed. Draws with Python's own `random`. */
const PROGRAM = `
import random, sys, time
pending, holds = int(sys.argv[1]), int(sys.argv[2])
draw = random.Random(1).random
try:
    import simpy
    environment = simpy.Environment()
    def hold():
        while True:
            yield environment.timeout(1 + draw() * 65535)
    for _ in range(pending):
        environment.process(hold())
    for _ in range(pending):
        environment.step()
    start = time.perf_counter()
    for _ in range(holds):
        environment.step()
    name = "SimPy " + simpy.__version__
except ImportError:
    import SimPy
    from SimPy.Simulation import Simulation, Process, hold
    simulation = Simulation()
    class Holder(Process):
        def run(self):
            while True:
                yield hold, self, 1 + draw() * 65535
    for _ in range(pending):
        holder = Holder(sim=simulation)
        simulation.activate(holder, holder.run())
    for _ in range(pending):
        simulation.step()
    start = time.perf_counter()
    for _ in range(holds):
        simulation.step()
    name = "SimPy " + getattr(SimPy, "__version__", "2")
print(name, (time.perf_counter() - start) / holds * 1e9)
`;

export interface SimPyFigure {
  readonly name: string;
  readonly nsPerHold: number;
}

/** Null when neither Python nor SimPy is there. */
export function holdInSimPy(holdCount: number): SimPyFigure | null {
  const { status, stdout } = spawnSync(
    "/usr/bin/python3",
    ["-c", PROGRAM, String(PENDING_COUNT), String(holdCount)],
    { encoding: "utf8", timeout: 60_000 },
  );
  if (status !== 0) return null;
  const said = /^(.+) (\S+)\s*$/.exec(stdout);
  return said === null ? null : { name: said[1] as string, nsPerHold: Number(said[2]) };
}
